"""Malformed assessment files: each is refused with the key's path and what was expected there, and exit code 2."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import msgspec
import pytest

from gongdao.cli.assess import assess_file
from gongdao.remedy import Assessment, AssessmentError, Delay, Deposit, Finding, Requirement, read_assessment
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


KEYS = {f.name for struct in (Assessment, Requirement, Finding, Deposit, Delay) for f in msgspec.structs.fields(struct)}
NAMES = KEYS | {
    *("JSON", "TOML", "ISO", "CNY", "null", "true", "false", "inf", "nan"),
    *("both", "buyer", "seller", "none", "earnest", "advance", "buyer_at_will", "buyer_breach", "cn", "cisg"),
    "undiscounted",
}


@pytest.mark.parametrize("name", FILES)
def test_in_chinese_nothing_is_english_but_keys_and_what_the_file_itself_says(name, capsys):
    """The engine names what it expected in English; a reader of Chinese must not meet it."""
    assert assess_file(str(FOLDER / name), lang="zh-hans") == 2
    message = capsys.readouterr().err
    where, _, told = message.partition("：")
    told = re.sub(r"'[^']*'", "", told)
    assert set(re.findall(r"[A-Za-z_]{2,}", told)) <= NAMES, message
    assert "  " not in message
    assert where


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("a-rating-in-a-finding.json", "findings.data.rating：没有这个键。可用的键：delivered_bp, cure_cost"),
        ("price-as-text.json", "price：类型不对：应为整数，实为文字 '400'"),
        ("price-as-float.json", "price：类型不对：应为整数，实为 400.0"),
        ("held-as-null.json", "held：类型不对：应为整数，实为 null"),
        ("review-as-text.json", "delay.review：类型不对：应为 true 或 false，实为文字 'yes'"),
        ("requirements-as-table.json", "requirements：类型不对：应为列表，实为键值表"),
        ("needs-a-number.json", "requirements[1].needs[0]：类型不对：应为文字，实为 7"),
        ("a-list.json", "整个文件：类型不对：应为键值表，实为列表"),
        ("delivered-above-all.json", "findings.data.delivered_bp：超出范围：应为 0 至 10000 的整数，实为 10001"),
        ("digits-without-end.json", "的整数，实为一个 3321 位的二进制数"),
        ("digits-without-end.toml", "的整数，实为一个几千位的数"),
        ("rules-unknown.json", "rules：没有 'cn-2099' 这套规则，可用的有：cn-2021, cn-2021-undiscounted"),
        ("cause-unknown.json", "cause：这套规则没有 'fate' 这种终止原因，可用的有：seller, both"),
        ("list-written-by-a-stranger.json", "list_written_by：应为 both（双方）、buyer（买家）或 seller（卖家）"),
        ("prices-below-the-total.json", "requirements：分项价格合计 30000，应等于总价 40000"),
        ("item-price-beyond-the-total.json", "requirements：分项价格合计 40001，应不超过总价 40000"),
        ("half-a-character.json", r"requirements[2].title：含有残缺的字符 'Data \ud83d'"),
        ("empty.json", "整个文件：这不是 JSON，到第 1 行第 1 列读不下去"),
        ("key-twice.toml", "整个文件：这不是 TOML，到第 2 行第 "),
        ("nested-without-end.toml", "整个文件：括号套得太深"),
        ("toml-date.toml", "price：类型不对：应为整数，实为日期或时间 2012-09-26"),
    ],
)
def test_the_sentence_in_chinese(name, zh, capsys):
    assess_file(str(FOLDER / name), lang="zh-hans")
    assert zh in capsys.readouterr().err


def _file(folder: Path, name: str, raw: bytes) -> str:
    (folder / name).write_bytes(raw)
    return str(folder / name)


GOOD = json.dumps(
    {"price": 100, "requirements": [{"id": "a", "title": "甲"}], "findings": {"a": {"delivered_bp": 5_000}}}
).encode()


@pytest.mark.parametrize(
    ("name", "raw", "zh", "en"),
    [
        ("missing.json", None, "没有这个文件", "there is no such file"),
        (".", None, "这是一个文件夹", "got a folder"),
        ("utf16.json", GOOD.decode().encode("utf-16"), "不是 UTF-8 文本（从第 0 个字节起）", "but byte 0 is none"),
        ("binary.json", bytes(range(256)), "从第 128 个字节起", "but byte 128 is none"),
        ("zero\0.json", None, "系统读不了这个文件", "the system cannot read the file"),
    ],
)
def test_a_file_that_cannot_be_read(name, raw, zh, en, tmp_path, capsys):
    file = _file(tmp_path, name, raw) if raw is not None else str(tmp_path / name)
    for lang, words in (("zh-hans", zh), ("en", en)):
        assert assess_file(file, lang=lang) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert words in said.err
        assert said.err.startswith(str(tmp_path))
        assert said.err.count("\n") == 1


@pytest.mark.parametrize("size", [16 * 1024 * 1024 + 1, 50_000_000])
def test_a_file_too_large_to_be_an_order(size, tmp_path, capsys):
    with (tmp_path / "big.json").open("wb") as stream:
        stream.truncate(size)
    for lang, words in (("zh-hans", "文件太大，应为不超过 16 MiB"), ("en", "expected at most 16 MiB")):
        assert assess_file(str(tmp_path / "big.json"), lang=lang) == 2
        assert words in capsys.readouterr().err


def test_a_file_that_may_not_be_read(monkeypatch, capsys):
    def denied(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    assert assess_file("secret.json", lang="zh-hans") == 2
    assert capsys.readouterr().err == "secret.json：没有读取这个文件的权限\n"


@pytest.mark.parametrize(("name", "mark"), [("a.json", b"\xef\xbb\xbf"), ("a.JSON", b""), ("a", b"")])
def test_a_mark_of_byte_order_is_passed_over_and_a_name_without_ending_is_json(name, mark, tmp_path, capsys):
    assert assess_file(_file(tmp_path, name, mark + GOOD), json=True) == 0
    assert json.loads(capsys.readouterr().out)["options"][0]["due"] == 50


@pytest.mark.parametrize("name", ["a.toml", "a.TOML"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_same_assessment_as_toml(name, end, tmp_path, capsys):
    lines = [b"\xef\xbb\xbfprice = 100", b"[[requirements]]", b'id = "a"', b'title = "A"', b"[findings.a]"]
    assert assess_file(_file(tmp_path, name, end.join([*lines, b"delivered_bp = 5000", b""])), json=True) == 0
    assert json.loads(capsys.readouterr().out)["options"][0]["due"] == 50


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_key_cannot_steer_the_terminal_nor_fill_it(lang, tmp_path, capsys):
    for key in ("\\u001b[31m\\nx", "k" * 5_000, "\\ud800"):
        assert assess_file(_file(tmp_path, "a.json", f'{{"{key}": 1}}'.encode()), lang=lang) == 2
        said = capsys.readouterr().err
        assert "\x1b" not in said
        assert said.count("\n") == 1
        assert len(said) < 600
        said.encode()


def test_no_standard_input_at_all(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert assess_file("-", lang="en") == 2
    assert capsys.readouterr().err == "-: there is no such file\n"


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


def test_a_number_too_long_to_be_written_down_is_refused_from_python_as_well():
    for key in ("price", "currency"):
        with pytest.raises(AssessmentError) as error:
            read_assessment({key: 10**5_000, "requirements": [], "findings": {}})
        assert (error.value.path, error.value.got) == (key, "a number of 16610 bits")


@pytest.mark.parametrize(("bits", "got"), [(1_000, str(2**999)[:60]), (1_001, "a number of 1001 bits")])
def test_a_long_number_is_shown_as_far_as_it_helps(bits, got):
    with pytest.raises(AssessmentError) as error:
        read_assessment({"price": 2 ** (bits - 1), "requirements": [], "findings": {}})
    assert error.value.got == got


@pytest.mark.parametrize(("code", "whole"), [(0xD7FF, True), (0xD800, False), (0xDFFF, False), (0xE000, True)])
def test_every_half_character_is_refused_and_its_neighbours_are_not(code, whole):
    character = chr(code)
    raw = {"price": 1, "requirements": [{"id": "a", "title": character}], "findings": {"a": {"delivered_bp": 0}}}
    if whole:
        assert read_assessment(raw).requirements[0].title == character
        return
    with pytest.raises(AssessmentError) as error:
        read_assessment(raw)
    assert (error.value.code, error.value.path) == ("broken_text", "requirements[0].title")


def test_keys_that_are_no_texts():
    with pytest.raises(AssessmentError) as error:
        read_assessment({"requirements": [], "findings": {}, 7: 1})
    assert (error.value.code, error.value.path) == ("wrong_type", "")
    assert (error.value.expected, error.value.got) == ("keys that are texts", "7")
