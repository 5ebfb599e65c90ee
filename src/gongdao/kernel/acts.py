"""Every act of an order: one typed, immutable shape each, told apart by its tag.

A tag is for ever: a new meaning gets a new tag. Whoever reads `ACTS` has the whole vocabulary of the record.
An act says what its author did, never what the program concluded from it; the few exceptions (`confirm_funds`,
`confirm_payout`, `receipt`, `check_result`, `lapse`, `release`, `determine`, `execute`) are computed or witnessed by
the platform, and the kernel refuses them when they are not what it computes itself.
"""

from typing import Annotated, Literal, get_args

from msgspec import Meta

from .values import (
    Agreement,
    BasisPoints,
    CheckCite,
    Days,
    Due,
    ExhibitAnswer,
    FileRef,
    Id,
    Instant,
    Line,
    Minutes,
    Money,
    Note,
    OfferItem,
    OptionalText,
    Party,
    Person,
    Reason,
    Requirement,
    Seq,
    Sha256,
    Shape,
    Text,
)


class ActBase(Shape, tag_field="act", frozen=True, kw_only=True):
    """Base of every act. The tag stands in the field `act`."""


# -- agreement ---------------------------------------------------------------------------------------------------


class Draft(ActBase, tag="draft", frozen=True, kw_only=True):
    """Opens an order with its parties and a first version of the agreement."""

    buyer: Person
    seller: Person
    agreement: Agreement


class Amend(ActBase, tag="amend", frozen=True, kw_only=True):
    """Replaces the agreement before it is accepted. Any change takes back every acceptance."""

    agreement: Agreement
    reason: Reason = ""


class Propose(ActBase, tag="propose", frozen=True, kw_only=True):
    """Puts the current version, named by its hash, before the other side."""

    hash: Sha256


class Question(ActBase, tag="question", frozen=True, kw_only=True):
    """Asks about one requirement. The question and its answer become part of the agreement's meaning."""

    requirement: Id
    text: Text


class Answer(ActBase, tag="answer", frozen=True, kw_only=True):
    """Answers a question (an entry number)."""

    question: Seq
    text: Text


class AcceptItem(ActBase, tag="accept_item", frozen=True, kw_only=True):
    """The seller takes on one requirement as written."""

    requirement: Id


class Object(ActBase, tag="object", frozen=True, kw_only=True):
    """The seller objects to one requirement; it must be amended before anyone can accept the agreement."""

    requirement: Id
    text: Text


class Accept(ActBase, tag="accept", frozen=True, kw_only=True):
    """Accepts the whole agreement by its hash (CC 480, 488: a changed one would be a new offer)."""

    hash: Sha256


class Withdraw(ActBase, tag="withdraw", frozen=True, kw_only=True):
    """Gives the order up before it is agreed."""

    reason: Reason = ""


class AddPerson(ActBase, tag="add_person", frozen=True, kw_only=True):
    """A party names one more person who may act for it (REQUIREMENTS R3)."""

    party: Party
    person: Person


# -- money -------------------------------------------------------------------------------------------------------


class Fund(ActBase, tag="fund", frozen=True, kw_only=True):
    """The buyer pays in. It counts only when the rail confirms it."""

    purpose: Literal["escrow", "deposit"]
    amount: Annotated[int, Meta(ge=1, le=10**13)]


class ConfirmFunds(ActBase, tag="confirm_funds", frozen=True, kw_only=True):
    """The rail confirms a payment; from here on the money is held."""

    fund: Seq
    rail: Id
    reference: Line


class FundsFailed(ActBase, tag="funds_failed", frozen=True, kw_only=True):
    """The rail says a payment did not arrive."""

    fund: Seq
    code: Id


class ConfirmPayout(ActBase, tag="confirm_payout", frozen=True, kw_only=True):
    """The rail confirms that what an entry moved to a party has left for it; from here on it is paid out."""

    entry: Seq
    party: Party
    amount: Annotated[int, Meta(ge=1, le=10**13)]
    rail: Id
    reference: Line


class PayoutFailed(ActBase, tag="payout_failed", frozen=True, kw_only=True):
    """The rail says a payment to a party did not go through. It is still owed, and tried again under a new key."""

    entry: Seq
    party: Party
    code: Id


class Release(ActBase, tag="release", frozen=True, kw_only=True):
    """Pays accepted items while others may still be contested. The amount is what the kernel computes."""

    requirements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    amount: Money


# -- work --------------------------------------------------------------------------------------------------------


class Start(ActBase, tag="start", frozen=True, kw_only=True):
    """The seller begins. Starting accepts what was quoted on (CC 480, 484, 490)."""

    hash: Sha256


class ProposeChange(ActBase, tag="propose_change", frozen=True, kw_only=True):
    """A change order with the new price and the extra working days. Silence lets it lapse (CC 543)."""

    adds: tuple[Requirement, ...] = ()
    replaces: tuple[Requirement, ...] = ()
    drops: tuple[Id, ...] = ()
    price: Money | None = None
    extra_days: Days = 0
    reason: Reason = ""


class AcceptChange(ActBase, tag="accept_change", frozen=True, kw_only=True):
    """The other side accepts a change order."""

    change: Seq


class DeclineChange(ActBase, tag="decline_change", frozen=True, kw_only=True):
    """The other side declines a change order; the agreement stands."""

    change: Seq
    reason: Reason = ""


class Overrun(ActBase, tag="overrun", frozen=True, kw_only=True):
    """The seller gives notice that an item will cost him more than he thought. It changes nothing by itself."""

    requirement: Id | None = None
    amount: Money = 0
    reason: Reason = ""


class AskMore(ActBase, tag="ask_more", frozen=True, kw_only=True):
    """A request for more money outside a change order, kept on the record under that label (R23)."""

    amount: Money
    reason: Reason = ""


class AskEarly(ActBase, tag="ask_early", frozen=True, kw_only=True):
    """A request to confirm or pay before the work is there, kept under that label (R24)."""

    what: Literal["confirmation", "payment"]
    reason: Reason = ""


class RefuseRequest(ActBase, tag="refuse_request", frozen=True, kw_only=True):
    """Refuses a labelled request. Work that goes on after it goes on under the old terms (R26)."""

    request: Seq
    reason: Reason = ""


class End(ActBase, tag="end", frozen=True, kw_only=True):
    """Ends the work by notice. What is owed is then found item by item and computed (CC 563, 580, 778, 787)."""

    ground: Literal["impossible", "at_will", "no_cooperation", "breach", "force_majeure"]
    reason: Reason = ""


class Promise(ActBase, tag="promise", frozen=True, kw_only=True):
    """A commitment that can be tested by a day, such as help with the installation (R110, S10)."""

    text: Text
    test: Text
    until: Instant
    requirement: Id | None = None


class WitnessPromise(ActBase, tag="witness_promise", frozen=True, kw_only=True):
    """The one it was given to, or the mediator, says whether a promise was kept."""

    promise: Seq
    kept: bool
    text: Reason = ""


# -- delivery ----------------------------------------------------------------------------------------------------


class HowToRun(Shape, frozen=True, kw_only=True):
    """How a delivery says it is started: a kind, and the file or command it begins with."""

    kind: Literal["static", "python", "node", "php", "other"]
    entry: Note = ""


class Deliver(ActBase, tag="deliver", frozen=True, kw_only=True):
    """Hands files for named requirements into custody. The buyer may inspect them and gets no copy yet."""

    requirements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    files: Annotated[tuple[FileRef, ...], Meta(min_length=1, max_length=200)]
    note: OptionalText = ""
    run: HowToRun | None = None


class Receipt(ActBase, tag="receipt", frozen=True, kw_only=True):
    """Custody confirms that it holds the bytes of a delivery, by their hashes (R111). Inspection starts here."""

    delivery: Seq
    files: tuple[FileRef, ...]


class RefuseDelivery(ActBase, tag="refuse_delivery", frozen=True, kw_only=True):
    """Custody could not take a delivery; the code says why (bomb, traversal, missing bytes ...)."""

    delivery: Seq
    code: Id
    detail: Note = ""


class CheckResult(ActBase, tag="check_result", frozen=True, kw_only=True):
    """A machine's comparison of a delivery with a requirement. Scores are hundredths of a point, 0..10000."""

    delivery: Seq
    requirement: Id
    kind: Id
    outcome: Literal["passed", "failed", "cannot_tell", "not_applicable"]
    report_sha256: Sha256
    version: Note
    settings_sha256: Sha256
    score: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    low: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    high: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    reasons: tuple[Id, ...] = ()


class Inspect(ActBase, tag="inspect", frozen=True, kw_only=True):
    """The buyer accepts or rejects one requirement of a delivery; a rejection names what is wrong."""

    delivery: Seq
    requirement: Id
    verdict: Literal["accepted", "rejected"]
    reason: Reason = ""


class HandOver(ActBase, tag="hand_over", frozen=True, kw_only=True):
    """Custody handed a delivery to the one entitled to it, or erased the platform's copy on its return."""

    delivery: Seq
    to: Party
    person: Id
    files: tuple[Sha256, ...]


# -- dispute -----------------------------------------------------------------------------------------------------


class Dispute(ActBase, tag="dispute", frozen=True, kw_only=True):
    """Contests named requirements. Only these stay locked."""

    requirements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    reason: Reason = ""


class Claim(ActBase, tag="claim", frozen=True, kw_only=True):
    """What a party says of one contested item. `demand` is kept for settlement talks; no finder ever sees it."""

    requirement: Id
    text: Text
    demand: Money | None = None


class Respond(ActBase, tag="respond", frozen=True, kw_only=True):
    """Answers a claim. An admission needs no proof (evidence provisions art. 3)."""

    claim: Seq
    stance: Literal["admits", "admits_part", "denies"]
    text: OptionalText = ""


class Statement(ActBase, tag="statement", frozen=True, kw_only=True):
    """A message in the case thread. `continues` ties a long message to its beginning (R68)."""

    text: Text
    continues: Seq | None = None
    label: Literal["", "warning", "accusation", "proposal", "refusal", "ultimatum", "effort", "rules", "courtesy"] = ""
    supported_by: tuple[Seq, ...] = ()


class Remind(ActBase, tag="remind", frozen=True, kw_only=True):
    """Reminds the other side of one requirement. Every repetition is notice of it, counted and dated (R14)."""

    requirement: Id
    text: Text


class ConfirmIssues(ActBase, tag="confirm_issues", frozen=True, kw_only=True):
    """A party confirms what the dispute is about: the contested items, all of them and no others (R101)."""

    requirements: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=200)]
    text: OptionalText = ""


EXHIBIT_KINDS = Literal[
    "reference_url",
    "change_document",
    "picture",
    "chat_log",
    "screenshot",
    "statement_thread",
    "call_minutes",
    "live_site",
    "source_code",
    "data_file",
    "market_quote",
    "witness",
    "expert_note",
    "other",
]


class Exhibit(ActBase, tag="exhibit", frozen=True, kw_only=True):
    """Evidence: typed, tied to a requirement, with its source and, where there are bytes, their hash."""

    kind: EXHIBIT_KINDS
    title: Line
    requirement: Id | None = None
    source: OptionalText = ""
    file: FileRef | None = None
    link: Annotated[str, Meta(max_length=2000)] = ""
    text: OptionalText = ""


class AnswerExhibit(ActBase, tag="answer_exhibit", frozen=True, kw_only=True):
    """The other side's answer. Relying on what an adversary showed himself marks it as counting against him (R94)."""

    exhibit: Seq
    stance: Literal["accepts", "disputes", "relies_on"]
    text: OptionalText = ""


class WaiveEvidence(ActBase, tag="waive_evidence", frozen=True, kw_only=True):
    """A party has shown what it has. When both have said so, nothing need wait for the evidence period."""


class Take(ActBase, tag="take", frozen=True, kw_only=True):
    """A mediator takes the case, declaring that he has no interest in it."""

    mediator: Person
    no_conflict: bool


class Challenge(ActBase, tag="challenge", frozen=True, kw_only=True):
    """A party asks for another mediator on stated grounds (R116)."""

    ground: Literal["interest", "acquaintance", "conduct", "competence", "delay"]
    text: Reason = ""


class DecideChallenge(ActBase, tag="decide_challenge", frozen=True, kw_only=True):
    """The operator replaces or keeps a challenged mediator, with reasons."""

    challenge: Seq
    replaced: bool
    reason: Reason = ""


class HandOverCase(ActBase, tag="hand_over_case", frozen=True, kw_only=True):
    """A mediator hands the case to another, with notes for him."""

    to: Person
    notes: Reason = ""


class CaucusNote(ActBase, tag="caucus_note", frozen=True, kw_only=True):
    """A confidence between one party and the mediator. The other side and the finders never see it."""

    party: Party
    text: Text


class ProposeMeeting(ActBase, tag="propose_meeting", frozen=True, kw_only=True):
    """Proposes times for a talk, inside everyone's hours. Nobody is ever phoned into a decision (R98)."""

    times: Annotated[tuple[Instant, ...], Meta(min_length=1, max_length=10)]
    length: Minutes
    agenda: Text


class ConsentMeeting(ActBase, tag="consent_meeting", frozen=True, kw_only=True):
    """Agrees to one of the proposed times."""

    meeting: Seq
    time: Instant


class RecordMinutes(ActBase, tag="minutes", frozen=True, kw_only=True):
    """The mediator's minutes of a meeting; until they are here no offer can be accepted."""

    meeting: Seq
    attended: tuple[Id, ...]
    text: Text


class Extend(ActBase, tag="extend", frozen=True, kw_only=True):
    """Gives a clock more working days, with a reason. The other side earns the same days (rule 5)."""

    clock: Annotated[str, Meta(max_length=80)]
    days: Annotated[int, Meta(ge=1, le=30)]
    reason: Reason = ""


class Feedback(ActBase, tag="feedback", frozen=True, kw_only=True):
    """A party rates courtesy and correctness of the mediation apart, 1..5 (R125)."""

    courtesy: Annotated[int, Meta(ge=1, le=5)]
    correctness: Annotated[int, Meta(ge=1, le=5)]
    text: OptionalText = ""


class AnswerFeedback(ActBase, tag="answer_feedback", frozen=True, kw_only=True):
    """The operator answers feedback and says what was taken from it (R118)."""

    feedback: Seq
    adopted: bool
    text: Text


# -- settlement --------------------------------------------------------------------------------------------------


class Offer(ActBase, tag="offer", frozen=True, kw_only=True):
    """A settlement: the items it covers, the sum for each, who keeps what, and when it lapses.

    Sums are the seller's total for the item, deposit and earlier payments included. `ends` closes the order when it
    is accepted; then every open item must be covered.
    """

    covers: Annotated[tuple[OfferItem, ...], Meta(min_length=1)]
    lapses_at: Instant
    ends: bool = False
    conditions: OptionalText = ""
    reply_to: Seq | None = None
    reason: Reason = ""


class AcceptOffer(ActBase, tag="accept_offer", frozen=True, kw_only=True):
    """Accepts an offer. `waives` is what is given up against the computed award, where asked (R104)."""

    offer: Seq
    waives: Money | None = None


class DeclineOffer(ActBase, tag="decline_offer", frozen=True, kw_only=True):
    """Declines an offer. A declined offer is barred from the decision."""

    offer: Seq
    reason: Reason = ""


class WithdrawOffer(ActBase, tag="withdraw_offer", frozen=True, kw_only=True):
    """Takes an own offer back before anyone accepted it."""

    offer: Seq


class Bid(ActBase, tag="bid", frozen=True, kw_only=True):
    """A sealed bid: the sum for the whole at which its author would settle. Only its commitment is shown."""

    round: Annotated[int, Meta(ge=1, le=3)]
    amount: Money


class MatchBids(ActBase, tag="match_bids", frozen=True, kw_only=True):
    """The platform found that the sealed bids of a round meet; the price follows the published rule."""

    round: Annotated[int, Meta(ge=1, le=3)]
    price: Money


class OpenBids(ActBase, tag="open_bids", frozen=True, kw_only=True):
    """A party agrees that the sealed bids be opened; they are when both agree."""


# -- decision ----------------------------------------------------------------------------------------------------


class SeatFinders(ActBase, tag="seat_finders", frozen=True, kw_only=True):
    """The operator seats independent finders (or, after an appeal, the panel)."""

    finders: Annotated[tuple[Person, ...], Meta(min_length=1, max_length=9)]


class Find(ActBase, tag="find", frozen=True, kw_only=True):
    """A fact decided about one requirement, with reasons and every exhibit answered.

    `delivered_bp` is actual against conforming value; `prevented_bp` what stayed undone for the buyer's account.
    """

    requirement: Id
    delivered_bp: BasisPoints
    reason: Reason
    exhibits: tuple[ExhibitAnswer, ...] = ()
    checks: tuple[CheckCite, ...] = ()
    cure_cost: Money | None = None
    cover_quote: Money | None = None
    prevented_bp: BasisPoints = 0
    cure_refused: bool = False


class FindCause(ActBase, tag="find_cause", frozen=True, kw_only=True):
    """Whose breach it was, and the losses proven: the facts of the case as a whole (R102)."""

    cause: Literal["seller", "both", "buyer_at_will", "buyer_breach", "none"]
    reason: Reason
    late_days: Days = 0
    buyer_days: Days = 0
    review: bool = False
    loss: Money = 0
    unmitigated: Money = 0
    buyer_fault_bp: BasisPoints = 0
    wasted_cost: Money = 0


class AwardOption(Shape, frozen=True, kw_only=True):
    """One option of a determination as it was computed (REMEDY §8)."""

    id: Id
    due: int
    to_seller: Money
    to_buyer: Money
    buyer_owes: Money
    seller_returns: Money
    deliverable: Literal["buyer", "seller", "split"]
    elects: Literal["buyer", "either", "nobody"]


class Award(Shape, frozen=True, kw_only=True):
    """The computed result a determination carries, and the hash of the full derivation."""

    options: tuple[AwardOption, ...]
    default: Id
    range: dict[str, int]
    rules: Note
    derivation_sha256: Sha256


class Determine(ActBase, tag="determine", frozen=True, kw_only=True):
    """The decision as a whole. `award` is what the kernel computes; any other is refused."""

    note: OptionalText = ""
    award: Award | None = None


class Elect(ActBase, tag="elect", frozen=True, kw_only=True):
    """The one who may elect chooses an option of the determination."""

    option: Id


class WaiveAppeal(ActBase, tag="waive_appeal", frozen=True, kw_only=True):
    """A party will not appeal. When both have said so, nothing need wait for the appeal period."""


class Appeal(ActBase, tag="appeal", frozen=True, kw_only=True):
    """Asks a panel to find named items again, on a stated ground."""

    ground: Literal["new_evidence", "exhibit_ignored", "wrong_fact", "wrong_item", "procedure", "bias"]
    requirements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    reason: Reason = ""


class Execute(ActBase, tag="execute", frozen=True, kw_only=True):
    """Money moves and custody is released, in one act. The sums are what the kernel computes."""

    basis: Literal["determination", "offer", "bids"]
    to_seller: Money
    to_buyer: Money
    option: Note = ""
    offer: Seq | None = None


class Close(ActBase, tag="close", frozen=True, kw_only=True):
    """Nothing is left to do."""


class Lapse(ActBase, tag="lapse", frozen=True, kw_only=True):
    """A clock ran out and its stated default takes effect."""

    clock: Annotated[str, Meta(max_length=80)]


class Erase(ActBase, tag="erase", frozen=True, kw_only=True):
    """The operator erased the body of an earlier entry. `skeleton` is what is left of it: everything but the words."""

    entry: Seq
    reason: Reason = ""
    skeleton: "Act | None" = None
    due: tuple[Due, ...] = ()


Act = (
    Draft
    | Amend
    | Propose
    | Question
    | Answer
    | AcceptItem
    | Object
    | Accept
    | Withdraw
    | AddPerson
    | Fund
    | ConfirmFunds
    | FundsFailed
    | ConfirmPayout
    | PayoutFailed
    | Release
    | Start
    | ProposeChange
    | AcceptChange
    | DeclineChange
    | Overrun
    | AskMore
    | AskEarly
    | RefuseRequest
    | End
    | Promise
    | WitnessPromise
    | Deliver
    | Receipt
    | RefuseDelivery
    | CheckResult
    | Inspect
    | HandOver
    | Dispute
    | Claim
    | Respond
    | Statement
    | Remind
    | ConfirmIssues
    | Exhibit
    | AnswerExhibit
    | WaiveEvidence
    | Take
    | Challenge
    | DecideChallenge
    | HandOverCase
    | CaucusNote
    | ProposeMeeting
    | ConsentMeeting
    | RecordMinutes
    | Extend
    | Feedback
    | AnswerFeedback
    | Offer
    | AcceptOffer
    | DeclineOffer
    | WithdrawOffer
    | Bid
    | MatchBids
    | OpenBids
    | SeatFinders
    | Find
    | FindCause
    | Determine
    | Elect
    | WaiveAppeal
    | Appeal
    | Execute
    | Close
    | Lapse
    | Erase
)

ACTS: dict[str, type[ActBase]] = {cls.__struct_config__.tag: cls for cls in get_args(Act)}
"""Every act by its tag."""

if len(ACTS) != len(get_args(Act)):
    raise AssertionError("two acts share a tag; a tag may never be reused")


def tag_of(act: ActBase) -> str:
    """The tag of an act, such as `accept_offer`."""
    return str(act.__struct_config__.tag)
