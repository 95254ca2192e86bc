"""One page of the observatory before it is written: its path, its template, its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from henequen.publish.charts import Chart

__all__ = ["Page", "Table", "up"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that readers can download as CSV: the file's path inside the language's tree, columns, rows.

    A `shared` table holds codes and ids only, and is only in the tree of the first language.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`path` is inside the tree of one language and ends in `.html`; `data` is the page's JSON twin;
    `files` are other files that go with it (path in the tree, text); `trail` are the steps of the crumbs between the
    section and this page (name, path in the tree)."""

    path: str
    template: str
    title: str
    section: str
    context: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    title_lang: str = ""
    summary: str = ""
    trail: tuple[tuple[str, str], ...] = ()


def up(path: str) -> str:
    """The relative path from a page to the root of its tree.

    >>> up("index.html"), up("instruments/a.html")
    ('', '../')
    """
    return "../" * path.count("/")
