"""The record: sealing, verifying and folding, against SHA-256 of the same bytes.

The chain is verified from the bytes of entries.jsonl to a proven head: decode, canonical spelling, links, commitments.
It is compared with SHA-256 in the same run, once over all bytes at a stretch (a floor no format of many entries can
reach, since every entry is hashed twice by itself) and once entry by entry, which is what any chain must at least do.
The replay and the fold are the kernel's work and are told apart from it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from bench.row import Row
from gongdao.kernel import acts
from gongdao.kernel.calendars import PlainCalendars
from gongdao.kernel.entry import Entry
from gongdao.kernel.fold import empty, fold
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.step import perform
from gongdao.kernel.values import PLATFORM, Actor, Agreement, Person, Requirement, Terms
from gongdao.record import bundle, chain
from gongdao.record.bundle import Manifest
from gongdao.record.replay import replay
from gongdao.record.verify import _decode_lines, _entry, verify_commitments, verify_lines

ORDER = "bench-1"
BUYER, SELLER = Actor(person="lin", role="buyer"), Actor(person="qiao", role="seller")
WORDS = "商品列表页仍是原模板的样式，栏目名称也没有改；请对照约定第二项和所附截图逐项说明。" * 3
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def run() -> Iterator[Row]:
    """Rows for records of 50, 500 and 5,000 entries. All take turns, so compare the ratios: machines are noisy."""
    for count in (50, 500, 5_000):
        yield from _of_length(lived(count), count)


def lived(count: int) -> list[Entry]:
    """A contested order of `count` entries lived through the kernel: mostly talk and evidence, as long disputes are."""
    order, now = empty(ORDER), START
    entries: list[Entry] = []

    def does(actor: Actor, act: acts.Act) -> int:
        nonlocal order, now
        taken = perform(order, actor, act, now, PlainCalendars())
        if isinstance(taken, Refusal):
            raise AssertionError(f"{acts.tag_of(act)}: {taken}")
        order, now = taken.order, now + timedelta(seconds=7, microseconds=13)
        entries.extend(taken.entries)
        return taken.entries[0].seq

    _until_disputed(lambda: order, does)
    turn = 0
    while len(entries) < count:
        actor = (BUYER, SELLER)[turn % 2]
        if turn % 5 == 4 and turn < 400:
            does(actor, acts.Exhibit(kind="chat_log", title=f"第 {turn} 页", requirement="r-1", text=WORDS))
        else:
            does(actor, acts.Statement(text=f"{turn}. {WORDS}"))
        turn += 1
    return entries[:count]


def _until_disputed(order: Callable[[], Order], does: Callable[[Actor, acts.Act], int]) -> None:
    requirements = tuple(Requirement(id=f"r-{n}", title=f"第 {n} 项", price=10_000) for n in range(1, 5))
    agreement = Agreement(title="网站改版", requirements=requirements, terms=Terms())
    does(BUYER, acts.Draft(buyer=Person(id="lin", name="林"), seller=Person(id="qiao", name="乔"), agreement=agreement))
    does(BUYER, acts.Propose(hash=order().hash))
    does(BUYER, acts.Accept(hash=order().hash))
    does(SELLER, acts.Accept(hash=order().hash))
    fund = does(BUYER, acts.Fund(purpose="escrow", amount=40_000))
    does(PLATFORM, acts.ConfirmFunds(fund=fund, rail="sandbox", reference="b-1"))
    does(SELLER, acts.Start(hash=order().hash))
    does(BUYER, acts.Dispute(requirements=("r-1", "r-2"), reason="与约定不符"))


def _of_length(entries: list[Entry], count: int) -> Iterator[Row]:
    salts = [hashlib.sha256(n.to_bytes(4, "big")).digest()[:16] for n in range(count)]
    sealed = chain.seal(ORDER, None, entries, salts)
    data = bundle.lines(sealed)
    split = data.split(b"\n")[:-1]
    manifest = Manifest(
        entries=count, files=(), format=bundle.FORMAT, head=sealed[-1].hash.hex(), order=ORDER, viewer=None
    )

    def sha_by_entry() -> None:
        for line in split:
            hashlib.sha256(line).digest()

    def verify_chain() -> None:
        lines = _decode_lines(data)
        verify_lines(ORDER, lines)
        verify_commitments(lines, manifest)

    seconds = _best(
        {
            "sha_at_a_stretch": lambda: hashlib.sha256(data).digest(),
            "sha_by_entry": sha_by_entry,
            "chain": verify_chain,
            "seal": lambda: chain.seal(ORDER, None, entries, salts),
            "read": lambda: [_entry(ORDER, line) for line in _decode_lines(data)],
            "replay": lambda: replay(ORDER, entries, frozenset(), {}),
            "fold": lambda: fold(ORDER, entries),
        },
        repeat=max(1, 1_000 // count),
        rounds=20 if count > 1_000 else 60,
    )
    each = {name: count / taken for name, taken in seconds.items()}
    size = f"{count} entries of {len(data) // count} bytes"
    yield Row(
        f"chain verified, {size}", each["chain"], "entries/s", "SHA-256 entry by entry", each["sha_by_entry"], ">= 0.2"
    )
    yield Row("  the same", each["chain"], "entries/s", "SHA-256 at one stretch", each["sha_at_a_stretch"])
    yield Row("  read and checked against every shape", each["read"], "entries/s")
    yield Row("  replayed: acts, clocks, money, awards", each["replay"], "entries/s")
    yield Row("  sealed", each["seal"], "entries/s")
    yield Row("  folded", seconds["fold"] * 1000, "ms")


def _best(works: dict[str, Callable[[], object]], repeat: int, rounds: int) -> dict[str, float]:
    """Seconds a call of each takes: the least disturbed of several rounds, in which all take turns."""
    taken = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            started = time.perf_counter()
            for _ in range(repeat):
                work()
            taken[name] = min(taken[name], (time.perf_counter() - started) / repeat)
    return taken
