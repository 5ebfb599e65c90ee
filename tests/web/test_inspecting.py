"""Inspecting without having: pictures, data and files of a sealed delivery; reports, and findings that cite them."""

import io
import re
import wave
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from PIL import Image, ImageChops

from gongdao.checks.report import Pair, write_report
from gongdao.checks.shape import Ground, Report, report_hash
from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import AcceptChange, CheckResult, ProposeChange
from gongdao.kernel.values import PLATFORM
from gongdao.services import archives, checks, custody, inspection, reports
from gongdao.services.perform import Done, perform
from gongdao.words.checks_other import WORDS

from .conftest import BOTH, House, until_delivered, until_funded

GREEN, RED = (120, 150, 130), (190, 40, 40)


def sound() -> bytes:
    """Three seconds of nothing."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 8000 * 3))
    return out.getvalue()


def parcel() -> bytes:
    """A delivery without any page: a table with more rows than may be shown, a sound, and names to be escaped."""
    packed = io.BytesIO()
    lines = ["编号,名称,备注", *(f"{n},茶杯{n},{'很长的备注' * 30}" for n in range(1, 41)), "41,,"]
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/cups.csv", "\n".join(lines))
        archive.writestr("data/broken.xlsx", b"no workbook")
        archive.writestr("sound/<b>bell</b>.wav", sound())
    return packed.getvalue()


def delivered(house: House, name: str, files: dict[str, bytes]) -> int:
    """A delivery for the data, looked at by the worker's own task."""

    def stage(walk: Walk, language: str) -> None:
        until_funded(walk, language)
        sample.work(walk, language)  # type: ignore[arg-type]
        walk.deliver(("data",), files, "")

    walk = house.walk(stage, name)
    seq = max(house.order(name).deliveries)
    inspection.take(walk.order_id, seq)
    return seq


@BOTH
def test_data_and_sound_are_described_and_their_bytes_stay_where_they_are(house: House) -> None:
    seq = delivered(house, "one", {"parcel.zip": parcel()})
    html = house.client("buyer").get(house.url("contents", "one", seq)).content.decode()
    zh = house.language == "zh"
    assert ("CSV，41 行 × 3 列" if zh else "CSV, 41 rows × 3 columns") in html
    assert "茶杯5" in html
    assert "茶杯6<" not in html, "five rows are a taste, the sixth is the work"
    assert "很长的备注" * 13 not in html, "a cell is cut short"
    assert ("没有网页" if zh else "no web page") in html
    assert "audio/x-wav · 0:03" in html
    assert "&lt;b&gt;bell&lt;/b&gt;.wav" in html
    assert "<b>bell</b>" not in html
    assert "broken.xlsx" in html
    sizes = {row.path: row.sha256 for row in inspection.taken(house.orders["one"], seq).opened[0].files}  # type: ignore[union-attr]
    assert all(sha256 in html for sha256 in sizes.values())


def test_until_the_worker_has_looked_the_page_says_so(house: House) -> None:
    house.walk(until_delivered, "one")
    seq = next(iter(house.order("one").deliveries))
    html = house.client("buyer").get(house.url("contents", "one", seq)).content.decode()
    assert "正在查看这次交付" in html
    assert house.client("buyer").get(house.url("delivered_picture", "one", seq, 0)).status_code == 404


def test_a_delivery_that_cannot_be_opened_says_why(house: House) -> None:
    seq = delivered(house, "one", {"bad.zip": b"PK\x03\x04 no archive"})
    html = house.client("buyer").get(house.url("contents", "one", seq)).content.decode()
    assert "bad.zip" in html
    taken = inspection.taken(house.orders["one"], seq)
    assert taken is not None
    assert taken.opened[0].fault is not None
    assert taken.opened[0].fault.code not in html, "a code is not a sentence"


# -- reports -----------------------------------------------------------------------------------------------------


def report_with_places(kind: str = "imitation", many: int = 2) -> Report:
    """A report with a missing block, a wrong colour and, if asked, many more missing blocks."""
    missing = [
        Ground(code="block", label="missing", page="index.html", width=1440, reference_box=(100, 50 * n, 200, 40),
               text=f"栏目 {n} <script>")
        for n in range(1, many)
    ]  # fmt: skip
    colour = Ground(
        code="block", label="wrong_colour", page="index.html", width=1440, box=(10, 10, 300, 80),
        reference_box=(10, 10, 300, 80), text="页头", value=[190, 40, 40], reference_value=[120, 150, 130],
    )  # fmt: skip
    return Report(kind=kind, version="t-1", outcome="failed", score=61.5, low=58.0, high=66.0,
                  grounds=(*missing, colour), facts={"counts": {"missing": many - 1, "wrong_colour": 1}})  # fmt: skip


def kept(order_id: str, report: Report, desk: Path) -> None:
    """A report kept as the worker keeps it."""
    folder = desk / "report"
    folder.mkdir(parents=True)
    for side, colour in (("reference", GREEN), ("delivery", RED)):
        Image.new("RGB", (1440, 900), colour).save(folder / f"{side}--index-1440.png")
    pair = Pair(page="index.html", width=1440, reference="reference--index-1440.png",
                delivery="delivery--index-1440.png", reference_size=(1440, 900), delivery_size=(1440, 900))  # fmt: skip
    write_report(folder, report, [pair], WORDS)
    (folder / "raw.bin").write_bytes(b"bytes")
    reports.finish(folder, report)
    archives.keep(order_id, (reports.label_of(report_hash(report)),), folder, desk / "draft")


def checked(house: House, name: str, desk: Path, many: int = 2) -> int:
    """A delivery with a check of the data on the record, then contested; the number of the check."""
    report = report_with_places(many=many)

    def stage(walk: Walk, language: str) -> None:
        seq = until_delivered(walk, language)
        kept(walk.order_id, report, desk)
        result = CheckResult(
            delivery=seq, requirement="data", kind="imitation", outcome="failed", report_sha256=report_hash(report),
            version="t-1", settings_sha256="0" * 64, score=6150, low=5800, high=6600,
        )  # fmt: skip
        assert isinstance(perform(walk.order_id, PLATFORM, result, key="check", at=walk.at), Done)
        sample.inspect(walk, language, seq)  # type: ignore[arg-type]
        sample.dispute(walk, language)  # type: ignore[arg-type]

    house.walk(stage, name)
    return next(iter(house.order(name).checks))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@BOTH
def test_a_report_opens_in_the_readers_language_and_gives_nothing_but_itself(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path)
    url = house.url("report", "one", check)
    page = house.client("buyer").get(url)
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts allow-same-origin" in policy
    assert f"script-src http://testserver{url}report.js;" in policy, "our one script by its full address, and no other"
    html = body(page).decode()
    assert f'<html lang="{"zh-Hans" if house.language == "zh" else "en"}">' in html
    assert 'id="g1"' in html
    assert url in house.get("buyer", "work", "one")
    for name in ("raw.bin", "../secret.json", "%2e%2e/secret.json", "none.html", "reference--index-1440.jpg"):
        assert house.client("buyer").get(url + name).status_code == 404, name
    for part in ("seller2", "buyer2"):
        assert house.client(part).get(url).status_code == 404
        assert house.client(part).get(url + "delivery--index-1440.png").status_code == 404


def test_a_picture_of_a_report_carries_the_name_of_who_looks(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path)
    address = house.url("report", "one", check) + "delivery--index-1440.png"
    seen = [Image.open(io.BytesIO(body(house.client(part).get(address)))) for part in ("buyer", "mediator")]
    assert seen[0].size == (1440, 900)
    assert ImageChops.difference(*(one.convert("RGB") for one in seen)).getbbox() is not None
    crop = house.client("buyer").get(house.url("report", "one", check) + "g2-delivery.png")
    lowest, highest = Image.open(io.BytesIO(crop.content)).convert("L").getextrema()
    assert lowest != highest, "a flat crop, and yet a mark"


def test_whatever_wrote_a_report_only_our_script_is_kept_with_it(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    (folder / "deep").mkdir(parents=True)
    report = report_with_places()
    write_report(folder, report)
    ours = (folder / "report.js").read_bytes()
    (folder / "report.js").write_text("fetch('/')")
    for planted in ("more.js", "deep/x.css"):
        (folder / planted).write_text("planted")
    reports.finish(folder, report)
    assert (folder / "report.js").read_bytes() == ours
    assert {p.name for p in folder.rglob("*") if p.suffix in (".js", ".css")} == {"report.js", "report.css"}


def find(house: House, name: str, **more: object) -> HttpResponse:
    """Sends the form of a finding on the data, every exhibit answered."""
    fields: dict[str, object] = {
        "requirement": "data",
        "fixed": "requirement",
        "delivered_bp": "0",
        "reason": "没有录入。",
    }
    for n, seq in enumerate(house.order(name).exhibits):
        fields |= {f"exhibits.{n}.exhibit": str(seq), f"exhibits.{n}.weight": "relied_on", f"exhibits.{n}.text": "采信"}
    return house.act("mediator", name, "find", **fields, **more)


@BOTH
def test_a_finding_points_at_a_place_and_the_determination_shows_it(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path)
    bench = house.get("mediator", "bench", "one")
    offered = re.findall(rf'name="cites" value="({check}:[^"]*)"', bench)
    assert offered == [f"{check}:", f"{check}:g1", f"{check}:g2"]
    assert "栏目 1 &lt;script&gt;" in bench
    assert find(house, "one", cites=[f"{check}:g2", f"{check}:"]).status_code == 302
    (found,) = house.order("one").findings.values()
    assert [(c.check, c.ground) for c in found.act.checks] == [(check, "g2"), (check, "")]
    for page in ("decision", "bench"):
        html = house.get("mediator", page, "one")
        url = house.url("report", "one", check)
        assert f'href="{url}#g2"' in html
        assert f'src="{url}g2-delivery.png"' in html
        assert ("颜色不同" if house.language == "zh" else "Colour differs") in html
    # Found again, the form holds what was cited before.
    again = house.get("mediator", "bench", "one")
    assert re.search(rf'value="{check}:g2" checked', again)
    assert not re.search(rf'value="{check}:g1" checked', again)


def test_a_cite_that_is_none_is_said_and_what_was_ticked_stays(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path)
    wrong = find(house, "one", cites=["nonsense", f"{check}:g1"])
    assert wrong.status_code == 422
    assert re.search(rf'value="{check}:g1" checked', wrong.content.decode())
    stranger = find(house, "one", cites=["99999:g1"])
    assert stranger.status_code == 409
    assert house.order("one").findings == {}


def test_a_cite_in_somebodys_own_words_is_shown_as_it_is(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path)
    assert find(house, "one", cites=[f"{check}:第三页的 <b>页脚</b>"]).status_code == 302
    assert "第三页的 &lt;b&gt;页脚&lt;/b&gt;" in house.get("mediator", "decision", "one")


def test_sixty_places_are_offered_and_the_rest_counted(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path, many=90)
    html = house.get("mediator", "bench", "one")
    assert len(re.findall(rf'name="cites" value="{check}:g\d+"', html)) == 60
    assert "另有 30 处未列出" in html


def test_what_came_of_a_check_stands_beside_its_item(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path, many=4)
    seq = house.order("one").checks[check].delivery
    pages = [house.get("mediator", "bench", "one"), house.get("buyer", "work", "one")]
    pages.append(house.client("buyer").get(house.url("contents", "one", seq)).content.decode())
    for html in pages:
        assert "61.5" in html
        assert re.search(r'缺失 <b class="num">3</b>', html)


def test_a_report_whose_order_was_erased_is_gone_and_its_hash_stays(house: House, tmp_path: Path) -> None:
    check = checked(house, "one", tmp_path)
    custody.store().erase(house.orders["one"])
    assert house.client("buyer").get(house.url("report", "one", check)).status_code == 404
    html = house.get("mediator", "bench", "one")
    assert house.order("one").checks[check].report_sha256[:12] in html
    assert house.url("report", "one", check) not in html


@pytest.mark.parametrize("reason", ["reference_not_pinned", "settings_unreadable", "question_not_understood"])
def test_why_a_check_could_not_be_asked_is_said_in_words(house: House, reason: str) -> None:
    walk = house.walk(until_delivered, "one")
    seq = next(iter(house.order("one").deliveries))
    answer = checks._cannot_tell("changes", reason)
    result = CheckResult(
        delivery=seq, requirement="data", kind="changes", outcome="cannot_tell", report_sha256=report_hash(answer),
        version="-", settings_sha256="0" * 64, reasons=(reason,),
    )  # fmt: skip
    assert isinstance(perform(walk.order_id, PLATFORM, result, key="check", at=walk.at), Done)
    assert reason not in house.get("buyer", "work", "one")


@BOTH
def test_the_seller_says_that_he_has_his_work_back_and_nobody_else_does(house: House) -> None:
    def stage(walk: Walk, language: str) -> None:
        until_funded(walk, language)
        sample.work(walk, language)  # type: ignore[arg-type]
        walk.deliver(("data",), {"data.csv": b"a,b\n"}, "")
        change = walk.do("buyer", ProposeChange(drops=("data",), reason="-"))
        walk.do("seller", AcceptChange(change=change))

    house.walk(stage, "one")
    seq = max(house.order("one").deliveries)
    back, work = house.url("take_back", "one", seq), house.url("work", "one")
    shown = house.client("seller").get(work).content.decode()
    assert back in shown
    assert ("已由变更取消" if house.language == "zh" else "dropped by a change order") in shown
    assert sample.agreement(house.language).requirements[2].title in shown, "an item that was dropped keeps its title"
    assert back not in house.client("buyer").get(work).content.decode()
    for part in ("buyer", "mediator", "operator"):
        assert house.client(part).post(back).status_code == 404
    assert (
        house.client("seller").post(house.url("take_back", "one", min(house.order("one").deliveries))).status_code
        == 404
    )
    seller = house.client("seller")
    assert seller.post(back).status_code == 302
    html = seller.get(work).content.decode()
    assert back not in html
    assert ("卖家已确认取回" if house.language == "zh" else "The seller has it back") in html
    assert f"/files/{house.order('one').deliveries[seq].act.files[0].sha256}" not in html
