"""What the earlier sentences of a paragraph leave to a figure: its period, its flow, its currency."""

from __future__ import annotations

from dataclasses import dataclass, field

from henequen.reading.prose.attribution import Speaker
from henequen.reading.prose.flow_sides import Flow
from henequen.reading.prose.periods import Period
from henequen.reading.prose.scene import Scene

__all__ = ["Paragraph"]


@dataclass
class Paragraph:
    """State from the earlier sentences of a paragraph."""

    block: int = -1
    period: Period | None = None
    period_scene: Scene | None = None
    flow: Flow | None = None
    flow_scene: Scene | None = None
    speaker: Speaker | None = None
    money: tuple[str | None, Scene] | None = None
    """The last unit of money and where it is printed: that of "63 millones" behind it."""
    counted: tuple[dict[str, object], Scene] | None = None
    """The last count, which "37 of them" and "12 per cent more than in 2019" continue."""
    measures: set[str] = field(default_factory=set)
    last_measures: set[str] = field(default_factory=set)
    """Those of the sentence that printed the last flow."""
    seen: set[tuple[object, ...]] = field(default_factory=set)
    before: tuple[Period, Scene] | None = None
    """The last period of an earlier paragraph: that of "the same year"."""
