"""The operator's shelf of vetted packages: it answers pages that load styles, fonts and icons from public hosts.

A sandboxed page reaches no host. Where the operator keeps the packages such pages name (`GONGDAO_VETTED`, a folder laid
out as `<name>@<version>/<path>`, filled by `gongdao vet`), an address of a usual host is answered from there, for the
reference and the delivery alike. `SHAPES` is the whole table of addresses that are understood.

Only an exact version is answered. `@5`, `@^5.2` and `@latest` are refused even where a version they admit lies on the
shelf: what such an address means moves from day to day, so a report that answered it could not be repeated, and the two
sides might have meant different files. Nothing is fetched, ever; what is not on the shelf stays refused and is listed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from gongdao.checks.capture.facts import Answered, Capture
from gongdao.checks.report import Table
from gongdao.checks.shape import Report, file_hash

SETTING = "GONGDAO_VETTED"
MAX_FILE = 64 * 1024 * 1024

NAME = r"(?:@[a-z0-9~_-][a-z0-9._~-]*/)?[A-Za-z0-9~_-][A-Za-z0-9._~-]*"
VERSION = r"\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?"
_EXACT = re.compile(VERSION)


class Shape(NamedTuple):
    """Addresses of one shape: hosts, how the path reads, and which packages (`{}`: the name in it) hold the file.

    `folders` are where in the package the rest of the path is looked for. `ranged` says whether the host takes ranges
    for a version, so that only a whole one may be answered; `listed` whether it has names of its own (`LIBRARIES`).
    """

    hosts: tuple[str, ...]
    path: re.Pattern[str]
    packages: tuple[str, ...] = ("{}",)
    folders: tuple[str, ...] = ("",)
    ranged: bool = False
    listed: bool = False


_NPM = rf"(?P<name>{NAME})@(?P<version>[^/@]+)/(?P<file>.+)"
_LIBRARY = r"(?P<name>[A-Za-z0-9._~-]+)/(?P<version>[^/]+)/(?P<file>.+)"
SHAPES: tuple[Shape, ...] = (
    Shape(
        ("cdn.jsdelivr.net", "fastly.jsdelivr.net", "gcore.jsdelivr.net", "testingcf.jsdelivr.net"),
        re.compile(rf"/npm/{_NPM}"),
        ranged=True,
    ),
    Shape(("unpkg.com", "npm.elemecdn.com", "unpkg.zhimg.com"), re.compile(rf"/{_NPM}"), ranged=True),
    Shape(
        ("cdnjs.cloudflare.com", "cdn.bootcdn.net", "s4.zstatic.net"),
        re.compile(rf"/ajax/libs/{_LIBRARY}"),
        folders=("", "dist/"),
        listed=True,
    ),
    Shape(
        ("cdn.staticfile.net", "cdn.staticfile.org", "lib.baomitu.com", "cdn.bootcss.com"),
        re.compile(rf"/{_LIBRARY}"),
        folders=("", "dist/"),
        listed=True,
    ),
    Shape(
        ("code.jquery.com",),
        re.compile(r"/(?P<name>jquery)-(?P<version>\d+\.\d+\.\d+)(?P<file>(?:\.slim)?(?:\.min)?\.(?:js|map))"),
        folders=("dist/jquery",),
    ),
    Shape(
        ("stackpath.bootstrapcdn.com", "maxcdn.bootstrapcdn.com", "netdna.bootstrapcdn.com"),
        re.compile(r"/(?P<name>bootstrap)/(?P<version>[^/]+)/(?P<file>.+)"),
        folders=("dist/",),
    ),
    Shape(
        ("stackpath.bootstrapcdn.com", "maxcdn.bootstrapcdn.com", "netdna.bootstrapcdn.com"),
        re.compile(r"/(?P<name>font-awesome)/(?P<version>[^/]+)/(?P<file>.+)"),
    ),
    Shape(
        ("use.fontawesome.com",),
        re.compile(r"/releases/(?P<name>)v(?P<version>[^/]+)/(?P<file>.+)"),
        packages=("@fortawesome/fontawesome-free",),
    ),
)
"""Every shape of address that can be answered. Hosts that make files on demand (fonts by user agent, bundles by query)
are not in it: there is no package that holds what they send."""

LIBRARIES: dict[str, tuple[str, ...]] = {
    "twitter-bootstrap": ("bootstrap",),
    "font-awesome": ("@fortawesome/fontawesome-free", "font-awesome"),
    "magnific-popup.js": ("magnific-popup",),
    "jquery-easing": ("jquery.easing",),
    "Chart.js": ("chart.js",),
    "moment.js": ("moment",),
    "popper.js": ("popper.js", "@popperjs/core"),
    "lodash.js": ("lodash",),
    "Swiper": ("swiper",),
    "element-ui": ("element-ui",),
    "OwlCarousel2": ("owl.carousel",),
    "SimpleLightbox": ("simplelightbox",),
    "slick-carousel": ("slick-carousel",),
    "bxslider": ("bxslider",),
}
"""Libraries that some hosts list under another name than their package has."""


class Wanted(NamedTuple):
    """What an address of a known shape asks for: packages (`name@version`) and files in them, likeliest first."""

    packages: tuple[str, ...]
    files: tuple[str, ...]
    exact: bool


def shelf() -> Path | None:
    """The folder of vetted packages this installation has, None where none is set. It may not be there."""
    chosen = os.environ.get(SETTING)
    return Path(chosen).expanduser().resolve() if chosen else None


def wanted(url: str) -> Wanted | None:
    """What an address asks for, or None if its shape is not in the table."""
    try:
        split = urlsplit(url)
        host = split.hostname or ""
    except ValueError:
        return None
    if split.scheme not in ("http", "https"):
        return None
    path = unquote(split.path)
    for shape in SHAPES:
        match = shape.path.fullmatch(path) if host in shape.hosts else None
        if match is None:
            continue
        version, file = match["version"], match["file"]
        if _climbs(file) or _climbs(version):
            return None
        said = LIBRARIES.get(match["name"], (match["name"],)) if shape.listed else (match["name"],)
        names = [package.format(name) for package in shape.packages for name in said]
        exact = not shape.ranged or _EXACT.fullmatch(version) is not None
        return Wanted(tuple(f"{n}@{version}" for n in names), tuple(f"{f}{file}" for f in shape.folders), exact)
    return None


def _climbs(path: str) -> bool:
    return "\\" in path or "\0" in path or any(part in ("", ".", "..") for part in path.split("/"))


def find(folder: Path, url: str) -> tuple[str, str, Path] | None:
    """(package, path in it, the file) that answers an address from the shelf `folder`, or None."""
    asked = wanted(url)
    if asked is None or not asked.exact:
        return None
    for package in asked.packages:
        top = (folder / package).resolve()
        for name in asked.files:
            try:
                file = (top / name).resolve()
                whole = file.is_relative_to(top) and file.is_file() and file.stat().st_size <= MAX_FILE
            except (OSError, ValueError):
                continue
            if whole and top.is_relative_to(folder.resolve()):
                return package, name, file
    return None


def answered(folder: Path | None, urls: Sequence[str]) -> tuple[Answered, ...]:
    """What the shelf answers to these addresses, each with the file and its hash."""
    found = [(url, find(folder, url)) for url in dict.fromkeys(urls)] if folder else []
    return tuple(Answered(url, one[0], one[1], file_hash(one[2])) for url, one in found if one is not None)


# -- in reports ------------------------------------------------------------------------------------------------------


def noted(report: Report, captures: Sequence[Capture]) -> Report:
    """The report with what the shelf answered: packages among the settings, each file and its hash among the inputs.

    So a repeat needs these packages and no others. Where a shelf is set, `facts["unvetted"]` lists the addresses of a
    known shape that stayed refused, each with the code why: `range` or `not_vetted`. `facts["lent"]` are addresses that
    a captured reference answered for the delivery. Unchanged where nothing was asked.
    """
    used = {one.url: one for taken in captures for one in taken.vetted}
    refused = {url for taken in captures for page in taken.pages for url in page.refused}
    left = [(url, asked) for url in sorted(refused) if shelf() and (asked := wanted(url))]
    lent = sorted({url for taken in captures for page in taken.pages for url in page.lent})
    if not used and not left and not lent:
        return report
    facts: dict[str, Any] = dict(report.facts)
    if lent:
        facts["lent"] = lent
    if used:
        facts["vetted"] = [msgspec.to_builtins(used[url]) for url in sorted(used)]
    if left:
        facts["unvetted"] = [
            {"url": url, "package": asked.packages[0], "why": "not_vetted" if asked.exact else "range"}
            for url, asked in left
        ]
    packages = sorted({one.package for one in used.values()})
    files = sorted({(f"vetted:{one.package}/{one.path}", one.sha256) for one in used.values()})
    return msgspec.structs.replace(
        report,
        facts=facts,
        settings={**report.settings, "vetted": packages} if packages else report.settings,
        inputs=(*report.inputs, *files),
    )


def shelf_tables(report: Report) -> tuple[Table, ...]:
    """Tables for the report's page: which address was answered by which file, and which was not."""
    rows = tuple(
        (str(one["url"]), str(one["package"]), str(one["path"]), str(one["sha256"]))
        for one in report.facts.get("vetted", [])
    )
    made = [Table(code="table_vetted", columns=("address", "package", "file", "sha256"), rows=rows)] if rows else []
    for why in ("not_vetted", "range"):
        left = tuple(
            (str(one["url"]), str(one["package"])) for one in report.facts.get("unvetted", []) if one["why"] == why
        )
        if left:
            made.append(Table(code=f"table_{why}", columns=("address", "package"), rows=left))
    if lent := tuple((str(url),) for url in report.facts.get("lent", [])):
        made.append(Table(code="table_lent", columns=("address",), rows=lent))
    return tuple(made)
