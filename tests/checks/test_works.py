"""What does not work is listed with its place. Pages whose ids tell the truth: `bad…` must be found, `ok…` must not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gongdao.checks.capture import capture_fault
from gongdao.checks.kinds.works import check
from gongdao.checks.kinds.works.lint import lint
from gongdao.checks.shape import Report

needs_browser = pytest.mark.skipif(capture_fault() is not None, reason="no browser or no sandbox here")

LINKS = """<!doctype html><title>t</title><body>
<a id="ok1" href="other.html">o</a> <a id="ok2" href="other.html#part">o</a> <a id="ok3" href="#here">o</a>
<a id="ok4" href="">o</a> <a id="ok5" href="#">o</a> <a id="ok6" href="#top">o</a> <a id="ok7" href="/other.html">o</a>
<a id="ok8" href="https://example.com/x">o</a> <a id="ok9" href="mailto:a@b.cn">o</a> <a id="ok10" href="sub/">o</a>
<a id="ok11" href="other.html?x=1#part">o</a> <a id="ok12" href="%E4%B8%AD.html">o</a> <a id="ok13" href="other">o</a>
<a id="ok14" href="#/route">o</a> <a id="ok15" href="../../other.html">o</a> <a id="ok16" href="tel:1">o</a>
<a id="ok17" href="#named">o</a> <a name="named"></a> <p id="here"></p>
<img id="ok18" src="a.png" srcset="a.png 1x, a.png 2x"> <img id="ok19" src="data:image/gif;base64,R0lGOD">
<template><img src="inside-template.png"></template>
<a id="bad1" href="gone.html">b</a> <a id="bad2" href="other.html#gone">b</a> <a id="bad3" href="#nowhere">b</a>
<a id="bad4" href="sub/gone.html">b</a> <img id="bad5" src="gone.png"> <img id="bad6" srcset="a.png 1x, gone2.png 2x">
<script id="bad7" src="gone.js"></script> <link id="bad8" rel="stylesheet" href="gone.css">
<div id="bad9" style="background:url('gone-bg.png')"></div> <video id="bad10" poster="gone-poster.png"></video>
</body>"""


def site(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / "delivery" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG if name.endswith(".png") else content.encode())
    return folder / "delivery"


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000020001"
    "e221bc330000000049454e44ae426082"
)


def test_links_whose_ids_tell_the_truth(tmp_path: Path) -> None:
    files = {"index.html": LINKS, "other.html": "<p id=part>", "sub/index.html": "", "中.html": "", "a.png": ""}
    found = lint(site(tmp_path, files))
    attribute = r'id="(bad|ok)(\d+)"[^>]*?(?:href|src|srcset|poster|style)="([^"]*)"'
    told = {f"{kind}{number}": value for kind, number, value in re.findall(attribute, LINKS)}
    assert len(told) == 29
    named = {one.target for one in found.broken}
    for name, value in told.items():
        assert name.startswith("bad") == any(target in value for target in named), name
    assert len(found.broken) == 10
    kinds = {one.target: one.kind for one in found.broken}
    assert (kinds["gone.html"], kinds["#nowhere"], kinds["gone.css"]) == ("link", "anchor", "file")


def test_styles_are_read_too(tmp_path: Path) -> None:
    css = "@import 'gone.css'; /* url(commented.png) */ a{background:url(ok.png)} b{background:url( \"gone.png\" )}"
    files = {"index.html": "<style>i{background:url(inline-gone.png)}</style>", "css/a.css": css, "css/ok.png": ""}
    assert {one.target for one in lint(site(tmp_path, files)).broken} == {"gone.css", "gone.png", "inline-gone.png"}


def test_base_and_root(tmp_path: Path) -> None:
    page = '<base href="/sub/"><a href="x.html">x</a><img src="/a.png">'
    files = {"dist/index.html": page, "dist/sub/x.html": "", "dist/a.png": ""}
    assert lint(site(tmp_path, files), "dist").broken == ()


def test_forms_are_read(tmp_path: Path) -> None:
    form = "<form><input name=a><textarea name=b></textarea><input type=hidden name=h><button>go</button></form>"
    form += "<form><select name=c>"
    forms = lint(site(tmp_path, {"index.html": form})).forms["index.html"]
    assert [(one.fields, one.sends) for one in forms] == [(("a", "b"), True), (("c",), False)]


def judge(folder: Path, files: dict[str, str], **settings: Any) -> Report:
    return check({"delivery": site(folder, files)}, {"widths": (900,), **settings}, folder)


def found(report: Report) -> list[tuple[str, str]]:
    return [(g.code, g.page) for g in report.grounds]


@needs_browser
@pytest.mark.browser
def test_a_site_that_works(tmp_path: Path) -> None:
    files = {
        "index.html": '<!doctype html><title>t</title><a href="c.html">c</a><img src="a.png"><script>1</script>',
        "c.html": "<!doctype html><form><input name=email><button>go</button></form>",
        "a.png": "",
    }
    report = judge(tmp_path, files, forms=[{"page": "c.html", "fields": ["email"]}], weight_max=100_000)
    assert (report.outcome, found(report)) == ("passed", [("form_present", "c.html")])
    assert report.facts["weights"]["index.html"] > 0
    assert set(report.measured["load_ms"]) == {"index.html 900", "c.html 900"}
    assert not list(tmp_path.glob("gongdao-works-*"))


@needs_browser
@pytest.mark.browser
def test_a_site_that_does_not(tmp_path: Path) -> None:
    files = {
        "index.html": "<!doctype html><title>t</title><a href=gone.html>g</a><script>undefinedFunction()</script>"
        "<script>fetch('late.json')</script><p style='width:3000px'>wide</p>",
        "c.html": "<!doctype html><form><input name=name></form>",
        "d.html": "<!doctype html><p>no form</p>",
    }
    forms = [{"page": "c.html", "fields": ["name", "email"]}, {"page": "d.html"}]
    report = judge(tmp_path, files, forms=forms, weight_max=10)
    assert report.outcome == "failed"
    codes = {code for code, _ in found(report)}
    assert codes == {
        *("broken_link", "script_error", "missing_file", "overflow"),
        *("form_field_missing", "form_missing", "too_heavy"),
    }
    errors = [g.text for g in report.grounds if g.code == "script_error"]
    assert any("undefinedFunction" in text for text in errors)


@needs_browser
@pytest.mark.browser
def test_an_error_after_a_refused_library_is_not_the_pages_fault(tmp_path: Path) -> None:
    page = "<!doctype html><title>t</title><script src='https://cdn.example.com/lib.js'></script><script>lib.start()</script>"
    report = judge(tmp_path, {"index.html": page})
    assert report.outcome == "cannot_tell"
    assert [r.code for r in report.reasons] == ["errors_with_refused"]
    assert report.facts["hosts"] == ["cdn.example.com"]


def test_a_delivery_without_pages_cannot_be_told(tmp_path: Path) -> None:
    report = judge(tmp_path, {"index.php": "<?php"})
    assert (report.outcome, report.reasons[0].code) == ("cannot_tell", "needs_server")


def test_wrong_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(msgspec.ValidationError):
        judge(tmp_path, {"index.html": ""}, width=3)
