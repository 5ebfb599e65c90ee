"""`gongdao capture`: a page at an address, fetched into an archive that a check takes as its reference.

The same walls as on a platform: public addresses only, unless `GONGDAO_CAPTURE` allows more. Exit status: 0 captured,
1 refused or not to be had, 64 not understood.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from gongdao.checks.capture.live import Limits, Taken, take
from gongdao.checks.capture.live_addresses import SETTING, reach_of
from gongdao.checks.capture.pinned import Manifest
from gongdao.checks.shape import Reason, file_hash
from gongdao.words.capture import CAPTURE
from gongdao.words.checks_imitation import WORDS
from gongdao.words.lookup import say

REFUSED = 1
USAGE_ERROR = 64
MISSED_SHOWN = 20


def capture(address: str, output: Path, pages: int, rounds: int, as_json: bool, lang: str) -> int:
    """Capture an address into a new file and say what is in it; returns the exit status."""
    if output.exists():
        print(say(CAPTURE, "output_exists", lang, name=str(output)), file=sys.stderr)
        return USAGE_ERROR
    taken = _take(address, output, Limits(pages=pages, rounds=rounds), lang)
    if taken is None:
        return REFUSED
    if as_json:
        plain = {**msgspec.to_builtins(taken.manifest), "file": str(output), "sha256": file_hash(output)}
        print(msgspec.json.format(msgspec.json.encode(plain), indent=1).decode())
    else:
        print(summary(taken.manifest, file_hash(output), lang))
    return 0


def captured(address: str, archive: Path, lang: str) -> Path | None:
    """Capture an address for a check that follows; what was captured is said on standard error."""
    taken = _take(address, archive, Limits(), lang)
    if taken is None:
        return None
    print(summary(taken.manifest, file_hash(archive), lang), file=sys.stderr)
    return archive


def _take(address: str, archive: Path, limits: Limits, lang: str) -> Taken | None:
    try:
        reach = reach_of(os.environ.get(SETTING, ""))
    except ValueError as fault:
        print(say(CAPTURE, "setting_wrong", lang, said=str(fault)), file=sys.stderr)
        return None
    taken = take(address, reach, archive, at=datetime.now(UTC), limits=limits)
    if isinstance(taken, Reason):
        print(say(CAPTURE, taken.code, lang, **taken.data), file=sys.stderr)
        return None
    return taken


def summary(manifest: Manifest, sha256: str, lang: str) -> str:
    """A few lines for a person at a terminal."""
    counts = {"pages": len(manifest.pages), "files": len(manifest.kept)}
    lines = [say(CAPTURE, "captured", lang, address=manifest.asked, at=manifest.at, sha256=sha256, **counts)]
    if manifest.not_rendered:
        lines.append(f"- {say(CAPTURE, 'not_shown', lang, why=_why(manifest.not_rendered, lang))}")
    if manifest.left_out:
        lines.append(f"- {say(CAPTURE, 'pages_left_out', lang, n=manifest.left_out)}")
    for one in manifest.missed[:MISSED_SHOWN]:
        lines.append(
            f"- {say(CAPTURE, 'missing', lang, address=one.address, why=say(CAPTURE, one.code, lang, **one.data))}"
        )
    more = max(0, len(manifest.missed) - MISSED_SHOWN) + manifest.missed_more
    if more:
        lines.append(f"- {say(CAPTURE, 'missing_more', lang, n=more)}")
    return "\n".join(lines)


def _why(code: str, lang: str) -> str:
    if code in CAPTURE:
        return say(CAPTURE, code, lang, seconds=round(Limits().total_seconds))
    return say(WORDS, f"reason_{code}", lang) if f"reason_{code}" in WORDS else code
