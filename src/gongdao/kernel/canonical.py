"""Canonical bytes and their hash.

RFC 8785 for the value set of the record: no floats, integers within ±(2^53-1), keys of ASCII letters, instants as
RFC 3339 UTC strings. Within that set msgspec's sorted encoding is byte-equal to RFC 8785 (held by a property test
against a reference implementation).
"""

import hashlib
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


def canonical(value: Any) -> bytes:
    """The canonical JSON of a struct, dict, list, string, integer, boolean, instant or None."""
    return _encoder.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(_encoder.encode(value)).hexdigest()
