"""What `gongdao serve` says when it cannot, and what it looks after while it can."""

import errno
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gongdao.cli import faults, supervise
from gongdao.config.folders import AlreadyServedError
from gongdao.config.prepare import WrittenByNewerError

CASES = [
    (AlreadyServedError(Path("/srv/data"), "4321, http://localhost:8000"), ("/srv/data", "4321", "--workers")),
    (WrittenByNewerError("record.9999_later"), ("record.9999_later",)),
    (OSError(errno.EROFS, "Read-only file system", "/srv/data/keys"), ("/srv/data/keys", "Read-only")),
    (OSError(errno.ENOSPC, "No space left on device"), ("No space left", "GONGDAO_DATA")),
    (subprocess.CalledProcessError(1, ["initdb"]), ("initdb", "db/log")),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("fault", "said"), CASES)
def test_what_keeps_it_from_serving_is_said_in_both_languages(
    fault: Exception, said: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongdao.cli.language.LANGUAGE", language)
    code, sentence = faults.told(fault)
    assert code == 2
    assert all(words in sentence for words in said), sentence
    assert "None" not in sentence
    assert any("一" <= sign <= "鿿" for sign in sentence) == (language == "zh")


def test_the_database_is_looked_after_while_the_children_run() -> None:
    stopping, looks = threading.Event(), [0]

    def look() -> None:
        looks[0] += 1
        if looks[0] == 2:
            stopping.set()

    child = supervise.Child("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"])
    assert supervise.run([child], stopping, look) == 0
    assert looks[0] == 2
    assert child.died() is not None
