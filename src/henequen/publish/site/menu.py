"""The pages that the site's menus name: one row each. Add a page here and it is in the header, the footer and the crumbs."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GROUPS", "MENU", "Entry", "entry_of"]

GROUPS = ("trade", "record", "sources")
"""The columns of the footer; their headings are `menu.<group>` in the catalogues."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menus: the key of its name (`nav.<key>`), its path, its column, and whether the header shows it."""

    key: str
    path: str
    group: str
    in_header: bool = False


MENU = (
    Entry("counts", "counts/index.html", "trade", in_header=True),
    Entry("investment", "investment/index.html", "trade", in_header=True),
    Entry("instruments", "instruments/index.html", "record", in_header=True),
    Entry("places", "places/index.html", "record", in_header=True),
    Entry("followup", "follow-up/index.html", "record", in_header=True),
    Entry("counterparts", "counterparts/index.html", "record", in_header=True),
    Entry("scenarios", "scenarios/index.html", "trade", in_header=True),
    Entry("products", "products/index.html", "trade"),
    Entry("opportunity", "opportunity/index.html", "trade"),
    Entry("suppliers", "opportunity/suppliers.html", "trade"),
    Entry("partners", "partners/index.html", "record"),
    Entry("changes", "changes/index.html", "trade"),
    Entry("brief", "brief.html", "record"),
    Entry("channels", "channels/index.html", "record"),
    Entry("events", "events/index.html", "record"),
    Entry("exchanges", "exchanges/index.html", "record"),
    Entry("registers", "registers/index.html", "record"),
    Entry("legal", "legal/index.html", "record"),
    Entry("themes", "themes/index.html", "record"),
    Entry("dossiers", "dossiers/index.html", "record"),
    Entry("compare", "compare/index.html", "record"),
    Entry("actors", "actors/index.html", "record"),
    Entry("documents", "documents/index.html", "sources"),
    Entry("claims", "claims/index.html", "sources"),
    Entry("findings", "findings/index.html", "sources"),
    Entry("bibliography", "bibliography/index.html", "sources"),
    Entry("feeds", "feeds/index.html", "sources"),
    Entry("data", "data.html", "sources"),
    Entry("about", "about.html", "sources"),
)


def entry_of(section: str) -> Entry | None:
    """The menu entry of a section of the site.

    >>> entry_of("counts").path
    'counts/index.html'
    """
    return next((entry for entry in MENU if entry.key == section), None)
