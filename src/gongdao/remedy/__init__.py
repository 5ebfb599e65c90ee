"""The arithmetic of an award: findings in, options and their derivation out.

Imports nothing of the rest of the project, so no demand, offer or rating can ever reach it. No clock, no randomness, no
input or output beyond the rule data that ships with it.
"""

from .engine import assess
from .read import read_assessment
from .rules import RuleSet, rule_sets
from .types import (
    Allocation,
    Assessment,
    AssessmentError,
    Delay,
    Deposit,
    Finding,
    Option,
    Requirement,
    Result,
    Step,
)
from .validate import validate

__all__ = [
    "Allocation",
    "Assessment",
    "AssessmentError",
    "Delay",
    "Deposit",
    "Finding",
    "Option",
    "Requirement",
    "Result",
    "RuleSet",
    "Step",
    "assess",
    "read_assessment",
    "rule_sets",
    "validate",
]
