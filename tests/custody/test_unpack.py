"""Every hostile delivery is refused or contained, with its own code, and touches nothing outside its folder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.custody import names
from gongdao.custody.faults import CustodyError, Refused
from gongdao.custody.keys import MasterKeys
from gongdao.custody.names import folded
from gongdao.custody.store import folder_store
from gongdao.custody.tars import PIECE
from gongdao.custody.unpack import Entry, Limits, unpack
from tests.custody.hostile import HOSTILE, Hostile, blob, bundled, member, raw_tree, tarred, z


def take(content: bytes, name: str, folder: Path, limits: Limits | None = None) -> tuple[Path, object]:
    target = folder / "target"
    target.mkdir()
    return target, unpack(io.BytesIO(content), name, target, limits)


def files_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


@pytest.mark.parametrize("one", HOSTILE, ids=[one.trick for one in HOSTILE])
def test_hostile_delivery(one: Hostile, tmp_path: Path) -> None:
    if one.name.endswith(".bundle") and shutil.which("git") is None:
        pytest.skip("git is not installed")
    canary = tmp_path / "canary"
    canary.write_text("untouched")
    target = tmp_path / "deep" / "target"
    target.mkdir(parents=True)
    source = io.BytesIO(one.build())
    if one.fate == "refused":
        with pytest.raises(Refused) as refusal:
            unpack(source, one.name, target)
        assert refusal.value.code == one.code
        assert files_under(target) == []
    else:
        done = unpack(source, one.name, target)
        assert not one.code or one.code in {note.code for note in done.notes}
        assert one.code or not done.notes
        assert [entry.path for entry in done.entries] == files_under(target)
        if one.files is not None:
            assert tuple(sorted(entry.path for entry in done.entries)) == one.files
        for path in target.rglob("*"):
            assert not path.is_symlink()
            assert path.is_dir() or path.stat().st_mode & 0o7777 == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["canary", "deep"]
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["target"]
    assert canary.read_text() == "untouched"
    assert not Path("/tmp/gongdao-hook-ran").exists()


def test_there_are_at_least_sixty() -> None:
    assert len(HOSTILE) >= 60
    assert len({one.trick for one in HOSTILE}) == len(HOSTILE)


def test_memory_and_time_stay_small_for_every_hostile_delivery(tmp_path: Path) -> None:
    script = """
import sys, io, tempfile
from pathlib import Path
from gongdao.custody.unpack import unpack
from gongdao.custody.faults import Refused
def peak():  # KiB; getrusage would count what the parent of this process once used
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1])
folder = Path(sys.argv[1])
before = peak()
worst = ("", 0)
for path in sorted(folder.glob("*/*")):
    with tempfile.TemporaryDirectory() as target, path.open("rb") as file:
        try:
            unpack(file, path.name, Path(target))
        except Refused:
            pass
    now = peak()
    if now - before > worst[1]:
        worst = (path.parent.name, now - before)
print(worst[0], worst[1] // 1024)
"""
    built = tmp_path / "built"
    for one in HOSTILE:
        if not one.name.endswith(".bundle") and one.trick != "zip_of_many_empty_files":
            path = built / one.trick / Path(one.name.replace("\\", "/")).name
            path.parent.mkdir(parents=True)
            path.write_bytes(one.build())
    answer = subprocess.run(
        [sys.executable, "-c", script, str(built)], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert int(answer[1]) < 150, f"MiB at worst, for {answer[0]}"


HONEST = {
    "index.html": b"<h1>hello</h1>",
    "img/logo.png": os.urandom(3000),
    "空 文件.txt": b"",
    "big.bin": b"ab" * 400_000,
}


def honest_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("img/", b"")
        for name, content in HONEST.items():
            archive.writestr(name, content)
    return file.getvalue()


def honest_tar(mode: str, form: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=f"w{mode}", format=form) as archive:  # type: ignore[call-overload]
        for name, content in HONEST.items():
            info = tarfile.TarInfo("./" + name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def test_folders_nobody_lists_are_counted(tmp_path: Path) -> None:
    """Each name may bring forty folders, and a folder costs as much as a file."""
    content = z(*("/".join([f"{n}", *"abcdefghijklmnopqrstuvwxyz"]) + "/f" for n in range(20)))
    with pytest.raises(Refused) as refusal:
        take(content, "site.zip", tmp_path, Limits(files=200))
    assert refusal.value.code == "bomb_count"


def test_names_that_are_all_one_are_not_all_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five thousand names that fold together: each steps aside from all before it, at the cost of a few."""
    asked = 0

    def counted(path: str, case: bool = True) -> str:
        nonlocal asked
        asked += 1
        return folded(path, case)

    monkeypatch.setattr(names, "folded", counted)
    taken, word = names.Names(), "abcdefghijklm"
    for n in range(5_000):
        name = "".join(c.upper() if n >> k & 1 else c for k, c in enumerate(word))
        taken.file(names.clean(name), name)
    assert asked < 10 * 5_000


@pytest.mark.parametrize("packer", [gzip.compress, bz2.compress, lzma.compress])
def test_streams_may_meet_anywhere(packer: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Packers that use several cores write several streams; where one ends within a piece that was read is chance."""
    archive = tarred(member("a.txt", os.urandom(1_000)))
    first = packer(archive[:600])
    for short in range(12):
        # Empty streams in between move the border of the last one through the border of a piece.
        filling = packer(b"") * ((PIECE - len(first) - short) // len(packer(b"")))
        content = first + filling + packer(archive[600:])
        folder = tmp_path / str(short)
        folder.mkdir()
        assert files_under(take(content, "site.tar.x", folder)[0]) == ["a.txt"]


def streamed_zip() -> bytes:
    """As a program writes it that cannot seek: sizes come after the data."""

    class Pipe(io.RawIOBase):
        written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.written += bytes(data)  # type: ignore[call-overload]
            return len(data)  # type: ignore[arg-type]

    pipe = Pipe()
    pipe.written = bytearray()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in HONEST.items():
            archive.writestr(name, content)
    return bytes(pipe.written)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("site.zip", honest_zip()),
        ("site.zip", streamed_zip()),
        ("site.tar", honest_tar("")),
        ("site.tar", honest_tar("", tarfile.GNU_FORMAT)),
        ("site.tar.gz", honest_tar(":gz")),
        ("site.tar.bz2", honest_tar(":bz2")),
        ("site.tar.xz", honest_tar(":xz")),
        ("handed-over", honest_tar(":gz")),
    ],
)
def test_an_honest_archive_comes_out_whole(name: str, content: bytes, tmp_path: Path) -> None:
    target, done = take(content, name, tmp_path)
    assert {path: (target / path).read_bytes() for path in files_under(target)} == HONEST
    import hashlib

    expected = sorted(Entry(n, len(c), hashlib.sha256(c).hexdigest()) for n, c in HONEST.items())
    assert list(done.entries) == expected  # type: ignore[attr-defined]
    assert not done.notes  # type: ignore[attr-defined]


def test_long_and_chinese_names_in_every_tar_format(tmp_path: Path) -> None:
    name = "文件夹/" + "很长的名字" * 16 + ".txt"
    for number, form in enumerate((tarfile.PAX_FORMAT, tarfile.GNU_FORMAT)):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w", format=form) as archive:
            archive.addfile(tarfile.TarInfo(name))
        folder = tmp_path / str(number)
        folder.mkdir()
        target, _ = take(file.getvalue(), "a.tar", folder)
        assert files_under(target) == [name]


def test_a_git_bundle_comes_out_whole(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    big = os.urandom(700_000)

    def tree(folder: Path) -> str:
        inner = raw_tree(folder, ("100644", "big", blob(folder, big)), ("100755", "run", blob(folder, b"#!")))
        return raw_tree(folder, ("100644", "空.txt", blob(folder, b"")), ("40000", "内", inner))

    target, done = take(bundled(tree), "site.bundle", tmp_path)
    assert files_under(target) == sorted(["空.txt", "内/big", "内/run"])
    assert (target / "内/big").read_bytes() == big
    assert done.form == "git_bundle"  # type: ignore[attr-defined]


def test_it_unpacks_straight_from_the_sealed_store(tmp_path: Path) -> None:
    store = folder_store(tmp_path / "custody", MasterKeys(b"m" * 32))
    for name, content in (("a.zip", honest_zip()), ("a.tar.gz", honest_tar(":gz"))):
        sha256 = store.put("order-1", io.BytesIO(content)).sha256
        target = tmp_path / name
        target.mkdir()
        unpack(store.file("order-1", sha256), name, target)
        assert {path: (target / path).read_bytes() for path in files_under(target)} == HONEST


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("mine")
    with pytest.raises(CustodyError) as refusal:
        unpack(io.BytesIO(b"x"), "a.txt", tmp_path)
    assert refusal.value.code == "target_not_empty"
    assert (tmp_path / "here").read_text() == "mine"


def test_limits_are_the_callers(tmp_path: Path) -> None:
    for number, (limits, code) in enumerate(
        [
            (Limits(files=2), "bomb_count"),
            (Limits(total=100_000), "bomb_total"),
            (Limits(one_file=10_000), "bomb_file"),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(Refused) as refusal:
            take(honest_zip(), "a.zip", folder, limits)
        assert refusal.value.code == code


def test_nested_archives_share_one_budget(tmp_path: Path) -> None:
    inner = gzip.compress(tarred(*(member(f"f{i}", b"x") for i in range(8))))
    outer = tarred(member("one.tgz", inner), member("two.tgz", inner))
    _, done = take(outer, "a.tar", tmp_path, Limits(files=15))
    codes = [note.code for note in done.notes]  # type: ignore[attr-defined]
    assert codes == ["nested_opened", "nested_refused"]


def test_git_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    with pytest.raises(Refused) as refusal:
        take(b"# v2 git bundle\nxx", "a.bundle", tmp_path, Limits(seconds=1))
    assert refusal.value.code == "git_slow"


@given(st.binary(max_size=3000), st.sampled_from(["a.zip", "a.tar", "a.tar.gz", "a"]))
@settings(max_examples=150, deadline=None)
def test_random_bytes_are_answered_not_thrown(content: bytes, name: str) -> None:
    _unpack_anything(content, name)


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_a_damaged_archive_is_answered_not_thrown(data: st.DataObject) -> None:
    name, whole = data.draw(st.sampled_from(_DAMAGED))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _unpack_anything(bytes(content), name)


_DAMAGED = [
    ("a.zip", z("a.txt", "b/c.txt", "网站/首页.html")),
    ("a.tar", tarred(member("a.txt", b"x" * 600), member("b" * 150, b"y"))),
    ("a.tar.gz", gzip.compress(tarred(member("a.txt", b"x" * 600)))),
]


def _unpack_anything(content: bytes, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "target"
        target.mkdir()
        try:
            done = unpack(io.BytesIO(content), name, target)
            assert [entry.path for entry in done.entries] == files_under(target)
        except Refused:
            assert files_under(target) == []
        assert [path.name for path in Path(folder).iterdir()] == ["target"]


@given(st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_a_cleaned_name_stays_inside(name: str) -> None:
    try:
        cleaned = names.clean(name)
    except Refused:
        return
    root = Path("/root/of/delivery")
    path = Path(os.path.normpath(root.joinpath(*cleaned.parts)))
    assert path.is_relative_to(root)
    assert path != root
    assert names.clean(cleaned.path).parts == cleaned.parts


@pytest.mark.parametrize(
    ("raw", "expected", "encoding"),
    [
        ([b"plain.txt"], ["plain.txt"], "ascii"),
        (["首页.html".encode()], ["首页.html"], "utf-8"),
        (["首页.html".encode("gbk"), b"a.txt"], ["首页.html", "a.txt"], "gb18030"),
        (["鎴戜滑.txt".encode("gbk"), "産品.txt".encode("gb18030")], ["鎴戜滑.txt", "産品.txt"], "gb18030"),
        ([b"\xff\xff"], ["%FF%FF"], "unknown"),
    ],
)
def test_names_are_decoded_together(raw: list[bytes], expected: list[str], encoding: str) -> None:
    assert names.decode(raw) == (expected, encoding)
