"""The progress of a reconciliation: period and step."""

from __future__ import annotations

from typing import Literal

from henequen.model.message import Message
from henequen.model.progress import Progress

__all__ = ["Step", "Steps"]

Step = Literal["join", "reliability", "hubs", "misclassified", "writing"]
_STEPS: dict[Step, tuple[float, str]] = {
    "join": (0.0, "joining_both_sides"),
    "reliability": (0.35, "measuring_reliability"),
    "hubs": (0.55, "goods_in_transit_through_hubs"),
    "misclassified": (0.6, "finding_misclassified_rows"),
    "writing": (0.75, "writing_out"),
}
"""Step -> the share of a period's time that has passed when it begins, and the code of its name."""


class Steps:
    """Reports the steps of each period to `progress`; call it with the step that begins.

    >>> steps = Steps(lambda share, words: print(f"{share:.3f} {words}"))
    >>> steps.begin("2019", 1, 2)
    0.000 2019 (1 of 2): joining both sides
    >>> steps("misclassified")
    0.300 2019 (1 of 2): finding misclassified rows
    >>> steps.tell(1, "sealing")
    1.000 sealing
    """

    def __init__(self, progress: Progress | None) -> None:
        self.tell: Progress = progress or (lambda share, words: None)
        self._period, self._number, self._of = "", 1, 1

    def begin(self, period: str, number: int, of: int) -> None:
        """Begin period `number` (from 1) of `of`, and its first step."""
        self._period, self._number, self._of = period, number, of
        self("join")

    def __call__(self, step: Step) -> None:
        share, code = _STEPS[step]
        counts = {"number": self._number, "of": self._of} if self._of > 1 else {}
        step_of = "step_of_period" if counts else "step"
        self.tell(
            (self._number - 1 + share) / self._of, Message(step_of, period=self._period, step=Message(code), **counts)
        )
