"""Says whether an assessment can be computed, and if not, which key is at fault and what was expected there.

Both ways in, a file and the kernel's own structs, go through `validate`. It repairs nothing and fills nothing in.
"""

from __future__ import annotations

from .currency import CURRENCIES
from .rules import rule_sets
from .types import INTEGER_MAX, Assessment, AssessmentError, Deposit, Finding, Requirement

BASIS_POINTS = "an integer from 0 to 10000"
NOT_NEGATIVE = f"an integer from 0 to {INTEGER_MAX}"


def validate(a: Assessment) -> None:
    """Return if `a` can be computed; AssessmentError otherwise. Keys are judged in the order a reader would."""
    if a.currency not in CURRENCIES:
        raise AssessmentError("unknown_currency", "currency", "an ISO 4217 code such as CNY", repr(a.currency))
    if a.rules not in rule_sets:
        raise AssessmentError("unknown_rules", "rules", f"one of {', '.join(rule_sets)}", repr(a.rules))
    if a.cause not in rule_sets[a.rules].causes:
        raise AssessmentError(
            "cause_not_in_rules", "cause", f"one of {', '.join(rule_sets[a.rules].causes)}", repr(a.cause)
        )
    _check_sums(a)
    _check_requirements(a)
    _check_findings(a)
    _check_price(a)


def _check_sums(a: Assessment) -> None:
    _amount("price", a.price)
    _amount("released", a.released)
    _amount("held", a.held)
    _amount("loss", a.loss)
    _amount("unmitigated", a.unmitigated)
    _amount("wasted_cost", a.wasted_cost)
    _basis_points("margin_bp", a.margin_bp)
    _basis_points("buyer_fault_bp", a.buyer_fault_bp)
    _basis_points("damages_cap_bp", a.damages_cap_bp)
    if a.list_written_by not in ("both", "buyer", "seller"):
        raise AssessmentError(
            "unknown_author", "list_written_by", "one of both, buyer, seller", repr(a.list_written_by)
        )
    _check_deposit(a.deposit)
    if a.delay is not None:
        _basis_points("delay.rate_bp", a.delay.rate_bp)
        _basis_points("delay.cap_bp", a.delay.cap_bp)
        _amount("delay.late_days", a.delay.late_days)
        _amount("delay.buyer_days", a.delay.buyer_days)


def _check_deposit(deposit: Deposit) -> None:
    if deposit.kind not in ("earnest", "advance", "none"):
        raise AssessmentError(
            "unknown_deposit_kind", "deposit.kind", "one of earnest, advance, none", repr(deposit.kind)
        )
    _amount("deposit.paid", deposit.paid)


def _check_requirements(a: Assessment) -> None:
    if not a.requirements:
        raise AssessmentError("no_requirement", "requirements", "at least one requirement", "none")
    seen: set[str] = set()
    for index, requirement in enumerate(a.requirements):
        if not requirement.id:
            raise AssessmentError("empty_text", f"requirements[{index}].id", "a text that is not empty", "''")
        if requirement.id in seen:
            raise AssessmentError(
                "duplicate_id", f"requirements[{index}].id", "an id not used before", repr(requirement.id)
            )
        seen.add(requirement.id)
        _check_requirement(index, requirement)
    for index, requirement in enumerate(a.requirements):
        for position, needed in enumerate(requirement.needs):
            if needed not in seen:
                path = f"requirements[{index}].needs[{position}]"
                raise AssessmentError("unknown_requirement", path, "the id of a requirement", repr(needed))


def _check_requirement(index: int, requirement: Requirement) -> None:
    for name in ("price", "weight", "market", "effort"):
        value = getattr(requirement, name)
        if value is not None and not 0 <= value <= INTEGER_MAX:
            raise AssessmentError("out_of_range", f"requirements[{index}].{name}", NOT_NEGATIVE, str(value))
    if not 0 <= requirement.salvage_bp <= 10_000:
        path = f"requirements[{index}].salvage_bp"
        raise AssessmentError("out_of_range", path, BASIS_POINTS, str(requirement.salvage_bp))


def _check_findings(a: Assessment) -> None:
    for requirement in a.requirements:
        finding = a.findings.get(requirement.id)
        if finding is None:
            path = f"findings.{requirement.id}"
            raise AssessmentError("finding_missing", path, "a finding for this requirement", "none")
        _check_finding(requirement.id, finding)
    if len(a.findings) > len(a.requirements):
        known = {requirement.id for requirement in a.requirements}
        unknown = min(id for id in a.findings if id not in known)
        raise AssessmentError("unknown_requirement", f"findings.{unknown}", "the id of a requirement", repr(unknown))


def _check_finding(id: str, finding: Finding) -> None:
    if not 0 <= finding.delivered_bp <= 10_000:
        path = f"findings.{id}.delivered_bp"
        raise AssessmentError("out_of_range", path, BASIS_POINTS, str(finding.delivered_bp))
    if not 0 <= finding.prevented_bp <= 10_000:
        path = f"findings.{id}.prevented_bp"
        raise AssessmentError("out_of_range", path, BASIS_POINTS, str(finding.prevented_bp))
    if finding.cure_cost is not None and not 0 <= finding.cure_cost <= INTEGER_MAX:
        raise AssessmentError("out_of_range", f"findings.{id}.cure_cost", NOT_NEGATIVE, str(finding.cure_cost))
    if finding.cover_quote is not None and not 0 <= finding.cover_quote <= INTEGER_MAX:
        path = f"findings.{id}.cover_quote"
        raise AssessmentError("out_of_range", path, NOT_NEGATIVE, str(finding.cover_quote))


def _check_price(a: Assessment) -> None:
    """The agreed item prices must fit the agreed total, and some published way to divide it must exist."""
    agreed = [requirement.price for requirement in a.requirements if requirement.price is not None]
    unpriced = [requirement for requirement in a.requirements if requirement.price is None]
    if a.price is None:
        for index, requirement in enumerate(a.requirements):
            if requirement.price is None and requirement.market is None:
                path = f"requirements[{index}].market"
                expected = "an agreed price or a market reference, as no total price is given"
                raise AssessmentError("price_unknown", path, expected, "none")
    elif not unpriced and sum(agreed) != a.price:
        expected = f"item prices that add up to the price {a.price}"
        raise AssessmentError("prices_do_not_add_up", "requirements", expected, str(sum(agreed)))
    elif sum(agreed) > a.price:
        expected = f"item prices of at most the price {a.price}"
        raise AssessmentError("prices_do_not_add_up", "requirements", expected, str(sum(agreed)))
    if not unpriced or a.list_written_by == "both":
        return
    for name in ("weight", "market", "effort"):
        values = [getattr(requirement, name) for requirement in unpriced]
        if None not in values and sum(values) > 0:
            return
    expected = "both, or a price, weight, market or effort for every item: one side's list cannot share equally"
    raise AssessmentError("equal_shares_refused", "list_written_by", expected, repr(a.list_written_by))


def _amount(path: str, value: int | None) -> None:
    if value is not None and not 0 <= value <= INTEGER_MAX:
        raise AssessmentError("out_of_range", path, NOT_NEGATIVE, str(value))


def _basis_points(path: str, value: int) -> None:
    if not 0 <= value <= 10_000:
        raise AssessmentError("out_of_range", path, BASIS_POINTS, str(value))
