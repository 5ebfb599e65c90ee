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
        self.expected = str(expected)
        self.got = str(got)
        self.refusal = refusal
        self.data = dict(data or {})
        super().__init__(code)

    def __str__(self) -> str:
        where = "" if self.entry is None else f" at entry {self.entry}"
        return f"{self.code}{where}: expected {self.expected or '-'}, got {self.got or '-'}"

    @property
    def kind(self) -> Kind:
        """`not_a_bundle` when there is nothing here to judge (exit 2), `failed` when it was judged false (exit 1)."""
        return "not_a_bundle" if self.code in NOT_A_BUNDLE else "failed"


NOT_A_BUNDLE: tuple[str, ...] = (
    "file_missing",
    "not_a_zip",
    "manifest_missing",
    "format_unknown",
    "key_unreadable",
)
"""There is no bundle here, or no key to judge it with: nothing was verified and nothing was found false."""

FAILURES: tuple[str, ...] = (
    # (1) open
    "archive_too_large",
    "archive_compressed",
    "archive_padded",
    "archive_encrypted",
    "archive_damaged",
    "member_duplicate",
    "member_unsafe",
    "member_unknown",
    "member_missing",
    # (2) decode
    "manifest_invalid",
    "manifest_not_canonical",
    "entry_invalid",
    "entry_not_canonical",
    "instant_not_utc",
    "entries_empty",
    "absence_unexplained",
    # (3) chain
    "sequence_broken",
    "hash_mismatch",
    "head_mismatch",
    # (4) commitments
    "commitment_mismatch",
    # (5) time
    "time_went_back",
    # (6) to (9) replay, clocks, money, award
    "act_refused",
    "act_unjudgeable",
    "act_not_computed",
    "follow_up_missing",
    "follow_up_unexpected",
    "skeleton_missing",
    "skeleton_differs",
    "clock_missing",
    "clock_unexpected",
    "clock_mismatch",
    "money_not_conserved",
    "award_mismatch",
    # (10) files
    "file_list_mismatch",
    "file_not_named",
    "file_size_mismatch",
    "file_hash_mismatch",
    # (11) to (13) checkpoint
    "key_invalid",
    "key_unknown",
    "note_invalid",
    "signature_missing",
    "signature_invalid",
    "succession_invalid",
    "proof_invalid",
    "proof_not_this_order",
    "inclusion_mismatch",
    "consistency_mismatch",
    "record_truncated",
    "beyond_checkpoint",
    "checkpoint_before_entry",
)

CODES: tuple[str, ...] = NOT_A_BUNDLE + FAILURES
"""Every way a verification can end other than well."""
