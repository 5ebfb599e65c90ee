"""The one error of this room: a file that cannot be read, by code, with the data a message needs.

Words for the codes live in `gongdao.words.reading`; nothing here speaks a language.
"""

from typing import Any

FAULTS = (
    "file_missing",
    "file_unreadable",
    "file_empty",
    "file_too_large",
    "file_binary",
    "encoding_unknown",
    "front_matter_broken",
    "format_unknown",
    "nothing_recognised",
    "base_date_wrong",
    "party_unknown",
)


class ReadingError(Exception):
    """A file that this room refuses to read. `code` is one of FAULTS, `data` fills its message."""

    def __init__(self, code: str, **data: Any) -> None:
        if code not in FAULTS:
            raise ValueError(f"unknown reading fault: {code}")
        super().__init__(code, data)
        self.code = code
        self.data = data
