"""Why something was not allowed: named facts, in order of precedence.

Refusing is ordinary, so it is a value and not an exception. A code says the fact (`escrow_not_funded`), its data the
particulars; the sentences in both languages are in the room `words`.
"""

from .values import Shape

CODES: tuple[str, ...] = (
    # about the act as such
    "malformed_act",
    "key_reused",
    "order_unknown",
    "order_exists",
    "time_went_back",
    # about who acts
    "role_may_not",
    "not_seated",
    "person_in_both_parties",
    "person_already_seated",
    "not_your_party",
    # about the state of the order
    "wrong_phase",
    "meeting_in_progress",
    # about the agreement
    "no_requirements",
    "requirement_id_twice",
    "needs_unknown_requirement",
    "needs_itself",
    "price_missing",
    "prices_do_not_add_up",
    "price_zero",
    "weights_incomplete",
    "quotes_too_few",
    "market_needs_both",
    "deposit_exceeds_price",
    "deposit_without_kind",
    "rules_unknown",
    "agreement_unchanged",
    "hash_differs",
    "already_accepted",
    "requirement_unknown",
    "requirement_objected",
    "question_open",
    "requirement_unanswered",
    "question_unknown",
    "question_answered",
    "own_question",
    # about money
    "overfunded",
    "deposit_not_agreed",
    "deposit_exceeds_terms",
    "fund_unknown",
    "fund_settled",
    "payout_unknown",
    "payout_settled",
    "escrow_not_funded",
    "amount_not_computed",
    "nothing_to_release",
    # about work and changes
    "change_empty",
    "change_unknown",
    "change_closed",
    "own_change",
    "requirement_closed",
    "request_unknown",
    "request_closed",
    "ground_not_yours",
    "promise_unknown",
    "promise_closed",
    "own_promise",
    "instant_past",
    "instant_too_far",
    # about delivery
    "requirement_contested",
    "file_twice",
    "delivery_unknown",
    "delivery_closed",
    "delivery_replaced",
    "files_differ",
    "not_delivered",
    "already_inspected",
    "not_entitled",
    "no_revision_left",
    # about the dispute
    "reason_missing",
    "already_contested",
    "not_contested",
    "issues_incomplete",
    "issues_already_confirmed",
    "claim_unknown",
    "own_claim",
    "claim_answered",
    "exhibit_unknown",
    "exhibit_empty",
    "own_exhibit",
    "exhibit_answered",
    "evidence_already_closed",
    "evidence_already_waived",
    "entry_unknown",
    "mediator_seated",
    "no_mediator",
    "conflict_of_interest",
    "mediator_barred",
    "not_yourself",
    "challenge_unknown",
    "challenge_open",
    "challenge_closed",
    "not_this_caucus",
    "quiet_hours",
    "meeting_unknown",
    "meeting_closed",
    "time_not_proposed",
    "meeting_not_held",
    "clock_unknown",
    "clock_running",
    "custody_silent",
    "clock_cannot_be_extended",
    "own_clock",
    "extension_used_up",
    "feedback_unknown",
    "feedback_given",
    "feedback_answered",
    # about settlement
    "offer_item_twice",
    "offer_too_high",
    "offer_leaves_items_open",
    "offer_lapses_too_soon",
    "offer_unknown",
    "offer_closed",
    "own_offer",
    "not_addressed",
    "waiver_needed",
    "waiver_differs",
    "bids_too_late",
    "bid_round_differs",
    "bid_given",
    "bid_too_high",
    "bids_do_not_meet",
    "no_bids",
    "already_agreed",
    # about the decision
    "finders_wrong_number",
    "finders_seated",
    "finder_not_seated",
    "exhibit_not_this_item",
    "exhibit_answered_twice",
    "check_unknown",
    "delivered_and_prevented_exceed_whole",
    "finding_missing",
    "cause_missing",
    "exhibit_unanswered",
    "challenge_pending",
    "evidence_open",
    "award_not_computed",
    "assessment_invalid",
    "option_unknown",
    "option_not_yours",
    "already_elected",
    "appeal_used",
    "appeal_closed",
    "not_decided",
    "nothing_to_execute",
    "not_finished",
    # about erasure
    "entry_not_erasable",
    "skeleton_differs",
    "already_erased",
)
"""Every refusal code. The order is part of the contract: where two apply, the earlier one is given."""

_KNOWN = frozenset(CODES)
if len(_KNOWN) != len(CODES):
    raise AssertionError("a refusal code stands twice")


class Refusal(Shape, frozen=True, kw_only=True):
    """A refused act: the code, and the particulars words may need (ids, instants as RFC 3339, minor units)."""

    code: str
    data: dict[str, str | int] = {}


def refuse(code: str, **data: str | int) -> Refusal:
    """A refusal by a known code. An unknown code is a fault of ours and raises."""
    if code not in _KNOWN:
        raise AssertionError(f"unknown refusal code {code}")
    return Refusal(code=code, data=data)
