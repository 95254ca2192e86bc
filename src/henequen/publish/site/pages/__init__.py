"""The families of pages: each returns its pages for one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.data import data_pages
from henequen.publish.site.pages.home import home_pages
from henequen.publish.site.pages.matching.cubes import cube_pages
from henequen.publish.site.pages.matching.opportunities import opportunity_pages
from henequen.publish.site.pages.matching.partners import partner_pages
from henequen.publish.site.pages.matching.supplies import supply_pages
from henequen.publish.site.pages.record.agreements import agreement_pages, tariff_pages
from henequen.publish.site.pages.record.briefs import brief_pages
from henequen.publish.site.pages.record.channels import channel_pages
from henequen.publish.site.pages.record.claims import claim_pages
from henequen.publish.site.pages.record.comparison import comparison_pages
from henequen.publish.site.pages.record.counterparts import counterpart_pages
from henequen.publish.site.pages.record.dates import connection_pages, firm_pages, next_date_pages
from henequen.publish.site.pages.record.documents import document_pages, finding_pages
from henequen.publish.site.pages.record.dossiers import dossier_pages, shock_pages
from henequen.publish.site.pages.record.entries import entry_pages
from henequen.publish.site.pages.record.feeds import bibliography_pages, feed_pages
from henequen.publish.site.pages.record.figures import figure_pages
from henequen.publish.site.pages.record.followup import followup_pages
from henequen.publish.site.pages.record.forums import forum_pages, mission_pages, network_pages
from henequen.publish.site.pages.record.goals import goal_pages
from henequen.publish.site.pages.record.instruments import instrument_pages
from henequen.publish.site.pages.record.ledger import (
    lead_pages,
    negotiation_pages,
    paragraph_pages,
    score_pages,
    then_and_now_pages,
)
from henequen.publish.site.pages.record.legal import legal_pages, position_pages, regime_pages, treaty_pages
from henequen.publish.site.pages.record.log import log_pages
from henequen.publish.site.pages.record.owners import directory_pages, owner_pages
from henequen.publish.site.pages.record.places import place_pages
from henequen.publish.site.pages.record.plain import plain_pages
from henequen.publish.site.pages.record.programmes import programme_pages, project_pages
from henequen.publish.site.pages.record.records import record_pages
from henequen.publish.site.pages.record.registers import actor_pages, event_pages, exchange_pages
from henequen.publish.site.pages.record.review import review_pages
from henequen.publish.site.pages.record.themes import theme_pages
from henequen.publish.site.pages.scenario.scenarios import scenario_pages
from henequen.publish.site.pages.trade.changes import change_pages
from henequen.publish.site.pages.trade.counts import counts_pages
from henequen.publish.site.pages.trade.investment import investment_pages
from henequen.publish.site.pages.trade.products import product_pages

__all__ = ["FAMILIES"]

FAMILIES: tuple[Callable[[Names], Iterator[Page]], ...] = (
    home_pages,
    counts_pages,
    change_pages,
    investment_pages,
    scenario_pages,
    product_pages,
    place_pages,
    partner_pages,
    opportunity_pages,
    supply_pages,
    cube_pages,
    instrument_pages,
    counterpart_pages,
    followup_pages,
    exchange_pages,
    event_pages,
    actor_pages,
    document_pages,
    claim_pages,
    finding_pages,
    bibliography_pages,
    feed_pages,
    data_pages,
    brief_pages,
    channel_pages,
    directory_pages,
    forum_pages,
    mission_pages,
    network_pages,
    connection_pages,
    owner_pages,
    programme_pages,
    project_pages,
    lead_pages,
    score_pages,
    negotiation_pages,
    then_and_now_pages,
    paragraph_pages,
    goal_pages,
    next_date_pages,
    log_pages,
    review_pages,
    firm_pages,
    entry_pages,
    legal_pages,
    treaty_pages,
    regime_pages,
    position_pages,
    plain_pages,
    agreement_pages,
    tariff_pages,
    theme_pages,
    dossier_pages,
    shock_pages,
    comparison_pages,
    record_pages,
    figure_pages,
)
