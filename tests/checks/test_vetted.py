"""The shelf of vetted packages: what it answers, what the report says of it, and how a package gets there."""

from __future__ import annotations

import io
import json
import re
import shutil
import tarfile
from pathlib import Path

import pytest

from gongdao.checks.capture import capture, vetted
from gongdao.checks.kinds.imitation import imitation
from gongdao.checks.runner import key_of, run_check
from gongdao.checks.shape import file_hash
from gongdao.cli import vet
from gongdao.words.checks_imitation import WORDS
from tests.checks.imitation_captures import DESK, need_sandbox

FIXTURES = Path(__file__).resolve().parents[2] / ".fixtures"


@pytest.mark.parametrize(
    ("url", "package", "file"),
    [
        ("https://cdn.jsdelivr.net/npm/ui@5.2.3/dist/ui.css", "ui@5.2.3", "dist/ui.css"),
        ("https://cdn.jsdelivr.net/npm/@scope/ui@5.2.3/dist/ui.css?v=1", "@scope/ui@5.2.3", "dist/ui.css"),
        ("http://unpkg.com/ui@5.2.3-beta.1/a%20b.js", "ui@5.2.3-beta.1", "a b.js"),
        ("https://npm.elemecdn.com/ui@5.2.3/ui.js", "ui@5.2.3", "ui.js"),
        ("https://cdnjs.cloudflare.com/ajax/libs/ui/5.2.3/ui.min.js", "ui@5.2.3", "ui.min.js"),
        ("https://cdn.bootcdn.net/ajax/libs/twitter-bootstrap/4.6.0/css/x.css", "bootstrap@4.6.0", "dist/css/x.css"),
        ("https://lib.baomitu.com/jquery/3.5.1/jquery.min.js", "jquery@3.5.1", "dist/jquery.min.js"),
        ("https://code.jquery.com/jquery-3.5.1.slim.min.js", "jquery@3.5.1", "dist/jquery.slim.min.js"),
        ("https://maxcdn.bootstrapcdn.com/bootstrap/3.4.1/css/x.css", "bootstrap@3.4.1", "dist/css/x.css"),
        ("https://maxcdn.bootstrapcdn.com/font-awesome/4.7.0/css/x.css", "font-awesome@4.7.0", "css/x.css"),
        ("https://use.fontawesome.com/releases/v6.3.0/js/all.js", "@fortawesome/fontawesome-free@6.3.0", "js/all.js"),
    ],
)
def test_addresses_of_the_usual_hosts_are_understood(url: str, package: str, file: str) -> None:
    asked = vetted.wanted(url)
    assert asked is not None
    assert asked.exact
    assert package in asked.packages
    assert file in asked.files


@pytest.mark.parametrize("version", ["5", "5.2", "^5.2.3", "~5", "latest", "next", "5.x", "%3E=5.0.0"])
def test_a_range_is_known_for_one_and_never_answered(version: str, tmp_path: Path) -> None:
    url = f"https://cdn.jsdelivr.net/npm/ui@{version}/ui.css"
    asked = vetted.wanted(url)
    assert asked is not None
    assert not asked.exact
    for name in ("ui@5.2.3", f"ui@{version}"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ui.css").write_text("a {}")
    assert vetted.find(tmp_path, url) is None
    assert vetted.find(tmp_path, "https://cdn.jsdelivr.net/npm/ui@5.2.3/ui.css") is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.jsdelivr.net/npm/ui@5.2.3",
        "https://cdn.jsdelivr.net/npm/ui/dist/ui.css",
        "https://cdn.jsdelivr.net/gh/somebody/ui@5.2.3/ui.css",
        "https://cdn.jsdelivr.net.evil.example/npm/ui@5.2.3/ui.css",
        "https://fonts.example/css2?family=Noto",
        "ftp://unpkg.com/ui@5.2.3/ui.css",
        "https://unpkg.com/ui@5.2.3/../../../etc/passwd",
        "https://unpkg.com/ui@5.2.3/%2e%2e/%2e%2e/etc/passwd",
        "https://unpkg.com/..@5.2.3/passwd",
        "https://unpkg.com/ui@5.2.3//etc/passwd",
        "https://unpkg.com/ui@5.2.3/a%00b",
        "https://[broken/ui@5.2.3/x",
    ],
)
def test_any_other_address_is_not(url: str, tmp_path: Path) -> None:
    (tmp_path / "ui@5.2.3").mkdir()
    (tmp_path / "passwd").write_text("root:")
    assert vetted.find(tmp_path, url) is None


def test_a_link_on_the_shelf_leads_nowhere(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    (shelf / "ui@1.0.0").mkdir(parents=True)
    (tmp_path / "secret.css").write_text("x")
    (shelf / "ui@1.0.0" / "ui.css").symlink_to(tmp_path / "secret.css")
    (shelf / "two@1.0.0").symlink_to(tmp_path)
    for name in ("ui@1.0.0/ui.css", "two@1.0.0/secret.css"):
        assert vetted.find(shelf, f"https://unpkg.com/{name}") is None


# -- shown ----------------------------------------------------------------------------------------------------------

STYLE = "body { background: #114488 } h1 { color: #ffee00; font-size: 60px } @import url(more.css);"
PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Shop</title>
<link rel=stylesheet href="https://cdn.jsdelivr.net/npm/ui@5.2.3/dist/ui.css" crossorigin>
<link rel=stylesheet href="https://cdn.jsdelivr.net/npm/ui@5/dist/ui.css">
<link rel=stylesheet href="https://unpkg.com/other@1.0.0/other.css">
<link rel=stylesheet href="https://fonts.example/css">
<body><h1>Cloud Hill</h1><p>Tea from one hill, picked by hand.</p>
<img src="//unpkg.com/ui@5.2.3/logo.svg" alt=logo>
<script src="https://cdnjs.cloudflare.com/ajax/libs/words/1.2.0/words.min.js"></script>"""
LOGO = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><rect width='90' height='60' fill='#ff0000'/></svg>"
)
FILES = {
    "ui@5.2.3/dist/ui.css": STYLE,
    "ui@5.2.3/logo.svg": LOGO,
    "words@1.2.0/dist/words.min.js": "document.body.append(Object.assign(document.createElement('h2'), "
    "{textContent: 'Written by a script'}))",
}
ANSWERED = {
    "http://unpkg.com/ui@5.2.3/logo.svg": ("ui@5.2.3", "logo.svg"),
    "https://cdn.jsdelivr.net/npm/ui@5.2.3/dist/ui.css": ("ui@5.2.3", "dist/ui.css"),
    "https://cdnjs.cloudflare.com/ajax/libs/words/1.2.0/words.min.js": ("words@1.2.0", "dist/words.min.js"),
}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE)
    return folder


def test_both_sides_are_answered_alike_and_the_report_says_by_what(
    shelf: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_sandbox()
    bare = capture(site, widths=(DESK,), out=tmp_path / "bare", deadline_s=120)
    monkeypatch.setenv(vetted.SETTING, str(shelf))
    both = {"reference": site, "delivery": site}
    report = run_check("imitation", both, tmp_path / "work", settings={"widths": [DESK]}, words=WORDS)
    folder = tmp_path / "work" / key_of("imitation", both, {"widths": [DESK]})
    assert {one["url"]: (one["package"], one["path"]) for one in report.facts["vetted"]} == ANSWERED
    assert {one["url"]: one["why"] for one in report.facts["unvetted"]} == {
        "https://cdn.jsdelivr.net/npm/ui@5/dist/ui.css": "range",
        "https://unpkg.com/other@1.0.0/other.css": "not_vetted",
    }
    assert report.settings["vetted"] == ["ui@5.2.3", "words@1.2.0"]
    assert set(report.facts["refused"]) == {
        "https://cdn.jsdelivr.net/npm/ui@5/dist/ui.css",
        "https://unpkg.com/other@1.0.0/other.css",
        "https://fonts.example/css",
    }
    hashed = {name: digest for name, digest in report.inputs if name.startswith("vetted:")}
    assert set(hashed) == {f"vetted:{name}" for name in FILES}
    assert hashed["vetted:ui@5.2.3/logo.svg"] == file_hash(shelf / "ui@5.2.3/logo.svg")
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert hashed["vetted:ui@5.2.3/logo.svg"] in page
    assert "what a range means moves" in page
    assert "写的是版本范围" in page
    # It is the real file that was shown: the style coloured the page and the script wrote into it.
    (styled,) = capture(site, widths=(DESK,), out=tmp_path / "styled", deadline_s=120).pages
    assert styled.background == (17, 68, 136)
    assert "Written by a script" in {text.text for text in styled.texts}
    assert [p.state for p in styled.pictures] == ["shown"]
    assert bare.pages[0].background == (255, 255, 255)
    assert bare.vetted == ()
    assert set(ANSWERED) <= set(bare.pages[0].refused)


def test_the_shelf_is_part_of_the_question(shelf: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = key_of("works", {"delivery": site}, {}), key_of("same", {"delivery": site}, {})
    monkeypatch.setenv(vetted.SETTING, str(shelf))
    assert key_of("works", {"delivery": site}, {}) != without[0]
    assert key_of("same", {"delivery": site}, {}) == without[1]
    first = key_of("works", {"delivery": site}, {})
    (shelf / "ui@5.2.3" / "logo.svg").write_text("<svg/>")
    assert key_of("works", {"delivery": site}, {}) != first


def test_a_shelf_that_is_not_there_is_named(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need_sandbox()
    monkeypatch.setenv(vetted.SETTING, str(tmp_path / "nowhere"))
    taken = capture(site, widths=(DESK,), out=tmp_path / "out")
    assert [(r.code, r.data) for r in taken.reasons] == [("vetted_absent", {"name": str(tmp_path / "nowhere")})]
    assert taken.pages == ()


def test_a_real_template_equals_a_copy_that_carries_its_packages_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the shelf its icons are missing on the reference alone, and the copy's are "extra" (0014)."""
    need_sandbox()
    template = FIXTURES / "sites" / "startbootstrap-freelancer@7.0.7" / "dist"
    archives = sorted((FIXTURES / "vetted").glob("*.tgz"))
    if not template.is_dir() or not archives:
        pytest.skip("the public template and the packages it asks for are not installed (make fixtures)")
    shelf, carries = tmp_path / "shelf", tmp_path / "carries"
    monkeypatch.setenv(vetted.SETTING, str(shelf))
    assert vet.run(archives, None, "en") == 0
    shutil.copytree(template, carries)
    markup = (template / "index.html").read_text(encoding="utf-8")
    for url in re.findall(r'https://(?:cdn\.jsdelivr\.net|use\.fontawesome\.com)/[^"]+', markup):
        found = vetted.find(shelf, url)
        assert found is not None, url
        shutil.copy(found[2], carries / found[2].name)
        markup = markup.replace(url, found[2].name)
    (carries / "index.html").write_text(markup, encoding="utf-8")
    result = imitation(template, carries, widths=(DESK,), pages=["index.html"], deadline_s=280)
    assert (result["outcome"], result["labels"]) == ("passed", [])
    assert {one["package"] for one in result["vetted"]} == {"bootstrap@5.2.3", "@fortawesome/fontawesome-free@6.3.0"}


# -- filled ---------------------------------------------------------------------------------------------------------


def packed(folder: Path, files: dict[str, str], link: str = "") -> Path:
    archive = folder / f"p{len(list(folder.iterdir()))}.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
        if link:
            info = tarfile.TarInfo("package/link")
            info.type, info.linkname = tarfile.SYMTYPE, link
            tar.addfile(info)
    return archive


def package(name: str = "ui", version: str = "1.0.0", **more: str) -> dict[str, str]:
    return {"package/package.json": json.dumps({"name": name, "version": version}), **more}


def test_a_package_is_put_on_the_shelf_by_its_own_name_and_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf, desk = tmp_path / "shelf", tmp_path / "desk"
    desk.mkdir()
    good = packed(desk, package("@scope/ui", **{"package/dist/ui.css": "a {}"}))
    assert vet.run([good], shelf, "en") == 0
    assert (shelf / "@scope" / "ui@1.0.0" / "dist" / "ui.css").read_text() == "a {}"
    assert vetted.find(shelf, "https://unpkg.com/@scope/ui@1.0.0/dist/ui.css") is not None
    assert vet.run([good], shelf, "en") == 0
    assert "already on the shelf, and the same" in capsys.readouterr().out
    other = packed(desk, package("@scope/ui", **{"package/dist/ui.css": "b {}"}))
    assert vet.run([other], shelf, "zh-hans") == 1
    assert "不能替换" in capsys.readouterr().err
    assert (shelf / "@scope" / "ui@1.0.0" / "dist" / "ui.css").read_text() == "a {}"
    assert [p.name for p in shelf.iterdir()] == ["@scope"]


@pytest.mark.parametrize(
    ("files", "link", "code"),
    [
        (package(**{"../../escape.css": "x"}), "", ""),
        (package(), "/etc/passwd", ""),
        (package(), "package.json", "vet_altered"),
        ({"package/a.css": "x"}, "", "vet_no_package"),
        ({**package(), "other/a.css": "x"}, "", "vet_no_package"),
        ({"package/package.json": "[1]"}, "", "vet_no_package"),
        ({"package/package.json": '{"name": 1, "version": 2}'}, "", "vet_no_package"),
        (package("../ui"), "", "vet_bad_name"),
        (package("ui", "5"), "", "vet_bad_name"),
        (package("ui", "1.0.0/../../x"), "", "vet_bad_name"),
    ],
)
def test_what_is_no_plain_package_is_refused_and_leaves_nothing(
    files: dict[str, str], link: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf, desk = tmp_path / "shelf", tmp_path / "desk"
    desk.mkdir()
    archive = packed(desk, files, link)
    assert vet.run([archive], shelf, "en") == 1
    assert capsys.readouterr().err
    assert list(shelf.iterdir()) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["desk", "shelf"]
    if code:
        with pytest.raises(vet.Refused) as refused:
            vet.put(archive, shelf)
        assert refused.value.code == code


def test_no_shelf_and_no_archive_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(vetted.SETTING, raising=False)
    assert vet.run([tmp_path / "x.tgz"], None, "en") == 2
    assert vetted.SETTING in capsys.readouterr().err
    assert vet.run([tmp_path / "x.tgz"], tmp_path / "shelf", "zh-hans") == 1
    assert "x.tgz" in capsys.readouterr().err
