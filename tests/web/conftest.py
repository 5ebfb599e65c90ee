"""The company of the demonstration, lived through the services, and a browserless client for each of its people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gongdao.cli import cast as casting
from gongdao.cli import sample
from gongdao.cli.cast import Company
from gongdao.cli.sample import Walk
from gongdao.kernel.state import Order
from gongdao.people.models import Person
from gongdao.services import clock, queries
from gongdao.services.ids import new_order_id


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


@pytest.fixture
def house(db: None) -> House:
    """The company in Chinese, without orders."""
    with clock.at(datetime(2026, 11, 18, 3, 0, tzinfo=UTC)):
        return open_house("zh")


@pytest.fixture
def standing() -> object:
    """Every test of pages plays on a Wednesday at eleven in Shanghai."""
    with clock.at(datetime(2026, 11, 18, 3, 0, tzinfo=UTC)):
        yield


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


def until_end(walk: Walk, language: str) -> None:
    sample.founding(walk, language)  # type: ignore[arg-type]


STAGES = {
    "draft": until_draft,
    "agreed": until_agreed,
    "funded": until_funded,
    "delivered": until_delivered,
    "disputed": until_disputed,
    "found": until_found,
    "ended": until_end,
}
