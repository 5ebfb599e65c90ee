"""Who may read which act, and when: nobody finds with a demand, an offer or a price before his eyes."""

import re
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from gongdao.kernel.acts import tag_of
from gongdao.kernel.entry import Entry
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.values import PLATFORM, Actor, Agreement, DelayTerms, DepositTerms
from gongdao.kernel.visibility import sees, view
from tests.scenarios.story import Story, founding_agreement, person, yuan

EVERYTHING = ("template", "changes", "data")
VIEWERS = {
    "B": Actor(person="lin", role="buyer"),
    "S": Actor(person="qiao", role="seller"),
    "M": Actor(person="med", role="mediator"),
    "P": Actor(person="med3", role="mediator"),
    "1": Actor(person="f1", role="finder"),
    "2": Actor(person="f2", role="finder"),
    "O": Actor(person="op", role="operator"),
}
"""Buyer, seller, the mediator who has the case, one of the pool who has not, two finders, the operator."""
FACTS = """object add_person question answer start promise remind deliver receipt check_result inspect dispute
respond exhibit answer_exhibit confirm_issues take seat_finders waive_evidence statement warning refusal
claim_without_a_demand"""
"""What was agreed and done, which whoever finds must know."""
AFFAIRS = "draft amend propose accept fund confirm_funds ask_early overrun_without_a_sum challenge decide_challenge"
"""What names prices or persons' quarrels, and is no secret of the talks."""
TALKS = "offer decline_offer withdraw_offer ask_more overrun proposal ultimatum claim"
"""What somebody wants or would take: it may not reach whoever still has to find."""


class Told(Story):
    """A story that remembers what each act in it is called."""

    def __init__(self) -> None:
        super().__init__()
        self.called: dict[str, int] = {}

    def tells(self, label: str, name: str, tag: str, /, **content: object) -> int:
        self.called[label] = self.does(name, tag, **content)
        return self.called[label]

    def readers(self) -> dict[str, str]:
        """By the name of an act, the letters of those who may read it now."""
        named: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.body is not None and entry.seq not in self.called.values():
                named.setdefault(tag_of(entry.body.act), entry)
        named |= {label: self.entry(seq) for label, seq in self.called.items()}
        return {label: self.who_reads(entry) for label, entry in named.items()}

    def who_reads(self, entry: Entry) -> str:
        return "".join(letter for letter, viewer in VIEWERS.items() if sees(self.order, viewer, entry))


def everything_said(finders: int = 1) -> Told:
    """An order in which every kind of thing was said before anyone has found anything."""
    story = Told()
    deposit = DepositTerms(kind="earnest", amount=yuan(80), where="escrow")
    terms = founding_agreement(finders=finders, deposit=deposit, delay=DelayTerms(rate_bp=100))
    *sure, data = terms.requirements
    vague = replace(terms, requirements=(*sure, replace(data, what="若干")))
    story.does("Lin", "draft", buyer=person("Lin"), seller=person("Qiao"), agreement=vague)
    story.does("Lin", "propose", hash=story.order.hash)
    story.does("Qiao", "object", requirement="data", text="说不清要多少")
    story.does("Lin", "amend", agreement=terms)
    story.does("Lin", "propose", hash=story.order.hash)
    for name in ("Lin", "Qiao"):
        story.does(name, "accept", hash=story.order.hash)
    story.pays(yuan(80), "deposit").pays(yuan(320))
    story.does("Qiao", "start", hash=story.order.hash)
    story.does("Lin", "add_person", party="buyer", person=person("Lin's assistant"))
    question = story.does("Qiao", "question", requirement="data", text="多少条？")
    story.does("Lin", "answer", question=question, text="三百条")
    story.does("Qiao", "promise", text="协助安装", test="首页能打开", until=story.now + timedelta(days=20))
    story.does("Qiao", "ask_early", what="payment", reason="先付吧")
    story.does("Qiao", "overrun", amount=yuan(50), reason="超了")
    story.tells("overrun_without_a_sum", "Qiao", "overrun", requirement="data", reason="比预计慢")
    story.does("Qiao", "ask_more", amount=yuan(66), reason="不够")
    story.does("Qiao", "statement", text="在做了")
    for label in ("proposal", "ultimatum", "warning", "refusal"):
        story.tells(label, "Qiao", "statement", text="再加六十六", label=label)
    story.does("Lin", "remind", requirement="changes", text="记得改栏目")
    delivery = story.delivers("template", "changes")
    story.checked(delivery, "changes", "failed")
    story.rejects(delivery, "changes")
    story.disputed()
    story.does("Lin", "claim", requirement="changes", text="没改", demand=yuan(77))
    claim = story.tells("claim_without_a_demand", "Lin", "claim", requirement="data", text="没导")
    story.does("Qiao", "respond", claim=claim, stance="denies", text="导了")
    exhibit = story.does("Lin", "exhibit", kind="picture", title="截图", text="…")
    story.does("Qiao", "answer_exhibit", exhibit=exhibit, stance="disputes", text="旧图")
    story.does("Lin", "confirm_issues", requirements=EVERYTHING)
    story.does("Lin", "decline_offer", offer=story.offers("Qiao", {"template": yuan(188)}), reason="不够")
    story.does("Qiao", "withdraw_offer", offer=story.offers("Qiao", {"template": yuan(188)}))
    story.offers("Qiao", {"template": yuan(188)}, days=21)
    return story


def a_case(finders: int = 1) -> Told:
    """The same order once a mediator has it, has heard one side alone, and both have bid in secret."""
    story = everything_said(finders)
    story.mediated()
    story.tells("buyers_word", "Lin", "caucus_note", party="buyer", text="底线两百")
    story.tells("sellers_word", "Qiao", "caucus_note", party="seller", text="底线三百")
    story.tells("buyers_bid", "Lin", "bid", round=1, amount=yuan(123))
    story.tells("sellers_bid", "Qiao", "bid", round=1, amount=yuan(321))
    story.does("Lin", "challenge", ground="delay", text="太慢")
    story.does("Operator", "decide_challenge", challenge=story.order.seq, replaced=False, reason="不慢")
    return story


def nobody_has_it() -> Told:
    return everything_said()


def he_finds_alone() -> Told:
    story = a_case()
    story.finds("template", 10_000)
    story.does("Mediator", "find_cause", cause="seller", reason="依记录认定")
    return story


def he_has_found_everything() -> Told:
    story = he_finds_alone()
    story.finds("changes", 0)
    story.finds("data", 0)
    return story


def finders_at_work() -> Told:
    story = a_case(finders=3)
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.finds("template", 10_000, by="Finder 1")
    story.does("Finder 1", "find_cause", cause="seller", reason="依记录认定")
    story.rests()
    return story


@pytest.mark.parametrize(
    ("told", "facts", "affairs", "talks", "found"),
    [
        (nobody_has_it, "BSMPO", "BSMPO", "BSO", ""),
        (he_finds_alone, "BSMO", "BSMO", "BSO", "M"),
        (he_has_found_everything, "BSMO", "BSMO", "BSMO", "BSMO"),
        (finders_at_work, "BSM12O", "BSMO", "BSMO", "1"),
    ],
)
def test_who_reads_which_act(told: Callable[[], Told], facts: str, affairs: str, talks: str, found: str) -> None:
    """A word in confidence stays between a side and the mediator, a bid with its side, a finding with its finder."""
    story = told()
    expected = {
        **dict.fromkeys(FACTS.split(), facts),
        **dict.fromkeys(AFFAIRS.split(), affairs),
        **dict.fromkeys(TALKS.split(), talks),
        **dict.fromkeys(("find", "find_cause"), found),
        "buyers_word": "BM",
        "sellers_word": "SM",
        "buyers_bid": "B",
        "sellers_bid": "S",
    }
    readers = story.readers()
    assert readers == {label: expected[label] for label in readers}
    assert all(sees(story.order, PLATFORM, entry) for entry in story.entries)
    assert view(story.order, PLATFORM) == story.order


@pytest.mark.parametrize(
    ("told", "erased", "readers"),
    [
        (he_finds_alone, "claim", "BSO"),
        (he_finds_alone, "claim_without_a_demand", "BSMO"),
        (he_finds_alone, "ultimatum", "BSO"),
        (he_finds_alone, "buyers_word", "BM"),
        (he_has_found_everything, "claim", "BSMO"),
        (finders_at_work, "claim", "BSMO"),
    ],
)
def test_what_erasure_leaves_of_an_act_is_read_by_those_who_could_read_the_act(
    told: Callable[[], Told], erased: str, readers: str
) -> None:
    """The skeleton of a claim still has its demand, and a word in confidence still says that there was one."""
    story = told()
    seq = story.called.get(erased) or next(e.seq for e in story.entries if e.body and tag_of(e.body.act) == erased)
    body = story.entry(seq).body
    assert body is not None
    act = story.does("Operator", "erase", entry=seq, reason="申请", skeleton=skeleton(body.act), due=body.due)
    assert story.who_reads(story.entry(act)) == readers
    assert story.who_reads(replace(story.entry(seq), body=None)) == ""


@pytest.mark.parametrize("told", [nobody_has_it, he_finds_alone])
def test_whoever_finds_is_given_an_order_without_demands_and_offers(told: Callable[[], Told]) -> None:
    story = told()
    wanted = {"7700", "18800", "12300", "32100"}
    mediator = VIEWERS["M"]
    assert not wanted & numbers_in(view(story.order, mediator))
    assert not any(name.startswith("offer:") for name in view(story.order, mediator).due)  # type: ignore[union-attr]
    assert {"7700", "18800"} <= numbers_in(view(story.order, VIEWERS["B"]))
    assert any(name.startswith("offer:") for name in view(story.order, VIEWERS["B"]).due)  # type: ignore[union-attr]
    # What he has found so far is his alone until it is all there.
    for letter in "BSO":
        shown = view(story.order, VIEWERS[letter])
        assert shown is not None
        assert (shown.findings, shown.cause, shown.cause_by) == ({}, None, ""), letter
    if story.order.mediator:
        his = view(story.order, mediator)
        assert his is not None
        assert (his.findings, his.cause) == (story.order.findings, story.order.cause)


def test_a_mediator_who_has_found_everything_is_given_the_talks_but_no_sealed_bid() -> None:
    story = he_has_found_everything()
    parties = view(story.order, VIEWERS["B"])
    assert parties is not None
    assert (parties.findings, parties.cause) == (story.order.findings, story.order.cause)
    seen = numbers_in(view(story.order, VIEWERS["M"]))
    assert {"7700", "18800"} <= seen
    assert not {"12300", "32100"} & seen


def numbers_in(shown: object) -> set[str]:
    assert shown is not None
    return set(re.findall(r"(?<![\w.-])\d+(?![\w.-])", msgspec.json.encode(shown).decode()))


def oddly_priced() -> Agreement:
    """An agreement whose every amount is like no other number of the order."""
    agreed = founding_agreement(
        finders=3,
        deposit=DepositTerms(kind="earnest", amount=8_009, where="seller"),
        delay=DelayTerms(rate_bp=137, cap_bp=1_373),
    )
    prices = dict(zip(EVERYTHING, (20_011, 10_037, 10_069), strict=True))
    requirements = tuple(
        replace(r, price=prices[r.id], effort=7_717, quotes=(15_013, 15_017, 15_031)) for r in agreed.requirements
    )
    dropped = replace(agreed.requirements[2], id="dropped", price=3_049)
    return replace(agreed, requirements=(*requirements, dropped), price=sum(prices.values()) + 3_049)


def test_a_finder_is_given_an_order_without_any_amount() -> None:
    """Neither prices, quotes and terms, nor what was paid in, paid, settled, given back, or asked for."""
    story = Story().working(oddly_priced())
    change = story.does("Qiao", "propose_change", drops=("dropped",), price=40_117, reason="不需要了")
    story.does("Lin", "accept_change", change=change)
    story.accepts(story.delivers("template"), "template")
    story.does("Lin", "accept_offer", offer=story.offers("Qiao", {"data": 9_001}))
    story.disputed("changes").mediated()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    order = story.order
    amounts = {
        20_011, 10_037, 10_069, 3_049, 7_717, 15_013, 15_017, 15_031, 40_117, 8_009, 137, 1_373, 9_001,
        order.held, order.released, order.refunded, order.returned, order.deposit_paid,
        *(p.amount for p in order.payments.values()), *(p.amount for p in order.payouts.values()),
    }  # fmt: skip
    hidden = {str(amount) for amount in amounts if amount}
    assert hidden <= numbers_in(view(order, VIEWERS["B"]))
    assert not hidden & numbers_in(view(order, VIEWERS["1"]))
    for number in (1, 2, 3):
        story.finds("changes", 5_000, by=f"Finder {number}", cure_refused=True)
    story.rests().determined(by="Finder 1")
    for letter, reads in (("B", True), ("M", True), ("1", False)):
        shown = view(story.order, VIEWERS[letter])
        assert shown is not None
        assert (shown.decision is not None) is reads, letter


def test_a_panel_sees_what_was_found_before_only_when_it_has_found_itself() -> None:
    story = Told()
    story.working().disputed("data").mediated()
    first = story.finds("data", 1_000)
    cause = story.order.seq + 1
    story.does("Mediator", "find_cause", cause="seller", reason="依记录认定")
    story.rests().does("Mediator", "determine")
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("data",), reason="导入了")
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    assert story.who_reads(story.entry(first)) == "BSMO"
    assert story.who_reads(story.entry(cause)) == "BSMO"
    again = story.finds("data", 10_000, by="Finder 1")
    assert story.who_reads(story.entry(again)) == "1"
    # What he may not read is not in the copy of the order he is given either.
    for letter, seen in (("B", {first}), ("M", {first}), ("1", {again}), ("2", set())):
        shown = view(story.order, VIEWERS[letter])
        assert shown is not None
        assert set(shown.findings) == seen, letter
        assert (shown.cause is not None) is (letter in "BM"), letter
    retold = story.does("Finder 1", "find_cause", cause="none", reason="都没错")
    assert story.who_reads(story.entry(retold)) == "1"
    assert view(story.order, VIEWERS["B"]).cause is None  # type: ignore[union-attr]
    for number in (2, 3):
        story.finds("data", 10_000, by=f"Finder {number}")
    for seq in (first, cause, again, retold):
        assert story.who_reads(story.entry(seq)) == "BSM12O"


def test_a_stranger_is_told_nothing_of_an_order() -> None:
    story = he_finds_alone()
    strangers = [
        Actor(person="stranger", role="buyer"),
        Actor(person="qiao", role="buyer"),
        Actor(person="lin", role="mediator"),
        Actor(person="med", role="finder"),
        Actor(person="med3", role="mediator"),
        Actor(person="f1", role="finder"),
    ]
    for viewer in strangers:
        assert view(story.order, viewer) is None, viewer
        assert not any(sees(story.order, viewer, entry) for entry in story.entries), viewer


def test_only_a_contested_order_nobody_has_is_open_to_the_pool() -> None:
    pool = VIEWERS["P"]
    story = Story().working()
    assert view(story.order, pool) is None
    story.disputed()
    assert view(story.order, pool) is not None
    # Not to a party who is also a mediator elsewhere, and not again to one who was replaced.
    assert view(story.order, Actor(person="lin", role="mediator")) is None
    story.mediated()
    assert view(story.order, pool) is None
    note = story.does("Lin", "caucus_note", party="buyer", text="底线两百")
    story.does("Lin", "challenge", ground="conduct", text="催我当场决定")
    story.nobody_acts("challenge")
    # What was said in confidence waits for the one who takes the case.
    assert not sees(story.order, pool, story.entry(note))
    assert view(story.order, VIEWERS["M"]) is None
    assert view(story.order, pool) is not None


@pytest.mark.parametrize(
    ("told", "readers"), [(he_finds_alone, "BSO"), (he_has_found_everything, "BSMO"), (finders_at_work, "BSMO")]
)
def test_sealed_bids_are_opened_by_both_and_never_to_whoever_still_finds(
    told: Callable[[], Told], readers: str
) -> None:
    story = told()
    story.does("Lin", "open_bids")
    assert story.readers()["buyers_bid"] == "B"
    assert story.readers()["sellers_bid"] == "S"
    story.does("Qiao", "open_bids")
    assert story.readers()["buyers_bid"] == readers
    assert story.readers()["sellers_bid"] == readers
    assert story.readers()["open_bids"] == readers
    for letter, viewer in VIEWERS.items():
        shown = view(story.order, viewer)
        assert bool(shown and shown.bids) is (letter in readers), letter
