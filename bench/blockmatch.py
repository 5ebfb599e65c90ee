"""The published block-matching metric (Design2Code, Si et al. 2024), run on a page pair of ours.

Its code is not ours and not here: it is installed by name and hash from a package that carries it (VLMEvalKit's, where
the two lines that do not parse in its own repository are mended), into `.fixtures`. Its fifth part, CLIP, needs model
weights from a hub and is left out; so the time is that of the other four: blocks found by recolouring every text
element twice and looking at each pixel, neighbours merged, matched and scored. The metric starts a browser anew for
each of its screenshots; here they come from one that is warm, as ours do, and only their number is reported. What is
measured is its processor time between them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from bench.peers import CACHE, PeerFault, last_line

NEEDED = """
ms-vlmeval==0.0.20 --hash=sha256:0f7bef18e9c1918c8619ba6e5ff0638cf9148e53c00bd32dfbb9dfbd34cda261
"""
BESIDE = (
    "colormath==3.0.0",
    "networkx==3.4.2",
    "beautifulsoup4==4.13.4",
    "soupsieve==2.7",
    "typing_extensions==4.13.2",
)

_DRIVER = """
import json, os, resource, shlex, sys, types
from pathlib import Path

package, browser, predicted, original = sys.argv[1:]
sys.path.insert(0, package)
# Only the metric's own files are wanted, not the evaluation kit around them, nor torch for the part that is left out.
for name in ("vlmeval", "vlmeval.dataset", "vlmeval.dataset.utils"):
    module = types.ModuleType(name)
    module.__path__ = [str(Path(package, *name.split(".")))]
    sys.modules[name] = module
torch = types.ModuleType("torch")
torch.cuda = types.SimpleNamespace(is_available=lambda: False)
sys.modules["torch"] = torch
from playwright.sync_api import sync_playwright
from vlmeval.dataset.utils.design2code import visual_score

shots = 0
plain = os.system

def system(command):
    global shots
    words = shlex.split(command)
    if "screenshot_single.py" not in command:
        return plain(command)
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.route("http*://**", lambda route: route.abort())
    page.goto("file://" + os.path.abspath(words[words.index("--html") + 1]), timeout=60_000)
    page.screenshot(path=words[words.index("--png") + 1], full_page=True, animations="disabled")
    page.close()
    shots += 1
    return 0

os.system = system
visual_score.calculate_clip_similarity_with_blocks = lambda *_: 0.0
with sync_playwright() as player:
    chromium = player.chromium.launch(executable_path=browser, chromium_sandbox=os.getuid() != 0)
    before = resource.getrusage(resource.RUSAGE_SELF)
    told = visual_score.visual_eval_v3_multi([[predicted], original])
    after = resource.getrusage(resource.RUSAGE_SELF)
    chromium.close()
spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(json.dumps({"seconds": spent, "shots": shots, "parts": [float(part) for part in told[0][2][:4]]}))
"""


class BlockMatch(NamedTuple):
    """Processor seconds of the metric on one pair, screenshots it took, and its block, text, place, colour parts."""

    seconds: float
    shots: int
    parts: tuple[float, float, float, float]


def installed() -> Path:
    """The folder with the metric in it, installed if need be. Raises PeerFault."""
    folder = CACHE / "block-match"
    if (folder / ".complete").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text(NEEDED)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    for what in (["--require-hashes", "-r", str(wanted)], list(BESIDE)):
        asked = [*pip, "--upgrade", "--target", str(folder), *what]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode != 0:
            raise PeerFault(f"pip: {last_line(done.stderr)}")
    (folder / ".complete").touch()
    return folder


def block_match(predicted: Path, original: Path, browser: str) -> BlockMatch:
    """Score one page against another; both are rewritten in place, so give it copies. Raises PeerFault."""
    asked = [sys.executable, "-c", _DRIVER, str(installed()), browser, str(predicted), str(original)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=600, env=environment)
    except subprocess.TimeoutExpired:
        raise PeerFault("not done after ten minutes") from None
    if done.returncode != 0:
        raise PeerFault(last_line(done.stderr))
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return BlockMatch(told["seconds"], told["shots"], tuple(told["parts"]))
