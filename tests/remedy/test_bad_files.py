"""Malformed assessment files: each is refused with the key's path and what was expected there, and exit code 2."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from gongdao.cli.assess import assess_file
from gongdao.remedy import AssessmentError, read_assessment
from gongdao.remedy.read import parse_json, parse_toml
from tests.remedy.bad.make import faulty, said

FOLDER = Path(__file__).parent / "bad"
FILES = faulty()


def test_there_are_at_least_forty_and_they_are_what_the_script_writes():
    kept = {path.name for path in FOLDER.iterdir() if path.suffix in (".json", ".toml")}
    assert kept == set(FILES)
    assert len(kept) >= 40
    for name, (text, _) in FILES.items():
        assert (FOLDER / name).read_text("utf-8") == text, name


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_about_it(name):
    code, path, words = FILES[name][1]
    text = (FOLDER / name).read_text("utf-8")
    with pytest.raises(AssessmentError) as error:
        read_assessment(parse_toml(text) if name.endswith(".toml") else parse_json(text))
    assert (error.value.code, error.value.path) == (code, path)
    assert words in error.value.expected
    assert error.value.got
    assert path in str(error.value)


def test_the_whole_messages_are_those_that_were_read_and_approved():
    kept = [line.split("\t", 1) for line in (FOLDER / "said.tsv").read_text("utf-8").splitlines()]
    assert [name for name, _ in kept] == sorted(FILES)
    for name, message in kept:
        assert said(name, FILES[name][0]) == message


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("name", FILES)
def test_the_command_says_so_and_ends_with_2(name, lang, capsys):
    _, path, _ = FILES[name][1]
    assert assess_file(str(FOLDER / name), lang=lang) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert path in said.err
    assert "Traceback" not in said.err
    assert "{" not in said.err, "a placeholder was left"
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_file_that_is_not_there_a_folder_and_bytes_that_are_no_text(lang, tmp_path, capsys):
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe{}")
    for file in ("missing.json", ".", "latin.json"):
        assert assess_file(str(tmp_path / file), lang=lang) == 2
        assert str(tmp_path / file) in capsys.readouterr().err


def test_a_file_too_large_to_be_an_order(tmp_path, capsys):
    (tmp_path / "big.json").write_bytes(b" " * (16 * 1024 * 1024 + 1))
    assert assess_file(str(tmp_path / "big.json"), lang="en") == 2
    assert "big.json" in capsys.readouterr().err


def test_standard_input_is_json(monkeypatch, capsys):
    class Pipe:
        buffer = io.BytesIO(b'{"price": "400"}')

    monkeypatch.setattr(sys, "stdin", Pipe())
    assert assess_file("-", lang="en") == 2
    assert capsys.readouterr().err.startswith("price: expected an integer")


def test_a_null_stands_for_an_absent_sum():
    raw = {
        "price": None,
        "requirements": [{"id": "a", "title": "A", "price": None, "market": 5}],
        "findings": {"a": {"delivered_bp": 0, "cure_cost": None}},
        "delay": None,
    }
    assert read_assessment(raw) == read_assessment(
        {
            "requirements": [{"id": "a", "title": "A", "market": 5}],
            "findings": {"a": {"delivered_bp": 0}},
        }
    )


def test_keys_that_are_no_texts():
    with pytest.raises(AssessmentError) as error:
        read_assessment({"requirements": [], "findings": {}, 7: 1})
    assert (error.value.code, error.value.path) == ("wrong_type", "")
    assert (error.value.expected, error.value.got) == ("keys that are texts", "7")
