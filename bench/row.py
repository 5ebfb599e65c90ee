"""The shape of a measurement."""

from collections.abc import Callable
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """A figure, what it is measured against in the same run, the ratio of the two, and the goal for that ratio.

    `goal` is a text such as ">= 0.3" or "<= 1.2"; empty where the figure stands for itself.
    """

    what: str
    figure: float
    unit: str
    against: str = ""
    other: float | None = None
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure divided by what it is measured against."""
        return self.figure / self.other if self.other else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none. A goal without a peer is about the figure itself."""
        if not self.goal:
            return None
        sign, bound = self.goal.split()
        value = self.ratio if self.other else self.figure
        return value is not None and (value >= float(bound) if sign == ">=" else value <= float(bound))


def best_of(runs: int, measure: Callable[[], float]) -> float:
    """The median of some runs: other programs on the machine disturb single ones."""
    return median(measure() for _ in range(runs))
