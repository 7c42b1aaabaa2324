"""Where one was: the steps back and forward."""

from __future__ import annotations

from dataclasses import dataclass

KEPT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A page and what it remembers."""

    page: str
    memory: object


class History:
    """Two stacks of steps."""

    def __init__(self) -> None:
        self._back: list[Step] = []
        self._forward: list[Step] = []

    def leave(self, step: Step) -> None:
        """Remember where one was before going somewhere new; what lay ahead is forgotten."""
        if not self._back or self._back[-1] != step:
            self._back.append(step)
        del self._back[:-KEPT]
        self._forward.clear()

    def back(self, here: Step) -> Step | None:
        """Return where one was before `here`."""
        return self._move(self._back, self._forward, here)

    def forward(self, here: Step) -> Step | None:
        """Return where one was when one went back."""
        return self._move(self._forward, self._back, here)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step back."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a step forward."""
        return bool(self._forward)

    @staticmethod
    def _move(source: list[Step], target: list[Step], here: Step) -> Step | None:
        while source:
            step = source.pop()
            if step != here:
                target.append(here)
                return step
        return None
