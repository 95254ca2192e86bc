"""A request for a brief, and the file made for it; the command and the form on the pages both use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.publish.brief.brief import Brief
from henequen.publish.brief.compose import compose
from henequen.publish.brief.desk_file import DeskFile
from henequen.publish.brief.scope import scope_of
from henequen.publish.site.names import Names

__all__ = ["FORMS", "BriefFile", "Order", "make_brief"]

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
"""The forms of a brief and their media types."""


@dataclass(frozen=True, slots=True)
class Order:
    """The subject (at most one of `event`, `topic`, `place`; none: the whole pair), for which `side`, its length, and
    the day since which changes are marked."""

    event: str = ""
    topic: str = ""
    place: str = ""
    side: int = 0
    pages: int = 4
    form: str = "pdf"
    since: str = ""
    desk: DeskFile = field(default_factory=DeskFile)

    def __post_init__(self) -> None:
        subjects = [f"--{name}" for name in ("event", "topic", "place") if getattr(self, name)]
        if len(subjects) > 1:
            raise UsageError(
                Message("cannot_be_combined", subjects=" and ".join(subjects)),
                expected=Message("one_subject_per_brief"),
            )
        if self.form not in FORMS:
            raise UsageError(Message("form_brief_unknown"), found=self.form, expected=", ".join(FORMS))


@dataclass(frozen=True, slots=True)
class BriefFile:
    """A brief, its file in the requested format, and the source of each of its numbers."""

    brief: Brief
    data: bytes
    numbers: tuple[dict[str, Any], ...]


def make_brief(names_on: Callable[[str], Names], order: Order) -> BriefFile:
    """Make the brief. `names_on` gives the names as of a day (empty: the day of the view).

    Raises UsageError if the record has nothing on the subject, DataError at a number that no claim of its line states.
    """
    from henequen.publish.brief.as_docx import docx_of
    from henequen.publish.brief.as_html import html_of
    from henequen.publish.brief.as_pdf import fit
    from henequen.publish.brief.numbers import references

    names = names_on("")
    subject = scope_of(names, event=order.event, topic=order.topic, place=order.place)
    earlier = None
    if order.since:
        before = names_on(order.since)
        then = scope_of(before, event=order.event, topic=order.topic, place=order.place)
        earlier = compose(before, then, order.side, order.desk)
    brief, pdf = fit(lambda room: compose(names, subject, order.side, order.desk, room, earlier), order.pages)
    numbers = tuple(asdict(reference) for reference in references(names, brief))
    data = pdf if order.form == "pdf" else docx_of(brief) if order.form == "docx" else html_of(brief).encode("utf-8")
    return BriefFile(brief, data, numbers)
