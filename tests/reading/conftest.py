"""Helpers for the tests of reading: where the samples are, and a walk over every span of a reading."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gongdao.reading.shapes import Reading, Span

SAMPLES = Path(__file__).with_name("samples")


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _spans(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)


@pytest.fixture(scope="session")
def check_spans() -> Callable[[Reading, str], int]:
    """Holds every item against its source; returns how many there were."""

    def check(reading: Reading, source: str) -> int:
        found = list(_spans(reading))
        for one in found:
            assert 0 <= one.start <= one.end <= len(source)
            assert source[one.start : one.end] == one.text, one
        return len(found)

    return check
