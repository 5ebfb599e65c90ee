"""Records that were written once must verify for ever: the law of an order is the one it was lived under.

A verifier lives every act of a record again under today's kernel. So a clock with other days, a new guard before an
act, or another default makes honest records of the past look forged; nothing else in this house would notice. `kept/`
holds one order in each state the kernel knows, as each version wrote it. Once its version is released, a file there is
never changed; before that it may be deleted and written anew:

    .venv/bin/python -m tests.kernel.test_kept_records 0.2.0     keeps today's records under that name
"""

import sys
from pathlib import Path

import msgspec
import pytest

from gongdao.kernel.acts import tag_of
from gongdao.kernel.entry import Entry
from gongdao.record.faults import VerificationError
from gongdao.record.replay import replay
from tests.kernel.states import STATES
from tests.scenarios.story import Story, yuan

KEPT = Path(__file__).parent / "kept"
FILES = sorted(KEPT.glob("*.json"))
NOT_RECORDS = ("nothing yet", "executed")
"""States no record ends in: before the first entry, and between a payment and the closing that follows at once."""
WHAT_NOW = """
An honest record of version {version} does not verify any more. An order stands under the law it was agreed under: what
is to differ from now on belongs to a new rule set (remedy/rules/), and the kernel asks `order.agreement.rules`. An act
may get a field with a default; the agreement and what it holds may not, as its hash covers every field. See "Old
records stay true" in docs/en/contributor.md, docs/zh-hans/contributor.md. Only where {version} was never released may
its file be deleted and written anew: .venv/bin/python -m tests.kernel.test_kept_records {version}"""


def still_true(entries: list[Entry]) -> str:
    """Empty where a record verifies under today's kernel, else what is said against it."""
    try:
        replay(entries[0].order, entries, frozenset(), table={})
    except VerificationError as fault:
        act = next((tag_of(e.body.act) for e in entries if e.seq == fault.entry and e.body), "")
        said = f"{fault.code} {fault.refusal}".strip()
        return f"entry {fault.entry} ({act}): {said}, expected {fault.expected}, found {fault.got}"
    return ""


def lives() -> dict[str, list[Entry]]:
    """One order in each state, and one that is lived to its end."""
    told = {name: life().entries for name, life in STATES.items() if name not in NOT_RECORDS}
    return told | {"lived to its end": to_the_end()}


def to_the_end() -> list[Entry]:
    """Silence, an extension, a lapsed offer and a determination, so that most clocks are stamped and some run out."""
    story = Story().working()
    asked = story.does("Qiao", "ask_more", amount=yuan(100), reason="要加钱")
    story.does("Lin", "refuse_request", request=asked, reason="按约定办")
    delivery = story.delivers("template", "changes", "data")
    story.accepts(delivery, "template").rejects(delivery, "changes")
    story.does("Lin", "extend", clock=story.turn_of("cure").clock, days=2, reason="重做")
    story.nobody_acts("cure")
    story.passes(hours=63)  # from Friday evening to Monday morning: an offer may not lapse in quiet hours
    story.mediated()
    story.offers("Qiao", {"changes": yuan(80)})
    story.nobody_acts("offer")
    story.does("Lin", "claim", requirement="changes", text="没有改", demand=yuan(100))
    story.nobody_acts("respond")
    shown = story.does("Lin", "exhibit", kind="screenshot", title="首页截图", requirement="changes", text="没有改")
    story.does("Qiao", "answer_exhibit", exhibit=shown, stance="relies_on", text="可见模板已完成")
    for requirement in story.order.contested:
        story.finds(requirement, 2_500)
    story.determined()
    story.nobody_acts("elect")
    story.nobody_acts("appeal")
    story.paid_out().check()
    return story.entries


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_was_recorded_once_verifies_for_ever(file: Path) -> None:
    kept = msgspec.json.decode(file.read_bytes(), type=dict[str, list[Entry]])
    untrue = {name: said for name, entries in kept.items() if (said := still_true(entries))}
    told = "\n".join(f"  {name}: {said}" for name, said in untrue.items())
    assert not untrue, f"{told}{WHAT_NOW.format(version=file.stem)}"


def test_what_is_kept_shows_most_of_the_law() -> None:
    assert FILES
    kept = [msgspec.json.decode(file.read_bytes(), type=dict[str, list[Entry]]) for file in FILES]
    entries = [e for records in kept for record in records.values() for e in record]
    clocks = {due.clock.partition(":")[0] for e in entries if e.body for due in e.body.due}
    assert len({tag_of(e.body.act) for e in entries if e.body}) >= 40
    assert {"draft", "fund", "work", "inspect", "cure", "take", "evidence", "find", "elect", "appeal"} <= clocks


def test_a_record_under_another_law_is_noticed() -> None:
    entries = to_the_end()
    place = next(n for n, e in enumerate(entries) if e.body and e.body.due)
    body = entries[place].body
    assert body is not None
    late = msgspec.structs.replace(body.due[0], at=body.due[0].at.replace(hour=3))
    moved = msgspec.structs.replace(body, due=(late, *body.due[1:]))
    other = [*entries[:place], msgspec.structs.replace(entries[place], body=moved), *entries[place + 1 :]]
    assert not still_true(entries)
    assert "clock_mismatch" in still_true(other)
    assert still_true(entries[:2] + entries[3:])


if __name__ == "__main__":
    path = KEPT / f"{sys.argv[1]}.json"
    if path.exists():
        sys.exit(f"{path.name} is kept as it is; choose a version that is not there yet")
    path.write_bytes(msgspec.json.encode(lives(), order="deterministic") + b"\n")
