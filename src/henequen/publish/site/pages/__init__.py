"""The families of pages: each gives its pages for one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.changes import change_pages
from henequen.publish.site.pages.claims import claim_pages
from henequen.publish.site.pages.counterparts import counterpart_pages
from henequen.publish.site.pages.counts import counts_pages
from henequen.publish.site.pages.data import data_pages
from henequen.publish.site.pages.documents import document_pages, finding_pages
from henequen.publish.site.pages.figures import figure_pages
from henequen.publish.site.pages.followup import followup_pages
from henequen.publish.site.pages.home import home_pages
from henequen.publish.site.pages.instruments import instrument_pages
from henequen.publish.site.pages.investment import investment_pages
from henequen.publish.site.pages.places import place_pages
from henequen.publish.site.pages.products import product_pages
from henequen.publish.site.pages.records import record_pages
from henequen.publish.site.pages.registers import actor_pages, event_pages, exchange_pages
from henequen.publish.site.pages.scenarios import scenario_pages

__all__ = ["FAMILIES"]

FAMILIES: tuple[Callable[[Names], Iterator[Page]], ...] = (
    home_pages,
    counts_pages,
    change_pages,
    investment_pages,
    scenario_pages,
    product_pages,
    place_pages,
    instrument_pages,
    counterpart_pages,
    followup_pages,
    exchange_pages,
    event_pages,
    actor_pages,
    document_pages,
    claim_pages,
    finding_pages,
    data_pages,
    record_pages,
    figure_pages,
)
