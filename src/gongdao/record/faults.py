"""The one way a record or a bundle is found wanting.

`VerificationError` is raised, never returned: a caller who forgets to look at the answer must not be able to take a
false record for a true one. It carries a code and the facts; the sentences are in `words.verify`.
"""

from collections.abc import Mapping
from typing import Literal

Kind = Literal["not_a_bundle", "failed"]


class VerificationError(Exception):
    """A named failure: what was expected, what was found, and at which entry.

    `code` is one of `CODES`. `entry` is the number of the entry concerned, or None where the fault is not in one.
    `expected` and `got` are short values for people to compare, never whole bodies. Where the kernel refused an act,
    `refusal` is its code and `data` the particulars.
    """

    def __init__(
        self,
        code: str,
        *,
        entry: int | None = None,
        expected: object = "",
        got: object = "",
        refusal: str = "",
        data: Mapping[str, str | int] | None = None,
    ) -> None:
        if code not in CODES:
            raise AssertionError(f"unknown verification code: {code}")
        self.code = code
        self.entry = entry
        self.expected = _text(expected)
        self.got = _text(got)
        self.refusal = refusal
        self.data = dict(data or {})
        super().__init__(code)

    def __str__(self) -> str:
        where = "" if self.entry is None else f" at entry {self.entry}"
        return f"{self.code}{where}: expected {self.expected or '-'}, got {self.got or '-'}"

    @property
    def step(self) -> str:
        """The step of the procedure that found it; "open" where nothing could be opened."""
        return next((step for step, codes in BY_STEP.items() if self.code in codes), "open")

    @property
    def kind(self) -> Kind:
        """`not_a_bundle` when there is nothing here to judge (exit 2), `failed` when it was judged false (exit 1)."""
        return "not_a_bundle" if self.code in NOT_A_BUNDLE else "failed"


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


NOT_A_BUNDLE: tuple[str, ...] = (
    "file_missing",
    "not_a_zip",
    "manifest_missing",
    "format_unknown",
    "key_unreadable",
)
"""There is no bundle here, or no key to judge it with: nothing was verified and nothing was found false."""

BY_STEP: dict[str, tuple[str, ...]] = {
    "open": (
        "archive_too_large",
        "archive_compressed",
        "archive_padded",
        "archive_encrypted",
        "archive_damaged",
        "member_duplicate",
        "member_unsafe",
        "member_unknown",
        "member_missing",
    ),
    "decode": (
        "manifest_invalid",
        "manifest_not_canonical",
        "entry_invalid",
        "entry_not_canonical",
        "instant_not_utc",
        "entries_empty",
    ),
    "chain": ("sequence_broken", "hash_mismatch", "head_mismatch"),
    "commitments": ("commitment_mismatch", "absence_unexplained"),
    "time": ("time_went_back",),
    "acts": (
        "act_refused",
        "act_unjudgeable",
        "act_not_computed",
        "follow_up_missing",
        "follow_up_unexpected",
        "skeleton_missing",
        "skeleton_differs",
        "withheld_wrongly",
    ),
    "clocks": ("clock_missing", "clock_unexpected", "clock_mismatch"),
    "money": ("money_not_conserved",),
    "award": ("award_mismatch",),
    "files": ("file_list_mismatch", "file_not_named", "file_size_mismatch", "file_hash_mismatch"),
    "signature": (
        "key_invalid",
        "key_unknown",
        "note_invalid",
        "signature_missing",
        "signature_invalid",
        "succession_invalid",
    ),
    "inclusion": ("proof_invalid", "proof_not_this_order", "inclusion_mismatch", "consistency_mismatch"),
    "completeness": ("record_truncated", "beyond_checkpoint", "head_not_signed", "checkpoint_before_entry"),
    "older": ("older_invalid", "older_not_this_order", "older_longer", "older_contradicted", "older_erased_falsely"),
}
"""Every failure, under the step of `verify` that finds it."""

STEPS: tuple[str, ...] = tuple(BY_STEP)
"""The steps by name; step (n) of the procedure is STEPS[n - 1]."""

FAILURES: tuple[str, ...] = tuple(code for codes in BY_STEP.values() for code in codes)

CODES: tuple[str, ...] = NOT_A_BUNDLE + FAILURES
"""Every way a verification can end other than well."""
