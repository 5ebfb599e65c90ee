"""Reading a check's settings strictly: what is wrong is said by the key's path and what was expected there."""

from __future__ import annotations

import re


class SettingsFault(ValueError):  # noqa: N818
    """Settings that cannot be read: `path` is the key (as `fields[2].min`), `expected` what should stand there."""

    def __init__(self, path: str, expected: str, got: str = "") -> None:
        super().__init__(f"{path}: expected {expected}" + (f", got {got}" if got else ""))
        self.path = path
        self.expected = expected
        self.got = got


def explained(message: str, whole: str = "settings") -> tuple[str, str, str]:
    """(path, expected, got) of msgspec's message about a value it could not convert; `whole` names the top."""
    said, _, place = message.partition(" - at `")
    path = place.rstrip("`").removeprefix("$").removeprefix(".")
    if unknown := re.match(r"Object contains unknown field `(.*)`", said):
        return f"{path}.{unknown[1]}" if path else unknown[1], "a key that is known here", f"`{unknown[1]}`"
    if missing := re.match(r"Object missing required field `(.*)`", said):
        return f"{path}.{missing[1]}" if path else missing[1], "a value", ""
    expected, _, got = said.removeprefix("Expected ").partition(", got ")
    return path or whole, expected, got
