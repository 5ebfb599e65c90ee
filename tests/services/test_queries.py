"""Lists: whose turn first, pages without gaps, and nothing for a stranger."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.acts import AddPerson, Draft
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import Actor, Agreement, Person, Requirement
from gongdao.services import queries
from gongdao.services.ids import new_order_id

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_my_orders_come_by_turn_and_clock(db: None, cast: Cast) -> None:
    waiting, yours, over = (Walk(new_order_id(), cast, MONDAY + timedelta(days=n)) for n in range(3))
    for walk in (waiting, yours):
        sample.draft(walk, "en")
        sample.agree(walk, "en")
    sample.fund(waiting)
    sample.founding(over, "en")
    page = queries.my_orders("alice")
    assert [o.order_id for o in page.orders] == [yours.order_id, waiting.order_id, over.order_id]
    assert [(o.yours, o.over) for o in page.orders] == [(True, False), (False, False), (False, True)]
    assert page.orders[0].due is not None
    assert page.next_key is None
    assert queries.my_orders("bob").orders[0].order_id == waiting.order_id


def test_pages_follow_each_other_without_gap_or_repeat(db: None, cast: Cast) -> None:
    walks = [Walk(new_order_id(), cast, MONDAY + timedelta(hours=n)) for n in range(7)]
    for walk in walks:
        sample.draft(walk, "en")
    sample.agree(walks[3], "en")
    seen: list[str] = []
    key: str | None = None
    while True:
        page = queries.my_orders("alice", key, limit=2)
        seen += [o.order_id for o in page.orders]
        key = page.next_key
        if key is None:
            break
    assert len(seen) == 7
    assert set(seen) == {walk.order_id for walk in walks}
    assert seen == [o.order_id for o in queries.my_orders("alice", limit=50).orders]


def test_a_key_that_makes_no_sense_begins_at_the_start(walk: Walk) -> None:
    sample.draft(walk, "en")
    for key in ("", "x", "0.nonsense.y", "9", "0.2026-01-01T00:00:00+00:00.a\0b", "'; DROP TABLE entry; --"):
        assert len(queries.my_orders("alice", key).orders) == 1, key


def test_a_stranger_has_no_orders_and_no_page(walk: Walk) -> None:
    sample.draft(walk, "en")
    assert queries.my_orders("mallory").orders == ()
    assert queries.state("a\0b") is None
    for role in ("buyer", "seller", "mediator", "finder"):
        answer = queries.order_page(walk.order_id, Actor(person="mallory", role=role))  # type: ignore[arg-type]
        missing = queries.order_page("nosuchorder", Actor(person="mallory", role=role))  # type: ignore[arg-type]
        assert isinstance(answer, Refusal)
        assert isinstance(missing, Refusal)
        assert answer.code == missing.code == "order_unknown"


def test_a_case_nobody_has_taken_waits_for_a_mediator(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.inspect(walk, "en", sample.work(walk, "en"))
    assert queries.wanted("mediator") == ()
    sample.contest(walk, "en")
    (waits,) = queries.wanted("mediator")
    assert waits.order_id == walk.order_id
    assert queries.wanted("mediator", after=(waits.due or MONDAY, waits.order_id)) == ()


def test_the_page_shows_what_the_kernel_shows(walk: Walk) -> None:
    sample.founding(walk, "en")
    seen = queries.order_page(walk.order_id, walk.cast.actor("buyer"))
    assert not isinstance(seen, Refusal)
    assert len(seen.entries) == seen.order.seq
    assert "feedback" in seen.allowed


def test_orders_due_by_an_instant(walk: Walk) -> None:
    sample.draft(walk, "en")
    assert queries.due_next(walk.at) == ()
    ((order_id, due),) = queries.due_next(walk.at + timedelta(days=60))
    assert order_id == walk.order_id
    assert due > walk.at


def of_cast(cast: Cast, begins: datetime, title: str, **names: str) -> Walk:
    """A drafted order of these parties under a title of its own."""
    named = cast._replace(**{role: replace(getattr(cast, role), name=name) for role, name in names.items()})
    walk = Walk(new_order_id(), named, begins)
    agreement = Agreement(title=title, requirements=(Requirement(id="page", title="Page", price=20_000),))
    walk.do("buyer", Draft(buyer=named.buyer, seller=named.seller, agreement=agreement))
    return walk


def test_lists_name_the_other_side_and_for_a_neutral_both(db: None, cast: Cast) -> None:
    walk = Walk(new_order_id(), cast, MONDAY)
    sample.inspect(walk, "en", sample_until_delivered(walk))
    sample.dispute(walk, "en")
    walk.do("seller", AddPerson(party="seller", person=Person(id="ben", name="Ben")))
    others = {who: queries.my_orders(who).orders[0].others for who in ("alice", "bob", "ben", "carol")}
    assert others == {
        "alice": ("Ben", "Bob"),
        "bob": ("Alice",),
        "ben": ("Alice",),
        "carol": ("Alice", "Ben", "Bob"),
    }


def sample_until_delivered(walk: Walk) -> int:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    return sample.work(walk, "en")


def test_a_search_finds_by_title_number_and_the_other_sides_name(db: None, cast: Cast) -> None:
    shop = of_cast(cast, MONDAY, "Tea shop, 100% new", seller="周屿")
    farm = of_cast(cast, MONDAY, "Farm_shop of the hills", seller="Joel Marsh")

    def found(search: str, who: str = "alice") -> set[str]:
        return {o.order_id for o in queries.my_orders(who, search=search).orders}

    assert found("tea") == {shop.order_id}
    assert found("SHOP") == {shop.order_id, farm.order_id}
    assert found("marsh") == {farm.order_id}
    assert found("周") == {shop.order_id}
    assert found(farm.order_id[6:]) == {farm.order_id}
    # What is typed means itself, and one's own name is not what one searches for.
    assert found("100%") == {shop.order_id}
    assert found("%") == {shop.order_id}
    assert found("_") == {farm.order_id}
    assert found("\\") == set()
    assert found("alice") == set()
    assert found("") == {shop.order_id, farm.order_id}
    # Nobody finds an order that is not his.
    assert found("tea", "carol") == set()


def test_the_pages_of_a_search_follow_each_other(db: None, cast: Cast) -> None:
    walks = [of_cast(cast, MONDAY + timedelta(hours=n), f"{'Tea' if n % 2 else 'Farm'} shop {n}") for n in range(6)]
    first = queries.my_orders("alice", limit=2, search="tea")
    second = queries.my_orders("alice", first.next_key, limit=2, search="tea")
    # All are due at once, so nothing but chance says which of them comes first.
    assert {o.title for o in (*first.orders, *second.orders)} == {"Tea shop 1", "Tea shop 3", "Tea shop 5"}
    assert (len(first.orders), len(second.orders)) == (2, 1)
    assert second.next_key is None
    assert len(walks) == 6
