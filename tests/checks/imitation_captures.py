"""Captures that several tests share: each bundle is rendered once per test run.

Many pages go into one bundle, because a sandbox with its browser costs two seconds to start and a page about one.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from gongdao.checks.capture import Capture, PageFacts, capture, capture_fault
from gongdao.checks.compare.pages import PageComparison, compare_shown
from gongdao.checks.compare.pixels import Pixels, read_picture, thumbnail
from tests.checks.imitation_edits import Edit, edits_of, site, with_edits

PAGES = Path(__file__).parent / "pages"
DESK, PHONE = 1440, 390
PATIENCE = {"deadline_s": 600.0, "page_deadline_s": 60.0}
"""Pages nobody suspects get all the time a busy machine may need; how deadlines are kept is tested elsewhere."""


@functools.cache
def desk() -> Path:
    """A folder for this run's bundles and pictures."""
    folder = Path(tempfile.mkdtemp(prefix="gongdao-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def need_sandbox() -> None:
    """Skip, with the reason, where nothing can be rendered."""
    fault = capture_fault()
    if fault is not None:
        pytest.skip(f"cannot render here: {fault.code}")


def need_site(package: str) -> Path:
    """The folder of a public template; skip where the fixtures could not be installed."""
    folder = site(package)
    if folder is None:
        pytest.skip(f"startbootstrap-{package} is not installed (make fixtures)")
    return folder


@functools.cache
def truth_pages() -> Capture:
    """Our own pages whose ids tell the truth, at a desk's and a phone's width."""
    need_sandbox()
    return capture(PAGES, widths=(DESK, PHONE), out=desk() / "truth", **PATIENCE)


@functools.cache
def templates(*packages: str) -> Capture:
    """The index pages of several templates, as one bundle with a folder for each."""
    need_sandbox()
    bundle = desk() / f"bundle-{hashlib.sha256(repr(packages).encode()).hexdigest()[:12]}"
    pages = []
    for package in packages:
        source = need_site(package)
        whole = source.parent if source.name == "dist" else source
        shutil.copytree(
            whole, bundle / package, copy_function=os.link, ignore=shutil.ignore_patterns("node_modules", ".complete")
        )
        pages.append(f"{package}/{'dist/' if source.name == 'dist' else ''}index.html")
    shots = desk() / bundle.name.replace("bundle", "shots")
    return capture(bundle, pages=pages, widths=(DESK,), out=shots, max_pages=99, **PATIENCE)


@functools.cache
def edited(package: str) -> tuple[Capture, tuple[tuple[Edit, str], ...]]:
    """A template and every single edit of it, each with the page it is on."""
    source = need_site(package)
    first = capture(source, pages=["index.html"], widths=(DESK,), out=desk() / f"first-{package}", **PATIENCE)
    facts = first.pages[0]
    edits = list(edits_of((source / "index.html").read_text(encoding="utf-8"), facts))
    pages = with_edits(source, desk() / f"edited-{package}", edits)
    taken = capture(
        desk() / f"edited-{package}",
        pages=pages,
        widths=(DESK,),
        out=desk() / f"shots-{package}",
        max_pages=99,
        **PATIENCE,
    )
    return taken, tuple(zip(edits, pages[1:], strict=True))


def compared(taken: Capture, reference: str, delivery: str, same: bool = True, width: int = DESK) -> PageComparison:
    """Two pages of one capture against each other."""
    a, b = shown(taken, reference, width), shown(taken, delivery, width)
    return compare_shown(a, b, (thumb(taken.folder, a), thumb(taken.folder, b)), same)


@functools.cache
def _decoded(path: Path, width: int) -> Pixels:
    return thumbnail(read_picture(path), width)


def thumb(folder: str, facts: PageFacts) -> Pixels:
    """The small picture of a page, decoded once for all comparisons it takes part in."""
    return _decoded(Path(folder) / facts.picture, facts.width)


def shown(taken: Capture, page: str, width: int = DESK) -> PageFacts:
    """The facts of a page that must have been shown."""
    facts = taken.page(page, width)
    assert facts is not None, page
    assert facts.status == "shown", (page, facts.status, taken.reasons)
    return facts
