"""Two ways of doing the same, timed in turn: CPU seconds of this process and its children, medians, one ratio.

On a shared machine the clock on the wall measures the neighbours, and so does one arm timed after the other. So the
arms take turns, every turn gives a ratio, and the median of the ratios is the result.
"""

from __future__ import annotations

import gc
import resource
import statistics
from collections.abc import Callable
from dataclasses import dataclass

Arm = Callable[[], float]  # does the work once and returns what it cost, in CPU seconds

_LEAST = 0.02  # seconds: what is shorter is repeated until it lasts so long


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: `ours` and `floor` in seconds (or counts), and whether their ratio keeps the goal."""

    what: str
    size: str
    ours: float
    floor: float
    ratio: float
    goal: float
    unit: str = "ms"
    remark: str = ""

    @property
    def is_met(self) -> bool:
        """True when the ratio is within the goal."""
        return self.ratio <= self.goal


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work: Callable[[], object]) -> Arm:
    """Return an arm that does `work` often enough to be timed."""
    work()  # caches and late imports are not what is measured
    began = cpu()
    work()
    often = max(1, round(_LEAST / max(cpu() - began, 1e-6)))
    often = min(often, 2_000)

    def arm() -> float:
        start = cpu()
        for _ in range(often):
            work()
        return (cpu() - start) / often

    return arm


def compared(ours: Arm, floor: Arm, runs: int) -> tuple[float, float, float]:
    """Return the medians of both arms and of the ratio of each pair."""
    pairs = []
    for turn in range(runs):
        gc.collect()
        if turn % 2:
            second = floor()
            pairs.append((ours(), second))
        else:
            first = ours()
            pairs.append((first, floor()))
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(first / second for first, second in pairs),
    )
