"""The company of the demonstration, lived through the services, and a browserless client for each of its people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from gongdao.cli import cast as casting
from gongdao.cli import sample
from gongdao.cli.cast import Company
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Determine, Draft, Propose, SeatFinders, WaiveEvidence
from gongdao.kernel.state import Order
from gongdao.people.models import Person
from gongdao.services import clock, queries
from gongdao.services.ids import new_order_id

_numbers = count(1)


@dataclass
class House:
    """Accounts, orders in every stage of life by name, and clients signed in as each account."""

    company: Company
    language: str
    orders: dict[str, str] = field(default_factory=dict)
    _clients: dict[str, Client] = field(default_factory=dict)

    def client(self, part: str) -> Client:
        """A signed-in client; `nobody` is signed in as no one."""
        if part not in self._clients:
            client = Client()
            if part != "nobody":
                client.force_login(self.company.accounts[part], backend="django.contrib.auth.backends.ModelBackend")
            self._clients[part] = client
        return self._clients[part]

    def walk(self, stage: Callable[[Walk, str], object], name: str, **who: str) -> Walk:
        """Lives an order with a function of the sample and keeps it under a name."""
        walk = Walk(new_order_id(), self.company.cast(**who), clock.now() - timedelta(hours=20))
        stage(walk, self.language)
        self.orders[name] = walk.order_id
        return walk

    def url(self, page: str, name: str, *more: object) -> str:
        """The address of a page of an order."""
        return reverse(page, args=[self.orders[name], *more])

    def get(self, part: str, page: str, name: str) -> str:
        """A page as one of the company sees it. It must be there."""
        response = self.client(part).get(self.url(page, name))
        assert response.status_code == 200, (part, page, response.status_code)
        return str(response.content.decode())

    def act(self, part: str, name: str, tag: str, **fields: object) -> HttpResponse:
        """Sends the form of an act, as its page would; `__` stands for the dots of a path."""
        sent = {key.replace("__", "."): value for key, value in fields.items()}
        sent.setdefault("key", f"test-{next(_numbers)}")
        return self.client(part).post(self.url("act", name, tag), sent)  # type: ignore[return-value]

    def does(self, part: str, name: str, tag: str, **fields: object) -> None:
        """Sends the form of an act, which must be performed."""
        response = self.act(part, name, tag, **fields)
        assert response.status_code == 302, (tag, response.content.decode()[:4000])

    def order(self, name: str) -> Order:
        """The whole state of an order."""
        order = queries.state(self.orders[name])
        assert order is not None
        return order


def open_house(language: str) -> House:
    """The accounts, and two finders more."""
    company = casting.invite(language)
    for part in ("finder1", "finder2", "finder3"):
        company.accounts[part] = Person.objects.create_user(
            username=part, name=part, language="zh-hans" if language == "zh" else "en"
        )
    return House(company, language)


NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
"""A Wednesday, eleven in the morning in Shanghai."""


@pytest.fixture(params=["zh"])
def house(request: pytest.FixtureRequest, db: None) -> Iterator[House]:
    """The company, without orders, at a standing hour; in both languages where a test asks for it."""
    with clock.at(NOW):
        yield open_house(request.param)


BOTH = pytest.mark.parametrize("house", ["zh", "en"], indirect=True)


def until_draft(walk: Walk, language: str) -> None:
    sample.draft(walk, language)  # type: ignore[arg-type]


def until_agreed(walk: Walk, language: str) -> None:
    until_draft(walk, language)
    sample.agree(walk, language)  # type: ignore[arg-type]


def until_funded(walk: Walk, language: str) -> None:
    until_agreed(walk, language)
    sample.fund(walk)


def until_delivered(walk: Walk, language: str) -> int:
    until_funded(walk, language)
    return sample.work(walk, language)  # type: ignore[arg-type]


def until_disputed(walk: Walk, language: str) -> tuple[int, int]:
    sample.inspect(walk, language, until_delivered(walk, language))  # type: ignore[arg-type]
    return sample.dispute(walk, language)  # type: ignore[arg-type]


def until_found(walk: Walk, language: str) -> None:
    sample.find(walk, language, until_disputed(walk, language), 200)  # type: ignore[arg-type]


def until_decided(walk: Walk, language: str) -> None:
    until_found(walk, language)
    for side in ("buyer", "seller"):
        walk.do(side, WaiveEvidence())
    walk.do("mediator", Determine())


def until_end(walk: Walk, language: str) -> None:
    sample.founding(walk, language)  # type: ignore[arg-type]


STAGES = {
    "draft": until_draft,
    "agreed": until_agreed,
    "funded": until_funded,
    "delivered": until_delivered,
    "disputed": until_disputed,
    "found": until_found,
    "decided": until_decided,
    "ended": until_end,
}


def with_finders(house: House, name: str = "panel") -> None:
    """A dispute with three finders seated, its evidence still open."""
    walk = Walk(new_order_id(), house.company.cast(), clock.now() - timedelta(hours=20))
    one = sample.agreement(house.language)  # type: ignore[arg-type]
    agreed = replace(one, terms=replace(one.terms, finders=3))
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreed))
    walk.do("buyer", Propose(hash=walk.order.hash if walk.order else ""))
    sample.agree(walk, house.language)  # type: ignore[arg-type]
    sample.fund(walk)
    sample.inspect(walk, house.language, sample.work(walk, house.language))  # type: ignore[arg-type]
    sample.dispute(walk, house.language)  # type: ignore[arg-type]
    finders = tuple(house.company.accounts[f"finder{n}"].as_party() for n in (1, 2, 3))
    walk.do("operator", SeatFinders(finders=finders))
    house.orders[name] = walk.order_id
