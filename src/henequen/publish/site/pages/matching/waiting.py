"""The page of a family without a table in the pack: what it will show, and how to provide a table."""

from __future__ import annotations

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Section, desk_page

__all__ = ["waiting_page"]


def waiting_page(names: Names, path: str, family: str, section: str, table: str, command: str) -> Page:
    """The page of `family` (a chapter of the catalogues) without its `table`; `command` answers from a user's own table."""
    t = names.t
    empty = t("desk.no_table", table=table, command=command)
    return desk_page(
        names,
        path,
        t(f"{family}.title"),
        t("desk.no_table_lede"),
        [Section("waiting", t(f"{family}.title"), (), (), empty=empty)],
        section=section,
    )
