"""Load through the services, for `services` and for any process it starts: `python -m bench.load KIND SECONDS CALLERS`.

It connects, warms up, says "ready", waits for a line, works for so many seconds and prints how much it did. Callers are
threads, each with a connection of its own, as in a process of the pages (`cli.supervise`).
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

KINDS = ("acts", "load50", "disputes")
ORDERS = 200
REQUIREMENTS = 3


def prepare(kind: str) -> Callable[[], None]:
    """One unit of work of a kind. Django must be set up."""
    return {"acts": acts, "load50": load50, "disputes": disputes}[kind]()


def acts() -> Callable[[], None]:
    """One statement of 300 characters into one of 200 orders this process works on, their states kept."""
    from gongdao.kernel.acts import Statement

    orders = [opened() for _ in range(ORDERS)]
    turn = 0

    def work() -> None:
        nonlocal turn
        turn += 1
        order = orders[turn % ORDERS]
        done(order, [(BUYER, Statement(text="x" * 300))], f"a{turn}")

    return work


def load50() -> Callable[[], None]:
    """Reads an order of 50 entries from the database, nothing kept, folds it and appends one statement.

    Each order is used once, so that it never has more than 50.
    """
    from gongdao.kernel.acts import Statement
    from gongdao.services import states

    orders = []
    for _ in range(ORDERS):
        order = opened()
        done(order, [(BUYER, Statement(text="x" * 300)) for _ in range(46)], "fill")
        orders.append(order)
    turn = 0

    def work() -> None:
        nonlocal turn
        turn += 1
        order = orders[turn % ORDERS]
        states.forget(order)
        done(order, [(BUYER, Statement(text="x" * 300))], f"a{turn}")

    return work


def disputes() -> Callable[[], None]:
    """A whole dispute in eight commits: create; fund, with the rail's word and the start; dispute, with a claim for
    each item; two exhibits; "no more to show" from both, take and findings; determination; both waivers of an appeal,
    which bring the execution with them."""
    from gongdao.kernel import acts as a
    from gongdao.kernel.values import PLATFORM, ExhibitAnswer

    claims = [(BUYER, a.Claim(requirement=f"r{n}", text="it is not there")) for n in range(REQUIREMENTS)]

    def findings(shown: list[int]) -> list:
        answers = tuple(ExhibitAnswer(exhibit=seq, weight="considered", text="seen") for seq in shown)
        return [
            a.Find(requirement=f"r{n}", delivered_bp=5_000 * n, reason="z" * 200, exhibits=answers if n == 1 else ())
            for n in range(REQUIREMENTS)
        ]

    def work() -> None:
        order = opened()
        fund = state(order).seq + 1
        done(
            order,
            [
                (BUYER, a.Fund(purpose="escrow", amount=30_000)),
                (PLATFORM, a.ConfirmFunds(fund=fund, rail="sandbox", reference="r")),
                (SELLER, a.Start(hash=HASH)),
            ],
            "fund",
        )
        done(order, [(BUYER, a.Dispute(requirements=("r0", "r1", "r2"), reason="not as agreed")), *claims], "dispute")
        shown = [
            done(order, [(who, a.Exhibit(kind="screenshot", title="page", requirement="r1", text="y" * 300))], key)
            for who, key in ((BUYER, "e1"), (SELLER, "e2"))
        ]
        done(
            order,
            [
                (BUYER, a.WaiveEvidence()),
                (SELLER, a.WaiveEvidence()),
                (MEDIATOR, a.Take(mediator=PERSONS[2], no_conflict=True)),
                *((MEDIATOR, find) for find in findings(shown)),
                (MEDIATOR, a.FindCause(cause="seller", reason="z" * 100)),
            ],
            "find",
        )
        done(order, [(MEDIATOR, a.Determine())], "determine")
        option = state(order).decision.award.default
        elect = [] if state(order).decision.elected else [(BUYER, a.Elect(option=option))]
        done(order, [*elect, (BUYER, a.WaiveAppeal()), (SELLER, a.WaiveAppeal())], "execute")
        if state(order).phase != "closed":
            raise AssertionError(f"the dispute ended in {state(order).phase}")

    return work


DISPUTE_COMMITS = 8


def opened() -> str:
    """An agreed order, in one commit."""
    from gongdao.kernel import acts as a
    from gongdao.services.ids import new_order_id

    order = new_order_id()
    done(
        order,
        [
            (BUYER, a.Draft(buyer=PERSONS[0], seller=PERSONS[1], agreement=AGREEMENT)),
            (BUYER, a.Propose(hash=HASH)),
            (BUYER, a.Accept(hash=HASH)),
            (SELLER, a.Accept(hash=HASH)),
        ],
        "open",
    )
    return order


def done(order: str, acts: list, key: str) -> int:
    """Performs acts and returns the number of the first entry; a refusal ends the measurement."""
    from gongdao.kernel.refusals import Refusal
    from gongdao.services.perform import perform_all

    answer = perform_all(order, acts, key=key)
    if isinstance(answer, Refusal):
        raise AssertionError(f"{key}: {answer}")
    return answer.entries[0].seq


def state(order: str):
    from gongdao.services import states

    return states.kept(order).order


def work_for(seconds: float, work: Callable[[], None]) -> tuple[int, float]:
    """Does `work` again and again; how often, and how long that took."""
    count, begun = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - begun) < seconds:
        work()
        count += 1
    return count, elapsed


def work_beside(callers: int, seconds: float, work: Callable[[], None]) -> tuple[int, float]:
    """The same by so many callers of one process at once; how often in all, and how long the slowest took."""
    if callers == 1:
        return work_for(seconds, work)
    from django.db import connections

    def call(_: int) -> tuple[int, float]:
        try:
            return work_for(seconds, work)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(callers) as pool:
        done = list(pool.map(call, range(callers)))
    return sum(count for count, _ in done), max(elapsed for _, elapsed in done)


def _constants() -> None:
    from gongdao.kernel.canonical import digest
    from gongdao.kernel.values import Actor, Agreement, Person, Requirement

    global PERSONS, BUYER, SELLER, MEDIATOR, AGREEMENT, HASH
    PERSONS = tuple(Person(id=name, name=name.title()) for name in ("alice", "bob", "carol"))
    roles = ("buyer", "seller", "mediator")
    BUYER, SELLER, MEDIATOR = (Actor(person=p.id, role=r) for p, r in zip(PERSONS, roles, strict=True))  # type: ignore[arg-type]
    AGREEMENT = Agreement(
        title="A shop of three parts",
        requirements=tuple(
            Requirement(id=f"r{n}", title=f"Part {n}", what="w" * 200, acceptance="a" * 80, price=10_000)
            for n in range(REQUIREMENTS)
        ),
    )
    HASH = digest(AGREEMENT)


_constants()


def main() -> None:
    import django

    from gongdao.config.prepare import settle

    django.setup()
    kind, seconds, callers = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    work = prepare(kind)
    for _ in range(5):
        work()
    settle()
    print("ready", flush=True)
    sys.stdin.readline()
    print(*work_beside(callers, seconds, work), flush=True)


if __name__ == "__main__":
    main()
