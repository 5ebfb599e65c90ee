"""The company of the demonstration: invented people with accounts, and orders in every stage of life between them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Language, Walk
from gongdao.kernel.acts import AcceptItem, Offer, ProposeChange, Question, Start
from gongdao.kernel.calendars import working_days_after
from gongdao.kernel.values import OfferItem, Person, Requirement, Role
from gongdao.people.calendars import calendars
from gongdao.services import clock
from gongdao.services.ids import new_order_id

if TYPE_CHECKING:
    from gongdao.people.models import Person as Account

NAMES: dict[Language, dict[str, str]] = {
    "zh": {
        "buyer": "林晚",
        "seller": "周屿",
        "mediator": "陈澈",
        "operator": "值班员",
        "buyer2": "许茗",
        "seller2": "沈禾",
        "buyer3": "高原",
        "seller3": "白桦工作室",
    },
    "en": {
        "buyer": "Lena Whitlock",
        "seller": "Joel Marsh",
        "mediator": "Clara Chen",
        "operator": "Duty desk",
        "buyer2": "Mina Sommer",
        "seller2": "Sam Heller",
        "buyer3": "Greta Vogel",
        "seller3": "Birch Studio",
    },
}
SHOPS: dict[Language, dict[str, str]] = {
    "zh": {
        "proposed": "白瓷餐具网店",
        "agreed": "紫砂壶工作室网店",
        "working": "柴烧陶艺网店",
        "delivered": "建盏专卖网店",
        "untaken": "手绘茶杯网店",
        "finished": "龙泉窑礼品网店",
    },
    "en": {
        "proposed": "Porcelain tableware shop",
        "agreed": "Clay teapot studio",
        "working": "Wood-fired pottery shop",
        "delivered": "Tea bowl shop",
        "untaken": "Hand-painted cup shop",
        "finished": "Celadon gift shop",
    },
}
"""Whose shop each sample order is about, so that a list of them can be read."""
WORK: dict[Language, str] = {"zh": "：仿版、改版与商品资料", "en": ": template, changes and product data"}
ROLES: tuple[Role, ...] = ("buyer", "seller", "mediator", "operator")


def invented(language: str) -> Cast:
    """A cast without accounts, for a walk nobody watches."""
    names = NAMES["zh" if language == "zh" else "en"]
    return Cast(*(Person(id=f"sample-{role}", name=names[role]) for role in ROLES))


class Company:
    """Accounts by their part, and the language they speak."""

    def __init__(self, language: Language, accounts: "dict[str, Account]") -> None:
        self.language = language
        self.accounts = accounts

    def cast(self, buyer: str = "buyer", seller: str = "seller") -> Cast:
        """Who plays in one order."""
        parts = (buyer, seller, "mediator", "operator")
        return Cast(*(self.accounts[part].as_party() for part in parts))


def invite(language: str) -> Company:
    """Creates the accounts. They have no password: only a signed link lets them in."""
    from gongdao.people.models import Person as Account

    spoken: Language = "zh" if language == "zh" else "en"
    accounts = {
        part: Account.objects.create_user(
            username=part,
            name=name,
            language="zh-hans" if spoken == "zh" else "en",
            is_mediator=part == "mediator",
            is_operator=part == "operator",
            is_staff=part == "operator",
        )
        for part, name in NAMES[spoken].items()
    }
    return Company(spoken, accounts)


def sign_in_paths(company: Company, goes_to: str) -> list[tuple[str, str]]:
    """A sign-in path for each role; the parties and the mediator come to the order, the operator to his list."""
    from gongdao.people.links import sign_in_path

    return [(role, sign_in_path(company.accounts[role], "/" if role == "operator" else goes_to)) for role in ROLES]


def populate(company: Company) -> str:
    """Lives the sample orders, each up to another stage; returns the one to begin with: contested, evidence shown."""
    language = company.language
    now = clock.now()
    for stage in (_proposed, _agreed, _working, _delivered, _untaken, _finished):
        stage(company, language, now)
    main = Walk(new_order_id(), company.cast(), now - timedelta(hours=20))
    _disputed(main, language)
    return main.order_id


def _title(stage: str, language: Language) -> str:
    return SHOPS[language][stage] + WORK[language]


def _until_delivered(walk: Walk, language: Language) -> int:
    sample.draft(walk, language)
    sample.agree(walk, language)
    sample.fund(walk)
    return sample.work(walk, language)


def _disputed(walk: Walk, language: Language) -> None:
    sample.inspect(walk, language, _until_delivered(walk, language))
    sample.dispute(walk, language)


def _proposed(company: Company, language: Language, now: datetime) -> None:
    """The seller has asked about one item and taken on another; his answer is awaited."""
    walk = Walk(new_order_id(), company.cast(buyer="buyer2"), now - timedelta(hours=3), _title("proposed", language))
    sample.draft(walk, language)
    walk.do("seller", AcceptItem(requirement="template"))
    walk.do("seller", Question(requirement="changes", text=sample.SAID[language].question))


def _agreed(company: Company, language: Language, now: datetime) -> None:
    """Agreed; the buyer is to pay in."""
    walk = Walk(new_order_id(), company.cast(seller="seller2"), now - timedelta(hours=5), _title("agreed", language))
    sample.draft(walk, language)
    sample.agree(walk, language)


def _working(company: Company, language: Language, now: datetime) -> None:
    """In work, with a change order on the table."""
    walk = Walk(
        new_order_id(),
        company.cast(buyer="buyer2", seller="seller2"),
        now - timedelta(hours=8),
        _title("working", language),
    )
    sample.draft(walk, language)
    sample.agree(walk, language)
    sample.fund(walk)
    walk.do("seller", Start(hash=walk.order.hash if walk.order else ""))
    zh = language == "zh"
    added = Requirement(
        id="english",
        title="英文版首页" if zh else "Front page in Chinese",
        what="把首页做一份英文版，文字由买家提供。" if zh else "The front page in Chinese; the buyer gives the text.",
        acceptance="与中文版同一版式。" if zh else "Same layout as the English one.",
        price=6_000,
        needs=("template",),
    )
    reason = "旺季要接外宾，临时加一页。" if zh else "Guests from abroad are coming in the season."
    walk.do("buyer", ProposeChange(adds=(added,), extra_days=3, reason=reason))


def _delivered(company: Company, language: Language, now: datetime) -> None:
    """Delivered; the buyer is to inspect."""
    _until_delivered(
        Walk(new_order_id(), company.cast(seller="seller3"), now - timedelta(hours=6), _title("delivered", language)),
        language,
    )


def _untaken(company: Company, language: Language, now: datetime) -> None:
    """Contested, no mediator yet, with an itemised offer open."""
    walk = Walk(new_order_id(), company.cast(buyer="buyer3"), now - timedelta(hours=10), _title("untaken", language))
    sample.inspect(walk, language, _until_delivered(walk, language))
    sample.contest(walk, language)
    reason = (
        "改动我补做，资料按八件收。"
        if language == "zh"
        else "I make the changes after all; the data for what is there."
    )
    walk.do(
        "seller",
        Offer(
            covers=(OfferItem(requirement="changes", sum=10_000), OfferItem(requirement="data", sum=1_000)),
            lapses_at=_in_hours(walk.at),
            reason=reason,
        ),
    )


def _in_hours(at: datetime) -> datetime:
    """An instant some working days on, well within everyone's hours."""
    buyer = Person(id="-", name="-")
    return working_days_after(at, 5, buyer, calendars.at(at).calendar("CN")) - timedelta(hours=3)


def _finished(company: Company, language: Language, now: datetime) -> None:
    """The same case decided and executed, to read its determination."""
    sample.founding(
        Walk(new_order_id(), company.cast(), now - timedelta(days=2), _title("finished", language)), language
    )
