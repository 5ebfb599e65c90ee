"""The commands as a person or a script meets them: output, exit status, the report's page, and answers to bad input."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from gongdao.checks import sandbox
from gongdao.checks.capture import capture_fault
from gongdao.cli.check_dataset import check_dataset
from gongdao.cli.check_same import check_same
from gongdao.cli.check_starts import check_starts
from gongdao.cli.check_works import check_works

pytestmark = pytest.mark.skipif(sandbox.fault() is not None, reason="no sandbox here")
needs_browser = pytest.mark.skipif(capture_fault() is not None, reason="no browser or no sandbox here")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "goods.csv").write_text("name,price\n红茶,12\n绿茶,九块\n", "utf-8")
    return folder


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.toml"
    path.write_text('[[fields]]\nname = "name"\nfilled = 1.0\n[[fields]]\nname = "price"\ntype = "number"\n', "utf-8")
    return path


def test_dataset_in_both_languages(delivery: Path, contract: Path, tmp_path: Path, capsys: Said) -> None:
    assert check_dataset(delivery, contract, report=tmp_path / "report") == 1
    said = capsys.readouterr().out
    assert said.startswith("数据检验: 检验未通过")
    assert "✗ 类型不符的值 price: 九块 1 / 0" in said
    page = (tmp_path / "report" / "index.html").read_text()
    assert "九块" in page
    assert "Values of the wrong type" in page
    assert check_dataset(delivery, contract, lang="en") == 1
    assert "✗ Values of the wrong type price: 九块 1 / 0" in capsys.readouterr().out


def test_dataset_as_json_and_from_an_archive(delivery: Path, contract: Path, tmp_path: Path, capsys: Said) -> None:
    assert check_dataset(delivery, contract, as_json=True) == 1
    plain = json.loads(capsys.readouterr().out)
    assert (plain["kind"], plain["outcome"], plain["facts"]["rows"]) == ("dataset", "failed", 2)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.write(delivery / "goods.csv", "数据/goods.csv")
    assert check_dataset(tmp_path / "d.zip", contract, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["facts"]["rows"] == 2
    assert check_dataset(delivery / "goods.csv", contract, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["facts"]["rows"] == 2


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[[fields]]\nname = "a"\ntype = "int"', "fields[0].type"),
        ("rows_min = 3", "fields"),
        ('[[fields]]\nname = "a"\nfiled = 1', "fields[0].filed"),
        ("= 3", "contract.toml"),
    ],
)
def test_a_wrong_contract_is_answered_with_its_key(
    text: str, path: str, delivery: Path, tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "contract.toml").write_text(text)
    assert check_dataset(delivery, tmp_path / "contract.toml", lang="en") == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"{path}: expected ")
    assert said.out == ""


def test_what_is_not_there(contract: Path, tmp_path: Path, capsys: Said) -> None:
    assert check_dataset(tmp_path / "gone", contract) == 64
    assert check_dataset(tmp_path, tmp_path / "gone.toml") == 64
    assert check_same(tmp_path, [tmp_path / "gone"]) == 64
    assert "gone" in capsys.readouterr().err


def test_a_hostile_archive_is_answered(contract: Path, tmp_path: Path, capsys: Said) -> None:
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("../out.csv", "a\n1\n")
    assert check_dataset(tmp_path / "d.zip", contract, lang="en") == 64
    assert "points out of the archive" in capsys.readouterr().err


def test_starts(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<title>open</title>")
    assert check_starts(tmp_path / "site", lang="en") == 0
    assert "It started and answered open 200" in capsys.readouterr().out
    assert check_starts(tmp_path / "site", run="ruby", lang="en") == 2
    assert capsys.readouterr().err.startswith("run.kind: expected ")
    (tmp_path / "php").mkdir()
    (tmp_path / "php" / "old.php").write_text("<?php")
    run = check_starts(tmp_path / "php", run="php", command="php5 -S 127.0.0.1:$PORT", report=tmp_path / "r")
    assert run in (1, 2)


def test_same(tmp_path: Path, capsys: Said) -> None:
    text = " ".join(f"word{i}" for i in range(300))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text)
    assert check_same(tmp_path / "one", [tmp_path / "two"], report=tmp_path / "report", lang="en") == 0
    said = capsys.readouterr().out
    assert "two-1: 100.0 % (1 + 0 / 1)" in said
    assert (tmp_path / "report" / "index.html").is_file()


@needs_browser
@pytest.mark.browser
def test_works(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<!doctype html><title>t</title><a href=gone.html>x</a>")
    assert check_works(tmp_path / "site", widths="800", forms=["index.html:email"], lang="en") == 1
    said = capsys.readouterr().out
    assert "✗ Links that lead nowhere index.html gone.html x" in said
    assert "✗ The agreed form is missing index.html" in said
    assert check_works(tmp_path / "site", widths="wide") == 64
