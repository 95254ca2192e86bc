"""Data and method: downloads, how the data were made, how to cite and to correct them."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.watched import Watched
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
    watched = [_watched(names, source) for source in names.material.view.sources]
    yield Page(
        path="data.html",
        template="data.html",
        title=t("data.title"),
        section="data",
        context={"files": files, "watched": watched},
        data={
            "files": [f["href"] for f in files],
            "rows": counts,
            "sources": [{name: row[name] for name in ("id", "url", "seen", "changed", "state")} for row in watched],
        },
    )
    yield Page(path="about.html", template="about.html", title=t("about.title"), section="about")


def _watched(names: Names, source: Watched) -> dict[str, str]:
    """A source that the pack names, and when it was last seen from the computer that writes the page."""
    last_visit = names.material.last_seen.get(source.source_id, {})
    state = last_visit.get("status", "")
    return {
        "id": source.source_id,
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "kind": names.t(f"watched_kind.{source.kind}"),
        "every": names.duration(source.every),
        "seen": last_visit.get("looked_at", "")[:10],
        "changed": last_visit.get("changed_at", "")[:10],
        "state": state,
        "state_words": names.t(f"watched_state.{state}") if state else names.t("data.never_seen"),
    }
