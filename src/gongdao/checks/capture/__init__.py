"""Render what a stranger delivered, in a sandbox, and write down what was to be seen.

`capture` is the door. What comes out are facts (`PageFacts`) and pictures; judging them is `checks.compare`'s work.
"""

from gongdao.checks.capture.door import capture, capture_fault
from gongdao.checks.capture.facts import Capture, PageFacts

__all__ = ["Capture", "PageFacts", "capture", "capture_fault"]
