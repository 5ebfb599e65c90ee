"""The error family of this room: a code and data, never a sentence; `words.custody` makes them text."""

from __future__ import annotations

from typing import Any


class CustodyError(Exception):
    """Something custody will not do or cannot vouch for; `code` is a key of `words.custody.CUSTODY`."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(f"{code} {data}" if data else code)
        self.code = code
        self.data = data


class Erased(CustodyError):  # noqa: N818
    """The key of this order was destroyed; what was sealed under it is gone for good."""


class Missing(CustodyError):  # noqa: N818
    """Nothing is held under this name."""


class Tampered(CustodyError):  # noqa: N818
    """The sealed bytes are not those that were put: truncated, reordered, swapped or altered."""


class Refused(CustodyError):  # noqa: N818
    """A delivery that will not be taken; the code says why, the data say where."""
