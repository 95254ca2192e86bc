"""Briefing papers made from the record: few pages, every figure with its claim."""

from henequen.publish.brief.brief import Brief, Line, Sheet
from henequen.publish.brief.compose import compose
from henequen.publish.brief.desk_file import DeskFile, read_desk_file
from henequen.publish.brief.order import FORMS, BriefFile, Order, make_brief
from henequen.publish.brief.scope import Scope, scope_of

__all__ = [
    "FORMS",
    "Brief",
    "BriefFile",
    "DeskFile",
    "Line",
    "Order",
    "Scope",
    "Sheet",
    "compose",
    "make_brief",
    "read_desk_file",
    "scope_of",
]
