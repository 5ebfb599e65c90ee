"""Bytes come in before anybody speaks of them, and go out only to whom the order says."""

import io
from pathlib import Path

import pytest

from gongdao.checks.report import write_report
from gongdao.checks.shape import Report
from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.acts import Accept, AcceptChange, Draft, Exhibit, Propose, ProposeChange, Start
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.values import Actor, Agreement, FileRef, Requirement
from gongdao.services import checks, custody, queries, reports, tasks
from gongdao.services.perform import Done


def delivered(walk: Walk, sha256: str = "") -> tuple[int, FileRef]:
    order = queries.state(walk.order_id)
    assert order is not None
    seq = max(order.deliveries)
    return seq, order.deliveries[seq].act.files[0]


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def bytes_for(walk: Walk, role: str, delivery: int, sha256: str) -> object:
    return custody.open_for(walk.order_id, walk.cast.actor(role), delivery, sha256)  # type: ignore[arg-type]


def test_the_buyer_gets_a_copy_only_when_it_is_his(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.work(walk, "en")
    seq, file = delivered(walk)
    assert code(bytes_for(walk, "buyer", seq, file.sha256)) == "not_entitled"
    assert code(bytes_for(walk, "mediator", seq, file.sha256)) == "delivery_unknown"
    assert not isinstance(bytes_for(walk, "seller", seq, file.sha256), Refusal)
    sample.inspect(walk, "en", seq)
    sample.find(walk, "en", sample.dispute(walk, "en"), 400)
    sample.decide(walk, "en")
    pieces = bytes_for(walk, "buyer", seq, file.sha256)
    assert b"".join(pieces) == sample.template_archive("en")  # type: ignore[call-overload]
    assert code(bytes_for(walk, "seller", seq, file.sha256)) == "not_entitled"
    receipt = custody.handed_over(walk.order_id, walk.cast.actor("buyer"), seq, [file.sha256], key="taken")
    assert isinstance(receipt, Done)


def test_a_stranger_and_a_wrong_hash_get_nothing(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.work(walk, "en")
    seq, file = delivered(walk)
    stranger = Actor(person="mallory", role="seller")
    assert code(custody.open_for(walk.order_id, stranger, seq, file.sha256)) == "delivery_unknown"
    assert code(bytes_for(walk, "seller", seq, "0" * 64)) == "delivery_unknown"
    assert code(bytes_for(walk, "seller", seq + 1, file.sha256)) == "delivery_unknown"
    assert code(custody.open_for("nosuch", walk.cast.actor("seller"), seq, file.sha256)) == "delivery_unknown"


def test_nobody_delivers_what_custody_does_not_hold(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    seller = walk.cast.actor("seller")
    walk.do("seller", Start(hash=walk.order.hash if walk.order else ""))
    ghost = FileRef(name="a.zip", size=3, sha256="ab" * 32)
    assert code(custody.deliver(walk.order_id, seller, ("template",), [ghost], key="d", at=walk.at)) == "files_differ"


def test_custody_speaks_after_a_crash_between_bytes_and_receipt(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    walk.do("seller", Start(hash=walk.order.hash if walk.order else ""))
    kept = custody.keep(walk.order_id, "a.txt", io.BytesIO(b"text"))
    with monkeypatch.context() as patched:
        patched.setattr(custody, "receive", lambda *_, **__: Refusal(code="died", data={}))
        handed_in = custody.deliver(
            walk.order_id, walk.cast.actor("seller"), ("template",), [kept], key="d", at=walk.at
        )
    assert isinstance(handed_in, Done)
    (seq,) = handed_in.order.deliveries
    assert handed_in.order.deliveries[seq].status == "handed_in"
    tasks.receive(walk.order_id, seq)
    tasks.receive(walk.order_id, seq)
    order = queries.state(walk.order_id)
    assert order is not None
    assert order.deliveries[seq].status == "held"
    assert order.seq == handed_in.order.seq + 1


# -- checks ------------------------------------------------------------------------------------------------------


def checked_order(walk: Walk, cast: Cast, check: str) -> tuple[Order, int]:
    """An order with one item and a check, delivered; its number of the delivery."""
    agreement = Agreement(
        title="A page",
        requirements=(Requirement(id="page", title="Page", price=10_000, check=check),),  # type: ignore[arg-type]
    )
    walk.do("buyer", Draft(buyer=cast.buyer, seller=cast.seller, agreement=agreement))
    hashed = walk.order.hash if walk.order else ""
    walk.do("buyer", Propose(hash=hashed))
    walk.do("buyer", Accept(hash=hashed))
    walk.do("seller", Accept(hash=hashed))
    walk.fund("escrow", 10_000)
    walk.do("seller", Start(hash=hashed))
    seq = walk.deliver(("page",), {"page.zip": sample.template_archive("en")}, "")
    order = queries.state(walk.order_id)
    assert order is not None
    return order, seq


def jobs_waiting(task: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [task])
        return int(cursor.fetchone()[0])


def test_a_receipt_leaves_a_check_in_its_own_transaction(walk: Walk, cast: Cast) -> None:
    before = jobs_waiting("gongdao.check")
    checked_order(walk, cast, "works")
    assert jobs_waiting("gongdao.check") == before + 1


def test_a_check_without_its_reference_cannot_tell_and_is_asked_once(walk: Walk, cast: Cast) -> None:
    _, seq = checked_order(walk, cast, "imitation")
    first = checks.run(walk.order_id, seq, "page")
    assert isinstance(first, Done)
    (result,) = first.order.checks.values()
    assert (result.outcome, result.reasons) == ("cannot_tell", ("reference_not_pinned",))
    again = checks.run(walk.order_id, seq, "page")
    assert again == first


def test_a_check_puts_the_hash_of_its_report_on_the_record(
    walk: Walk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, seq = checked_order(walk, cast, "works")

    def answered(kind: str, inputs: dict[str, Path], workdir: Path, **_: object) -> Report:
        assert {p.name for p in inputs["delivery"].iterdir()} == {"index.html", "list.html", "product.html"}
        folder = workdir / checks.key_of(kind, inputs, {})
        folder.mkdir(parents=True)
        report = Report(kind=kind, version="1", outcome="passed", score=98.76, low=97.0, high=99.5)
        write_report(folder, report)
        return report

    monkeypatch.setattr(checks, "run_check", answered)
    done = checks.run(walk.order_id, seq, "page")
    assert isinstance(done, Done)
    (result,) = done.order.checks.values()
    assert (result.outcome, result.score, result.low, result.high) == ("passed", 9876, 9700, 9950)
    kept = reports.opened(walk.order_id, result.report_sha256)
    assert kept is not None
    assert b"<html" in kept.read("index.html")
    assert reports.opened(walk.order_id, "0" * 64) is None


def test_the_same_question_is_answered_once(walk: Walk, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that died after the check and before the record asks again and gets the same report, not another."""
    _, seq = checked_order(walk, cast, "works")
    asked = []

    def answered(kind: str, inputs: dict[str, Path], workdir: Path, **_: object) -> Report:
        asked.append(kind)
        folder = workdir / checks.key_of(kind, inputs, {})
        folder.mkdir(parents=True)
        report = Report(kind=kind, version=str(len(asked)), outcome="passed", measured={"seconds": len(asked)})
        write_report(folder, report)
        return report

    def died(*_: object, **__: object) -> Done:
        raise ConnectionError("the worker died")

    monkeypatch.setattr(checks, "run_check", answered)
    with monkeypatch.context() as dying:
        dying.setattr(checks, "perform", died)
        with pytest.raises(ConnectionError):
            checks.run(walk.order_id, seq, "page")
    done = checks.run(walk.order_id, seq, "page")
    assert isinstance(done, Done)
    assert asked == ["works"]
    assert checks.run(walk.order_id, seq, "page") == done


def test_dropped_work_goes_back_and_is_erased_but_for_what_was_shown_as_evidence(walk: Walk) -> None:
    """An item is dropped by agreement: the seller says he has his files back, and the platform keeps none of them."""
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    kept = sample.work(walk, "en")
    delivery = walk.deliver(("data",), {"data.csv": b"a,b\n", "shown.csv": b"c,d\n"}, "")
    data, shown = queries.state(walk.order_id).deliveries[delivery].act.files  # type: ignore[union-attr]
    exhibit = walk.do("seller", Exhibit(kind="data_file", title="what I made", requirement="data", file=shown))
    change = walk.do("buyer", ProposeChange(drops=("data",), reason="not needed"))
    seller, buyer = walk.cast.actor("seller"), walk.cast.actor("buyer")
    assert code(custody.take_back(walk.order_id, seller, delivery, key="early")) == "not_entitled"
    walk.do("seller", AcceptChange(change=change))
    assert code(custody.take_back(walk.order_id, buyer, delivery, key="his")) == "not_entitled"
    assert code(custody.take_back(walk.order_id, seller, kept, key="other")) == "not_entitled"
    for _ in range(2):
        assert isinstance(custody.take_back(walk.order_id, seller, delivery, key="back"), Done)
    for _ in range(2):
        tasks.erase_delivery(walk.order_id, delivery)
    assert not custody.store().has(walk.order_id, data.sha256)
    assert code(bytes_for(walk, "seller", delivery, data.sha256)) == "files_differ"
    evidence = custody.open_exhibit(walk.order_id, buyer, exhibit)
    assert b"".join(evidence) == b"c,d\n"  # type: ignore[arg-type]
    file = queries.state(walk.order_id).deliveries[kept].act.files[0]  # type: ignore[union-attr]
    assert custody.store().has(walk.order_id, file.sha256), "the work that stays in the order stays in custody"
