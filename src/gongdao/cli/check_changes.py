"""`gongdao check changes`: were the agreed changes made? And a helper that proposes assertions from a document.

The exit status tells scripts what came out: 0 passed, 1 failed, 2 cannot tell, 64 not understood.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gongdao.cli.check_imitation import EXIT, complain, opened
from gongdao.custody.faults import CustodyError
from gongdao.words.checks_imitation import WORDS
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import say


def check_changes(
    reference: Path,
    delivery: Path,
    agreed: Path,
    widths: str = "1440",
    material: Path | None = None,
    report: Path | None = None,
    as_json: bool = False,
    lang: str = "zh-hans",
) -> int:
    """Run the check on a file of assertions and print its result; returns the exit status."""
    from gongdao.checks.kinds.changes import AssertionFault, changes, parse

    for needed in (reference, delivery, agreed):
        if not needed.exists():
            return complain("reason_bundle_absent", lang, name=str(needed))
    try:
        wanted = tuple(int(w) for w in widths.split(","))
        assertions = parse(agreed.read_text(encoding="utf-8"))
    except AssertionFault as fault:
        return complain(fault.code, lang, line=fault.line, source=fault.source, expected=fault.expected)
    except ValueError:
        return complain("bad_widths", lang, widths=widths)
    try:
        with opened(reference) as a, opened(delivery) as b:
            result = changes(a, b, assertions, wanted, report, material=material or agreed.parent, words=WORDS)
    except CustodyError as fault:
        return complain("reason_archive_refused", lang, said=say(CUSTODY, fault.code, lang, **fault.data))
    print(json.dumps(result, ensure_ascii=False, indent=1) if as_json else summary(result, report, lang))
    return EXIT[result["outcome"]]


def summary(result: dict[str, Any], report: Path | None, lang: str) -> str:
    """A few lines for a person at a terminal."""
    lines = [say(WORDS, f"outcome_{result['outcome']}", lang)]
    lines += [f"{say(WORDS, item['verdict'], lang)}: {item['source']}" for item in result["items"]]
    if result["unagreed"]:
        lines.append(say(WORDS, "unagreed_list", lang, count=len(result["unagreed"])))
        lines += [f"  {say(WORDS, x['label'], lang)}: {x['text'][:80]}" for x in result["unagreed"][:40]]
    lines += [f"- {say(WORDS, 'reason_' + r['code'], lang, **r['data'])}" for r in result["reasons"]]
    if report is not None:
        lines.append(str(report / "index.html"))
    return "\n".join(lines)


def propose(document: Path, as_json: bool = False, lang: str = "zh-hans") -> int:
    """Print one proposed assertion for each line of a change document that could be read."""
    import msgspec

    from gongdao.checks.kinds.changes import propose_assertions
    from gongdao.checks.kinds.changes.propose import DocumentFault

    if not document.is_file():
        return complain("reason_bundle_absent", lang, name=str(document))
    try:
        proposals = propose_assertions(document)
    except DocumentFault as fault:
        return complain(f"document_{fault.code}", lang, name=document.name)
    if as_json:
        print(json.dumps(msgspec.to_builtins(proposals), ensure_ascii=False, indent=1))
        return 0
    for proposal in proposals:
        sentence = proposal.assertion.source if proposal.assertion else f"# {say(WORDS, 'not_read', lang)}"
        print(f"# {proposal.line}: {proposal.text}\n{sentence}")
    return 0
