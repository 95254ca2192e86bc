"""Data and method: everything to take away, how it was made, how to cite and to correct it."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.publish.export.tables import TABLES
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page

__all__ = ["data_pages"]


def data_pages(names: Names) -> Iterator[Page]:
    """The page of downloads, and the page of method, corrections and citation."""
    t = names.t
    counts = (
        {name: sum(1 for _ in table.rows(names.material.view)) for name, table in TABLES.items()}
        if names.language == "en"
        else {}
    )
    files = [{"name": name, "label": t(f"table.{name}"), "href": f"{name}.csv"} for name in TABLES]
    yield Page(
        path="data.html",
        template="data.html",
        title=t("data.title"),
        section="data",
        context={"files": files},
        data={"files": [f["href"] for f in files], "rows": counts},
    )
    yield Page(path="about.html", template="about.html", title=t("about.title"), section="about")
