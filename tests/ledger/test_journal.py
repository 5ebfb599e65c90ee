"""The journal balances by hledger's own reckoning, and a tampered one does not pass."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.values import Person
from gongdao.ledger.journal import Line, amount, journal
from gongdao.services import states
from gongdao.services.books import export_journal
from gongdao.services.ids import new_order_id

BEGIN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def orders(db: None) -> Iterator[list[str]]:
    people = (Person(id=name, name=name.title()) for name in ("alice", "bob", "carol", "olga"))
    cast = Cast(*people)
    walks = [Walk(new_order_id(), cast, BEGIN) for _ in range(3)]
    for walk, outcome in zip(walks, (200, 300, 400), strict=True):
        sample.founding(walk, "en", outcome)  # type: ignore[arg-type]
    yield [walk.order_id for walk in walks]
    states.forget_all()


def hledger(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed (Debian package hledger)")
    return subprocess.run(["hledger", "-f", str(path), *arguments], capture_output=True, text=True, check=False)


def test_hledger_checks_our_journal_strictly(orders: list[str], tmp_path: Path) -> None:
    path = tmp_path / "gongdao.journal"
    path.write_text("".join(export_journal()))
    checked = hledger(path, "check", "--strict")
    assert checked.returncode == 0, checked.stderr
    # All of it was paid out again: nothing is left with the rail, and nothing is owed to anybody.
    assert hledger(path, "balance", "--flat", "--no-total").stdout == ""
    register = hledger(
        path, "balance", "--flat", "--no-total", "liabilities:seller", "--depth", "2", "desc:confirm_payout"
    )
    assert "900.00" in register.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [("CNY 200.00", "CNY 201.00"), ("liabilities:seller:", "liabilities:buyer:")],
)
def test_hledger_finds_an_altered_line(orders: list[str], tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "gongdao.journal"
    whole = "".join(export_journal())
    place = whole.rindex(old)
    path.write_text(whole[:place] + new + whole[place + len(old) :])
    assert hledger(path, "check", "--strict").returncode != 0


def test_hledger_finds_a_missing_transfer(orders: list[str], tmp_path: Path) -> None:
    path = tmp_path / "gongdao.journal"
    blocks = "".join(export_journal()).split("\n\n")
    first = next(i for i, block in enumerate(blocks) if "confirm_funds" in block)
    path.write_text("\n\n".join(blocks[:first] + blocks[first + 1 :]))
    assert hledger(path, "check", "--strict").returncode != 0


@settings(deadline=None)
@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from([0, 2, 3]))
def test_amounts_are_written_without_a_float(minor: int, digits: int) -> None:
    written = amount(minor, digits)
    whole, _, part = written.lstrip("-").partition(".")
    assert len(part) == digits
    assert int(whole + part) * (-1 if written.startswith("-") else 1) == minor


def test_a_currency_nobody_explained_is_not_guessed() -> None:
    line = Line("o", 1, 1, BEGIN, "rail", "held", 5, "XYZ", "confirm_funds")
    with pytest.raises(KeyError):
        list(journal([line], {}))
