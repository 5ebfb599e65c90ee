"""Reading a git bundle without ever checking it out.

git unpacks the bundle into a bare store of its own, under limits of time, memory and file size and with every
object checked; then the tree of the chosen branch is listed and each blob is read and stored as any file
is. No hook, filter, attribute, submodule or link of the bundle gets a chance to act, because nothing is
checked out. Refuses to unpack where git is not installed, and says so.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from gongdao.custody.faults import Refused
from gongdao.custody.names import decode, visible
from gongdao.custody.unpacking import Unpacking

PIECE = 256 * 1024
MEMORY = 2 << 30
LINK_BYTES = 4096
"""No system follows a link that is longer."""
STARTS = (b"# v2 git bundle\n", b"# v3 git bundle\n")


def is_bundle(source: BinaryIO) -> bool:
    """Starts as a git bundle does."""
    start = source.read(16)
    source.seek(0)
    return start in STARTS


def unpack_bundle(source: BinaryIO, unpacking: Unpacking) -> None:
    """Store the files of the bundle's head. Raises `Refused`."""
    if shutil.which("git") is None:
        raise Refused("git_absent")
    with tempfile.TemporaryDirectory(prefix="gongdao-bundle-") as folder:
        work = Path(folder)
        bundle = work / "delivery.bundle"
        with bundle.open("wb") as file:
            shutil.copyfileobj(source, file, PIECE)
        git = _Git(work, unpacking)
        git.run("init", "--quiet", "--bare", "--template=", "store")
        # `bundle unbundle` writes objects only: no refs, no remotes, no configuration taken from the bundle.
        heads = git.run("bundle", "unbundle", str(bundle)).splitlines()
        _unpack_tree(git, _head(heads), unpacking)


def _head(heads: list[bytes]) -> str:
    """The commit to show: HEAD, else main or master, else the first branch."""
    found = {name: commit.decode() for commit, _, name in (line.partition(b" ") for line in heads)}
    for name in (b"HEAD", b"refs/heads/main", b"refs/heads/master", *sorted(found)):
        if name in found:
            return found[name]
    raise Refused("git_broken", reason="the bundle names no branch")


class _Git:
    """git with nothing of the host's or the bundle's configuration, and with limits."""

    def __init__(self, work: Path, unpacking: Unpacking) -> None:
        self._work = work
        self._unpacking = unpacking
        self._until = time.monotonic() + unpacking.limits.seconds
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(work),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_NO_LAZY_FETCH": "1",
            "LC_ALL": "C",
        }

    def start(self, *arguments: str, stdin: int | None = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        command = ["git", "-c", "core.hooksPath=/dev/null", "-c", "transfer.fsckObjects=true"]
        command += ["-c", "fetch.fsckObjects=true", "-c", "core.bigFileThreshold=16m", "-c", "pack.threads=1"]
        if arguments[0] != "init":
            command += ["--git-dir", str(self._work / "store")]
        return subprocess.Popen(
            [*command, *arguments],
            cwd=self._work,
            env=self._environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if stdin == subprocess.DEVNULL else subprocess.DEVNULL,
            preexec_fn=self._limit,
        )

    def _limit(self) -> None:
        largest = self._unpacking.limits.total
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        resource.setrlimit(resource.RLIMIT_CPU, (self._unpacking.limits.seconds,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def left(self) -> float:
        return max(0.1, self._until - time.monotonic())

    def run(self, *arguments: str) -> bytes:
        """Its output. Raises `Refused("git_broken")` when git fails, `Refused("git_slow")` when it hangs."""
        process = self.start(*arguments)
        try:
            output, errors = process.communicate(timeout=self.left())
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Refused("git_slow", seconds=self._unpacking.limits.seconds) from None
        if process.returncode != 0:
            lines = errors.decode("utf-8", "replace").strip().splitlines() or [f"exit {process.returncode}"]
            reason = visible(lines[-1].replace(str(self._work), ""), 300)
            raise Refused("git_broken", reason=reason)
        return output


def _unpack_tree(git: _Git, commit: str, unpacking: Unpacking) -> None:
    files = _tree(git, commit, unpacking)
    blobs = git.start("cat-file", "--batch", stdin=subprocess.PIPE)
    # A reader that hangs is ended from outside; its pipe then closes and the read below finds too little.
    watchdog = threading.Timer(git.left(), blobs.kill)
    watchdog.start()
    try:
        for name, mode, blob, size in files:
            if mode == "160000":
                unpacking.note("git_submodule", name, commit=blob)
            elif mode == "120000":
                target = b"".join(_blob(blobs, blob, size)) if size <= LINK_BYTES else b"/too long"
                unpacking.link(name, target.decode("utf-8", "replace"))
            else:
                unpacking.expect(size, name)
                unpacking.file(name, _blob(blobs, blob, size))
    finally:
        watchdog.cancel()
        blobs.kill()
        blobs.communicate()


def _tree(git: _Git, commit: str, unpacking: Unpacking) -> list[tuple[str, str, str, int]]:
    """(name, mode, blob, size) of every file; stops as soon as there are more than may be."""
    listing = git.start("ls-tree", "-r", "-z", "--long", commit)
    found = []
    try:
        for record in _records(listing.stdout):
            unpacking.count()
            about, _, raw_name = record.partition(b"\t")
            mode, _, blob, size = about.decode("ascii").split()
            decoded = decode([raw_name])
            if decoded.encoding in ("gb18030", "unknown"):
                code = "names_gb18030" if decoded.encoding == "gb18030" else "names_unknown_encoding"
                unpacking.note(code, decoded.names[0], count=1)
            found.append((decoded.names[0], mode, blob, 0 if size == "-" else int(size)))
        if _failed(listing, git.left()):
            # What was listed before the failure would be half a delivery shown as a whole one.
            raise Refused("git_broken", reason="a folder of the commit is not in the bundle")
    finally:
        listing.kill()
        listing.communicate()
    if not found:
        raise Refused("git_broken", reason="the commit has no files")
    return found


def _failed(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a process whose output has ended did not end well."""
    try:
        return process.wait(timeout=seconds) != 0
    except subprocess.TimeoutExpired:
        return True


def _records(stream: IO[bytes] | None) -> Iterator[bytes]:
    assert stream is not None
    rest = b""
    while piece := stream.read(PIECE):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
        if len(rest) > PIECE:
            raise Refused("name_too_long", name=visible(rest[:200].decode("utf-8", "replace")), limit=PIECE)


def _blob(blobs: subprocess.Popen[bytes], blob: str, size: int) -> Iterator[bytes]:
    """One file's bytes from `git cat-file --batch`: a line "<id> blob <size>", the bytes, a line feed."""
    assert blobs.stdin is not None
    assert blobs.stdout is not None
    try:
        blobs.stdin.write(f"{blob}\n".encode())
        blobs.stdin.flush()
    except BrokenPipeError:
        raise Refused("git_broken", reason="git ended while its files were being read") from None
    if blobs.stdout.readline().split()[1:] != [b"blob", str(size).encode()]:
        raise Refused("git_broken", reason="a file of the commit is not in the bundle")
    left = size
    while left:
        piece = blobs.stdout.read(min(PIECE, left))
        if not piece:
            raise Refused("git_broken", reason="a file of the commit could not be read")
        left -= len(piece)
        yield piece
    blobs.stdout.read(1)
