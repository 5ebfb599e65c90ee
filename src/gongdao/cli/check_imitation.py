"""`gongdao check imitation`: compare a delivered site with its reference, without a server or a database.

Folders, single saved pages and archives are taken; archives are opened by custody's own unpacking, with all its
limits. The exit status tells scripts what came out: 0 passed, 1 failed, 2 cannot tell, 64 not understood.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongdao.custody.faults import CustodyError
from gongdao.custody.unpack import unpack
from gongdao.words.checks_imitation import WORDS
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import say

ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".bundle")
EXIT = {"passed": 0, "failed": 1, "cannot_tell": 2, "not_applicable": 0}
USAGE_ERROR = 64


@contextlib.contextmanager
def opened(bundle: Path) -> Iterator[Path]:
    """The bundle itself, or for an archive the folder it was safely unpacked into. Raises CustodyError."""
    if not bundle.is_file() or not bundle.name.lower().endswith(ARCHIVES):
        yield bundle
        return
    with tempfile.TemporaryDirectory(prefix="gongdao-opened-") as folder:
        with bundle.open("rb") as stream:
            unpack(stream, bundle.name, Path(folder))
        yield Path(folder)


@contextlib.contextmanager
def pinned(reference: str, lang: str) -> Iterator[Path | None]:
    """A reference opened; an address is captured first, and said to be. None, and said why, where that fails."""
    from gongdao.cli.capture import captured

    if reference.lower().startswith(("http://", "https://")):
        with tempfile.TemporaryDirectory(prefix="gongdao-captured-") as folder:
            archive = captured(reference, Path(folder) / "page.zip", lang)
            if archive is None:
                yield None
                return
            with opened(archive) as site:
                yield site
        return
    if not Path(reference).exists():
        complain("reason_bundle_absent", lang, name=reference)
        yield None
        return
    with opened(Path(reference)) as site:
        yield site


def check_imitation(
    reference: str,
    delivery: Path,
    mode: str = "same",
    widths: str = "1440,390",
    report: Path | None = None,
    as_json: bool = False,
    lang: str = "zh-hans",
) -> int:
    """Run the check and print its result; returns the exit status."""
    from gongdao.checks.kinds.imitation import imitation

    try:
        wanted = tuple(int(w) for w in widths.split(","))
    except ValueError:
        return complain("bad_widths", lang, widths=widths)
    if mode not in ("same", "own"):
        return complain("bad_mode", lang, mode=mode)
    if not wanted or any(not 200 <= w <= 4000 for w in wanted):
        return complain("bad_widths", lang, widths=widths)
    if not delivery.exists():
        return complain("reason_bundle_absent", lang, name=str(delivery))
    try:
        with pinned(reference, lang) as kept, opened(delivery) as b:
            if kept is None:
                return USAGE_ERROR
            a = kept
            result = imitation(a, b, "own" if mode == "own" else "same", wanted, report, words=WORDS)
    except CustodyError as fault:
        return complain("reason_archive_refused", lang, said=say(CUSTODY, fault.code, lang, **fault.data))
    print(json.dumps(result, ensure_ascii=False, indent=1) if as_json else summary(result, report, lang))
    return EXIT[result["outcome"]]


def complain(code: str, lang: str, **data: Any) -> int:
    """Say on standard error why the check did not run."""
    print(say(WORDS, code, lang, **data), file=sys.stderr)
    return USAGE_ERROR


def summary(result: dict[str, Any], report: Path | None, lang: str) -> str:
    """A few lines for a person at a terminal."""
    lines = [say(WORDS, f"outcome_{result['outcome']}", lang)]
    if result.get("score") is not None:
        margin = say(WORDS, "margin", lang, low=f"{result['low']:.0f}", high=f"{result['high']:.0f}")
        lines.append(f"{say(WORDS, 'score', lang)} {result['score']:.1f}  ({margin})")
        for part in ("design", "content"):
            if result.get(part) is not None:
                lines.append(f"{say(WORDS, part, lang)} {result[part]:.1f}")
    lines += [f"- {say(WORDS, 'reason_' + r['code'], lang, **_shown(r['data']))}" for r in result["reasons"]]
    lines += [f"- {say(WORDS, 'flag_' + flag, lang)}" for flag in result["flags"]]
    lines += [f"  {say(WORDS, label, lang)}: {count}" for label, count in result["counts"].items()]
    if report is not None:
        lines.append(str(report / "index.html"))
    return "\n".join(lines)


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    return {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in data.items()}
