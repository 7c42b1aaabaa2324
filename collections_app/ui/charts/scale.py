"""Geometry of the charts without Qt: round ticks, labels that do not overlap."""

from __future__ import annotations

STEPS = (1, 2, 5)
DECADE = 10


def nice_step(span: int, count: int, smallest: int = 1) -> int:
    """Return the least step 1, 2 or 5 × 10ⁿ (not below `smallest`, a power of ten) that covers `span` in `count`."""
    scale = max(smallest, 1)
    while True:
        for factor in STEPS:
            if factor * scale * count >= span:
                return factor * scale
        scale *= DECADE


def nice_ticks(low: int, high: int, count: int = 4, smallest: int = 1) -> tuple[int, ...]:
    """Return round ticks from at or below `low` (zero at most) to at or above `high`, about `count` steps."""
    low, high = min(low, 0), max(high, 0)
    step = nice_step(max(high - low, smallest), count, smallest)
    first, last = -(-low // step) * step, -(-high // step) * step
    first = low // step * step
    if first == last:
        last = first + step
    return tuple(range(first, last + step, step))


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions at least `gap` apart, near `wanted` and in its order, within `low` … `high`."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed: dict[int, float] = {}
    edge = low
    for index in order:
        placed[index] = max(wanted[index], edge)
        edge = placed[index] + gap
    edge = high
    for index in reversed(order):
        placed[index] = min(placed[index], edge)
        edge = placed[index] - gap
    return [placed[index] for index in range(len(wanted))]
