"""The sample orders of the demonstration: invented people and texts, lived act by act through the services.

Nothing is inserted behind the kernel's back. The founding case is the plainest dispute there is: of a template, its
changes and the data that should fill it, only the template was delivered.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from gongdao.cli import sample_pages
from gongdao.kernel.acts import (
    Accept,
    AcceptItem,
    Act,
    Answer,
    AnswerExhibit,
    Claim,
    Determine,
    Dispute,
    Draft,
    Elect,
    Exhibit,
    Find,
    FindCause,
    Inspect,
    Propose,
    Question,
    Respond,
    Start,
    Statement,
    Take,
    WaiveAppeal,
    WaiveEvidence,
)
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.values import (
    Actor,
    Agreement,
    DepositTerms,
    ExhibitAnswer,
    Person,
    Requirement,
    Role,
    Terms,
)
from gongdao.services import custody, money, queries
from gongdao.services.perform import Done, perform

Language = Literal["zh", "en"]
Outcome = Literal[200, 300, 400]


class Cast(NamedTuple):
    """Who plays."""

    buyer: Person
    seller: Person
    mediator: Person
    operator: Person

    def actor(self, role: Role) -> Actor:
        """The one who plays a role."""
        return Actor(person=getattr(self, role).id, role=role)


class SampleRefused(Exception):  # noqa: N818
    """A step of the sample was refused: the sample and the kernel disagree, which is a fault of ours."""


class Walk:
    """One order being lived. Each act comes some minutes after the one before."""

    def __init__(self, order_id: str, cast: Cast, begins: datetime, title: str = "") -> None:
        self.order_id = order_id
        self.title = title
        self.cast = cast
        self.at = begins
        self.acts = 0
        self.order: Order | None = None

    def do(self, role: Role, act: Act, minutes: int = 6) -> int:
        """Performs an act and returns its entry number."""
        self.at += timedelta(minutes=minutes)
        done = perform(self.order_id, self.cast.actor(role), act, key=self._key(), at=self.at)
        return self._keep(done)

    def fund(self, purpose: Literal["escrow", "deposit"], amount: int) -> int:
        """The buyer pays in and the sandbox rail confirms it."""
        self.at += timedelta(minutes=9)
        return self._keep(
            money.pay_in(self.order_id, self.cast.actor("buyer"), purpose, amount, key=self._key(), at=self.at)
        )

    def pay_out(self) -> None:
        """The sandbox rail pays out what is owed, as the worker would have it do."""
        self.at += timedelta(minutes=2)
        money.pay_out_due(self.order_id, at=self.at)
        self.order = queries.state(self.order_id)

    def deliver(self, requirements: tuple[str, ...], files: Mapping[str, bytes], note: str) -> int:
        """The seller hands files in and custody receipts them."""
        self.at += timedelta(minutes=30)
        stored = [custody.keep(self.order_id, name, io.BytesIO(content)) for name, content in files.items()]
        return self._keep(
            custody.deliver(
                self.order_id,
                self.cast.actor("seller"),
                requirements,
                stored,
                note=note,
                key=self._key(),
                at=self.at,
            )
        )

    def _key(self) -> str:
        self.acts += 1
        return f"sample:{self.acts}"

    def _keep(self, done: Done | Refusal) -> int:
        if isinstance(done, Refusal):
            raise SampleRefused(f"{self.order_id}, act {self.acts}: {done.code} {done.data}")
        self.order = done.order
        return done.entries[0].seq


class Said(NamedTuple):
    """Every text of the founding case, in one language."""

    title: str
    template: tuple[str, str, str]
    changes: tuple[str, str, str]
    data: tuple[str, str, str]
    question: str
    answer: str
    note: str
    rejects_changes: str
    rejects_data: str
    contests: str
    claim_changes: str
    claim_data: str
    admits: str
    denies: str
    thread: str
    exhibit_quote: tuple[str, str]
    exhibit_counts: tuple[str, str]
    relies: str
    found_changes: str
    found_changes_done: str
    found_data: str
    found_data_done: str
    on_quote: str
    on_counts: str
    cause: str
    determined: str


SAID: dict[Language, Said] = {
    "zh": Said(
        title="青瓷茶器网店：仿版、改版与商品资料",
        template=(
            "首页与商品页模板",
            "照参考页的版式做首页、列表页、商品页三套模板，手机上也要能正常看。",
            "三个页面逐块对照参考页，版式与层级一致。",
        ),
        changes=(
            "按改动单修改六处",
            "导航改为四栏；首屏换成轮播；商品页加“烧制工艺”一栏；页脚放备案号；主色改为青灰；去掉积分入口。",
            "六处改动逐条核对，每条都能在页面上指出来。",
        ),
        data=(
            "录入 180 件商品资料",
            "从旧站采集 180 件商品的名称、尺寸、价格、图片，写入新站。",
            "抽查二十件，字段齐全，图片能打开，总数不少于 180。",
        ),
        question="改动单里“首屏换成轮播”，轮播图由谁提供？",
        answer="图由我提供，五张，随改动单一起给。",
        note="模板三页，压缩包内附说明。",
        rejects_changes="六处改动一处也没有做，导航、首屏、页脚都还是参考页的样子。",
        rejects_data="后台里只有八件演示商品，没有一件是旧站的。",
        contests="改动和资料都没有做，先把这两项说清楚；模板我已经收下。",
        claim_changes="改动单是下单时就给的，报价时也是按三项分开报的。六处都没有做。",
        claim_data="旧站地址和清单都给了，新站里一件也没有录。",
        admits="改动确实没有做。后来估下来工时不够，我提过加价，对方没有同意。",
        denies="资料这一项我认为只是给出录入的入口，不包括逐件录入。",
        thread="收到双方陈述。请双方把各自的证据都放到卷宗里，每一份我都会回应。",
        exhibit_quote=("报价单截图", "卖家报价时写明：模板、改动、资料录入三项分列，各有价格。"),
        exhibit_counts=("后台商品数截图", "新站后台列表，商品总数 8，均为演示数据。"),
        relies="这份报价单是卖家自己发的，三项写得清清楚楚，我方引用。",
        found_changes="六处改动逐条核对，页面上一处也找不到；卖家自己也承认没有做。",
        found_changes_done="六处改动逐条核对，页面上都能指出来。",
        found_data="后台商品总数为 8，均为演示数据，要求的 180 件没有录入。"
        "报价单把资料录入单列一项并标了价，不能理解为只给入口。",
        found_data_done="抽查二十件，字段齐全，图片可打开，后台总数 183，达到要求。",
        on_quote="采信。由卖家自己出具，三项分列，足以说明各项都在约定之内。",
        on_counts="采信。与检查时看到的后台一致。",
        cause="约定的项目没有做完，是卖家一方没有按约定履行；买家按时提供了改动单与资料来源。",
        determined="两项争议逐项认定，金额由认定计算得出，与任何一方要多少无关。",
    ),
    "en": Said(
        title="Tea-ware shop: template, changes and product data",
        template=(
            "Templates for front page and product pages",
            "Three templates (front, list, product) in the layout of the reference page, readable on a phone.",
            "Each page compared block by block with the reference: same layout, same order.",
        ),
        changes=(
            "Six changes from the change list",
            "Navigation to four items; a slideshow on top; a 'how it is fired' tab; the registration number in the "
            "footer; main colour grey-green; no loyalty points.",
            "The six changes checked one by one, each to be pointed at on a page.",
        ),
        data=(
            "Data of 180 products",
            "Name, size, price and picture of 180 products taken from the old shop and entered into the new one.",
            "Twenty looked up at random: all fields filled, pictures open, at least 180 in total.",
        ),
        question="Who provides the pictures for the slideshow on top?",
        answer="I do: five pictures, together with the change list.",
        note="Three template pages, with a note inside the archive.",
        rejects_changes="None of the six changes was made; navigation, top and footer are still the reference's.",
        rejects_data="The shop holds eight demonstration products and none from the old shop.",
        contests="The changes and the data were not done. I have accepted the template; let us settle these two.",
        claim_changes="The change list was there when I ordered, and the quote priced it apart. None of it was done.",
        claim_data="You had the address and the list of the old shop. Not one product was entered.",
        admits="The changes were not made. It was more work than I had reckoned; I asked for more and got a no.",
        denies="I understood the data item as providing the form to enter products, not entering them.",
        thread="I have read both sides. Please put all your evidence on the record; each piece will get an answer.",
        exhibit_quote=(
            "Screenshot of the quote",
            "The seller's quote lists template, changes and data with a price each.",
        ),
        exhibit_counts=(
            "Screenshot of the product list",
            "The new shop's list: eight products, all demonstration data.",
        ),
        relies="The seller sent this quote himself. It lists all three items; I rely on it.",
        found_changes="Checked one by one, none of the six changes is on the pages; the seller says so himself.",
        found_changes_done="Checked one by one, all six changes are on the pages.",
        found_data="The list holds eight demonstration products, not the 180 ordered. The quote prices entering data "
        "as an item of its own, so it cannot mean the form alone.",
        found_data_done="Twenty looked up: all fields filled, pictures open, 183 products in total.",
        on_quote="Relied on. It is the seller's own and lists three items, so each was agreed.",
        on_counts="Relied on. It agrees with what was seen when checking.",
        cause="Agreed items were left undone by the seller; the buyer gave the change list and the source in time.",
        determined="Both contested items are found one by one. The sums follow from the findings, not from any demand.",
    ),
}


def agreement(language: Language, title: str = "") -> Agreement:
    """Three items at 200, 100 and 100 yuan, a deposit (定金) of 200 handed to the seller."""
    said = SAID[language]
    priced = (("template", said.template, 20_000), ("changes", said.changes, 10_000), ("data", said.data, 10_000))
    return Agreement(
        title=title or said.title,
        requirements=tuple(
            Requirement(
                id=name,
                title=title,
                what=what,
                acceptance=acceptance,
                price=price,
                essential=name == "changes",
                needs=() if name == "template" else ("template",),
            )
            for name, (title, what, acceptance), price in priced
        ),
        terms=Terms(deposit=DepositTerms(kind="earnest", amount=20_000, where="seller"), work_days=10),
    )


def draft(walk: Walk, language: Language) -> None:
    """The buyer writes the order down, under the title the walk has or the sample's own, and puts it to the seller."""
    agreed = agreement(language, walk.title)
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreed))
    walk.do("buyer", Propose(hash=_hash(walk)))


def agree(walk: Walk, language: Language) -> None:
    """A question is asked and answered, each item is taken on, and both accept the same version."""
    said = SAID[language]
    asked = walk.do("seller", Question(requirement="changes", text=said.question))
    walk.do("buyer", Answer(question=asked, text=said.answer))
    for requirement in ("template", "changes", "data"):
        walk.do("seller", AcceptItem(requirement=requirement))
    walk.do("buyer", Accept(hash=_hash(walk)))
    walk.do("seller", Accept(hash=_hash(walk)))


def fund(walk: Walk) -> None:
    """The deposit goes to the seller, the rest is held."""
    walk.fund("deposit", 20_000)
    walk.fund("escrow", 20_000)


def work(walk: Walk, language: Language) -> int:
    """The seller starts and delivers everything he has: the template. Returns the delivery's number."""
    walk.do("seller", Start(hash=_hash(walk)))
    return walk.deliver(
        ("template", "changes", "data"), {"template.zip": template_archive(language)}, SAID[language].note
    )


def inspect(walk: Walk, language: Language, delivery: int) -> None:
    """The buyer accepts the template and rejects the rest, with reasons."""
    said = SAID[language]
    walk.do("buyer", Inspect(delivery=delivery, requirement="template", verdict="accepted"))
    for requirement, reason in (("changes", said.rejects_changes), ("data", said.rejects_data)):
        walk.do("buyer", Inspect(delivery=delivery, requirement=requirement, verdict="rejected", reason=reason))


def contest(walk: Walk, language: Language) -> tuple[int, int]:
    """The buyer contests two items and says why. Returns the numbers of his claims."""
    said = SAID[language]
    walk.do("buyer", Dispute(requirements=("changes", "data"), reason=said.contests))
    changes = walk.do("buyer", Claim(requirement="changes", text=said.claim_changes, demand=10_000))
    return changes, walk.do("buyer", Claim(requirement="data", text=said.claim_data, demand=10_000))


def dispute(walk: Walk, language: Language) -> tuple[int, int]:
    """Two items are contested, answered, and evidenced. Returns the numbers of the two exhibits."""
    said = SAID[language]
    changes, data = contest(walk, language)
    walk.do("mediator", Take(mediator=walk.cast.mediator, no_conflict=True))
    walk.do("mediator", Statement(text=said.thread))
    walk.do("seller", Respond(claim=changes, stance="admits", text=said.admits))
    walk.do("seller", Respond(claim=data, stance="denies", text=said.denies))
    quote = walk.do(
        "seller",
        Exhibit(kind="screenshot", title=said.exhibit_quote[0], requirement="data", text=said.exhibit_quote[1]),
    )
    counts = walk.do(
        "buyer",
        Exhibit(kind="data_file", title=said.exhibit_counts[0], requirement="data", text=said.exhibit_counts[1]),
    )
    walk.do("buyer", AnswerExhibit(exhibit=quote, stance="relies_on", text=said.relies))
    return quote, counts


def find(walk: Walk, language: Language, exhibits: tuple[int, int], outcome: Outcome) -> None:
    """The mediator finds each item's facts and whose breach it was. `outcome` (yuan) says what he finds delivered."""
    said = SAID[language]
    quote, counts = exhibits
    changes_done, data_done = outcome == 400, outcome >= 300
    walk.do(
        "mediator",
        Find(
            requirement="changes",
            delivered_bp=10_000 if changes_done else 0,
            reason=said.found_changes_done if changes_done else said.found_changes,
        ),
    )
    walk.do(
        "mediator",
        Find(
            requirement="data",
            delivered_bp=10_000 if data_done else 0,
            reason=said.found_data_done if data_done else said.found_data,
            exhibits=(
                ExhibitAnswer(exhibit=quote, weight="relied_on", text=said.on_quote),
                ExhibitAnswer(exhibit=counts, weight="relied_on", text=said.on_counts),
            ),
        ),
    )
    walk.do("mediator", FindCause(cause="none" if outcome == 400 else "seller", reason=said.cause))


def decide(walk: Walk, language: Language) -> None:
    """Both sides have no more to show; the determination; the buyer takes the default option and neither side appeals,
    so it is executed."""
    walk.do("buyer", WaiveEvidence())
    walk.do("seller", WaiveEvidence())
    walk.do("mediator", Determine(note=SAID[language].determined))
    decision = walk.order.decision if walk.order else None
    if decision is not None and not decision.elected:
        walk.do("buyer", Elect(option=decision.award.default))
    walk.do("buyer", WaiveAppeal())
    walk.do("seller", WaiveAppeal())


def founding(walk: Walk, language: Language, outcome: Outcome = 200) -> Order:
    """The founding case from draft to executed determination."""
    draft(walk, language)
    agree(walk, language)
    fund(walk)
    inspect(walk, language, work(walk, language))
    find(walk, language, dispute(walk, language), outcome)
    decide(walk, language)
    walk.pay_out()
    if walk.order is None:
        raise AssertionError("the walk performed nothing")
    return walk.order


def template_archive(language: Language) -> bytes:
    """What the seller hands in: the three pages of a template, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sample_pages.PAGES:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), sample_pages.page(language, name))
    return buffer.getvalue()


def _hash(walk: Walk) -> str:
    if walk.order is None:
        raise AssertionError("nothing was drafted yet")
    return walk.order.hash
