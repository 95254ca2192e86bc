"""Which checks of `printed` apply to which claim or figure."""

from __future__ import annotations

from henequen.model.claim import Claim
from henequen.model.observation import Observation
from henequen.model.properties import properties
from henequen.record.evidence.printed import (
    date_problem,
    fall_problem,
    figure_problem,
    name_problem,
    scale_problem,
)

__all__ = ["printed_figure_problem", "value_problem"]

_AS_PRINTED = {
    ("instruments", "parties"),
    ("instruments", "stated_status"),
    ("activities", "actors"),
    ("activities", "stated_status"),
    ("events", "actors"),
    ("actors", "variant"),
    ("counterparts", "side_a_bodies"),
    ("counterparts", "side_b_bodies"),
    ("notes", "printed"),
}
"""Properties that a claim takes over letter by letter; other texts are in our own words."""


def printed_figure_problem(observation: Observation) -> str | None:
    """Return how a figure differs from `as_printed`; it needs no document."""
    if observation.value is None:
        return None
    return figure_problem(str(observation.value), observation.unit_mult, observation.measure, observation.as_printed)


def value_problem(item: Claim | Observation, passage: str, behind: str = "") -> tuple[str | None, str | None]:
    """Return how the value of a claim or figure differs from its passage, and how its spelling differs (or None,
    None). `behind` is the text after the passage in the document: a word of scale may be there.
    """
    if isinstance(item, Observation):
        if item.value is None:
            return None, None
        value = str(item.value)
        scale = scale_problem(value, item.unit_mult, item.as_printed, passage + behind)
        return printed_figure_problem(item) or fall_problem(value, item.as_printed, passage) or scale, None
    if item.polarity != "asserted":
        return None, None
    known_properties = properties(item.table).get(item.predicate)
    if known_properties is None:
        return None, None
    if known_properties.type == "date":
        return date_problem(item.value, passage), None
    if known_properties.type == "text":
        problem = name_problem(item.value, passage)
        return (problem, None) if (item.table, item.predicate) in _AS_PRINTED else (None, problem)
    return None, None
