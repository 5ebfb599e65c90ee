"""`gongdao read`: JSON into a pipe, a page for people, refusals in both languages with exit 2."""

import json
from pathlib import Path

import pytest

from gongdao.cli.read import page, read
from gongdao.reading import read_file

SAMPLES = Path(__file__).with_name("samples")
CHAT = SAMPLES / "whatsapp_zh_cn.txt"


def test_json_spans_hold(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert read(str(CHAT), order=False, as_json=True, lang="en") == 0
    found = json.loads(capfdbinary.readouterr().out)
    source = CHAT.read_bytes().decode(found["source"]["encoding"])
    assert len(found["messages"]) == 9
    for group in ("people", "messages", "requirements", "amounts", "exhibits", "labels"):
        for item in found[group]:
            assert source[item["start"] : item["end"]] == item["text"]


def test_order(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert read(str(CHAT), order=True, as_json=False, lang="zh") == 0
    order = json.loads(capfdbinary.readouterr().out)
    assert [r["title"] for r in order["requirements"]] == ["首页设计", "商品数据录入", "英文翻译"]
    assert (order["price"], order["deposit"]) == (350_000, {"kind": "earnest", "paid": 100_000})


def test_a_base_date_resolves_relative_times(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert read(str(SAMPLES / "wechat_relative.txt"), False, True, "en", base="2024-03-01") == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert found["messages"][0]["at"] == "2024-02-29T22:41"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file_missing"),
        (b"", "file_empty"),
        (b"%PDF-1.4", "file_binary"),
        (b'{"a": 1}', "format_unknown"),
        (b"---\ntitle: x\n", "front_matter_broken"),
        (b"nothing to see here", "nothing_recognised"),
    ],
)
def test_a_refusal_is_told_in_both_languages(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes | None, code: str
) -> None:
    file = tmp_path / "in.txt"
    if content is not None:
        file.write_bytes(content)
    assert read(str(file), order=False, as_json=True, lang="en") == 2
    out, err = capfd.readouterr()
    error = json.loads(out)["error"]
    assert error["code"] == code
    assert set(error["message"]) == {"zh-hans", "en"}
    assert "{" not in "".join(error["message"].values())
    assert err.count(code) == 2


def test_a_wrong_base_date(capfd: pytest.CaptureFixture[str]) -> None:
    assert read(str(CHAT), False, False, "en", base="26 Sep") == 2
    assert "base_date_wrong" in capfd.readouterr().err


@pytest.mark.parametrize(("lang", "word"), [("en", "Requirements"), ("zh-hans", "要求")])
def test_the_page_for_people(lang: str, word: str) -> None:
    lines = page(read_file(CHAT), lang)
    assert word in lines
    assert any("首页设计" in line and "[" in line for line in lines)
    assert not any("{" in line for line in lines)
