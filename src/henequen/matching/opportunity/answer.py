"""What `henequen opportunity` and `henequen plan` answer, from the tables and the record of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from henequen.matching.opportunity.displacement import Displaced, displacement
from henequen.matching.opportunity.goods import concerns, goods_code, tariff_group
from henequen.matching.opportunity.prospects import Prospect, duties_of, prospects, state_parts
from henequen.matching.opportunity.sector_table import WORLD, SectorTable, last_two, sector_table
from henequen.matching.suppliers.industry import industries_of_goods, industry_of, sector_of
from henequen.matching.twins.ties import fold
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.record.store.view import View

__all__ = [
    "PACK_SOURCE",
    "Opportunity",
    "Plan",
    "PromisingSector",
    "opportunity_of",
    "plan_of",
    "promising_sectors",
    "resolve_place",
]

PACK_SOURCE = "WIOD 2013"


@dataclass(frozen=True, slots=True)
class Opportunity:
    """The prospects of a seller in a market, and who took its shares. For a state `parts` are its shares of the nation's
    sales; a prospect of a state is the nation's times that share."""

    place: str
    exporter: str
    market: str
    year: str
    source: str
    prospects: tuple[Prospect, ...]
    parts: Mapping[str, float]
    displaced: Mapping[str, tuple[Displaced, ...]]
    rival: str
    years: tuple[str, str]
    figures: tuple[Observation, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An export plan for one product: its code, the prospect of its industry, displacement, figures of the record, records by
    role (barrier, promotion, event, buyer, body), and what to find out."""

    product: str
    hs: str
    prospect: Prospect
    opportunity: Opportunity
    lost: tuple[tuple[str, Displaced], ...]
    figures: tuple[Observation, ...]
    links: Mapping[str, Sequence[str]]
    costs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromisingSector:
    """A sector that a report calls promising, with its industries, its rank by unrealised potential, and the evidence."""

    item: str
    investor: str
    host: str
    names: Mapping[str, str]
    sectors: tuple[str, ...]
    rank: int
    evidence: tuple[Prospect, ...]

    @property
    def unrealised(self) -> float | None:
        """The sum over its industries; None if all are unknown."""
        amounts = [one.unrealised for one in self.evidence if one.unrealised is not None]
        return sum(amounts) if amounts else None


COSTS = ("duty_line", "rules", "freight", "certificates", "labels", "agent", "payment", "finance")
"""What no table of the pack says and an exporter must find out; the words are `plan.cost_...` in the catalogues."""


def resolve_place(view: View, text: str) -> Place:
    """The country or first-level place that a name means. Raises UsageError for an unknown place or one in neither
    country."""
    words = fold(text)
    matches = [p for p in view.places.values() if text == p.code or words in {fold(name) for name in p.names}]
    matches.sort(key=lambda p: ("/" in p.code, "-" in p.code))
    if not matches:
        raise UsageError(
            Message("no_place_has_this_name"), found=text[:80], expected=Message("side_state_or_province_this_pack")
        )
    if matches[0].country not in view.manifest.sides:
        raise UsageError(
            Message("place_in_neither_country"),
            found=f"{matches[0].name_en} ({matches[0].country})",
            expected=" or ".join(view.manifest.sides),
        )
    region = matches[0].code.split("/")[0]
    return view.places[region]


def opportunity_of(
    view: View, text: str, partner: str = "", rows: Sequence[Mapping[str, str]] | None = None, source: str = ""
) -> Opportunity:
    """The answer for a place; `rows` are a user's table in place of the pack's. Raises UsageError for a partner that is not
    the other side, and for a pack without a table of trade by industry."""
    place = resolve_place(view, text)
    sides = view.manifest.sides
    exporter = place.country
    market = sides[1] if exporter == sides[0] else sides[0]
    if partner and partner != market:
        raise UsageError(Message("partner_not_other_side"), found=partner, expected=market)
    sector_rows = rows if rows is not None else view.vocabulary("sector_trade")
    if not sector_rows:
        raise UsageError(
            Message("this_pack_has_no_table_trade"), expected="vocab/sector_trade.csv", hint=Message("give_table_file")
        )
    table = sector_table(sector_rows, source or PACK_SOURCE)
    year = table.years[-1]
    duties = duties_of(view.vocabulary("sector_duties"), exporter, market) if rows is None else {}
    links = _links(view, exporter, table)
    prospect_list = prospects(table, exporter, market, year, duties, links)
    parts: dict[str, float] = {}
    unknown: list[str] = []
    if "-" in place.code:
        sectors = {
            r["code"]: sector_of(industry_of(r["code"], "scian"), table.products)
            for r in view.vocabulary("place_exports")
        }
        parts = state_parts(view.vocabulary("place_exports"), sectors, place.code)
        prospect_list = _of_state(prospect_list, parts)
        unknown = [one.product for one in prospect_list if one.product not in parts]
    rival, lost, years = _lost(table, exporter, market, sides)
    exporter_rows = tuple(
        o
        for o in view.observations()
        if "-" in place.code
        and o.place == place.code
        and o.measure in ("export", "import", "fdi_flow")
        and o.amount is not None
    )
    return Opportunity(
        place.code,
        exporter,
        market,
        year,
        table.source,
        tuple(prospect_list),
        parts,
        lost,
        rival,
        years,
        exporter_rows,
        tuple(unknown),
    )


def _of_state(prospect_list: Sequence[Prospect], parts: Mapping[str, float]) -> list[Prospect]:
    """The nation's prospects times the state's part; unknown if the share is unknown."""
    rows = []
    for one in prospect_list:
        part = parts.get(one.product)

        def scaled(value: float | None, part: float | None = part) -> float | None:
            return None if value is None or part is None else value * part

        rows.append(
            replace(
                one,
                supply=scaled(one.supply),
                actual=scaled(one.actual),
                potential=scaled(one.potential),
                unrealised=scaled(one.unrealised),
            )
        )
    rows.sort(key=lambda one: (one.unrealised is None, -(one.unrealised or 0.0), -(one.potential or 0.0), one.product))
    return [replace(one, rank=rank) for rank, one in enumerate(rows, 1)]


def _lost(
    table: SectorTable, exporter: str, market: str, sides: Sequence[str]
) -> tuple[str, dict[str, tuple[Displaced, ...]], tuple[str, str]]:
    """Displacement in the partner's market and in third markets by the rival that the table holds."""
    sellers = {key[1] for key in table.values}
    buyers = list(dict.fromkeys(key[2] for key in table.values))
    rivals = [one for one in dict.fromkeys(key[1] for key in table.values) if one not in (*sides, WORLD)]
    if len(table.years) < 2 or not rivals or WORLD not in sellers:
        return "", {}, ("", "")
    years = last_two(table.years)
    rival = rivals[0]
    markets = [one for one in buyers if one not in (exporter, rival, WORLD)]
    markets.sort(key=lambda one: one != market)
    return rival, {one: tuple(displacement(table, exporter, one, rival, *years)) for one in markets}, years


def _links(view: View, exporter: str, table: SectorTable) -> dict[str, dict[str, list[str]]]:
    links: dict[str, dict[str, list[str]]] = {product: {} for product in table.products}
    for row in view.vocabulary("sector_links"):
        if row["exporter"] != exporter or view.record(row["record"]) is None:
            continue
        for product in table.products if row["isic3"] == "*" else [row["isic3"]]:
            if product in links:
                links[product].setdefault(row["role"], []).append(row["record"])
    return links


def plan_of(view: View, text: str, place: str = "") -> Plan:
    """The plan for a product: an HS code, an industry of the table, or a word of its name. The seller is the first side, or
    the one of `place`. Raises UsageError for a product that no industry is known to make."""
    opportunity = opportunity_of(view, place or view.manifest.sides[0])
    names = {row["isic3"]: row for row in view.vocabulary("sector_names")}
    sectors = tuple(one.product for one in opportunity.prospects)
    product, hs = _product(text, names, sectors)
    prospect = next(one for one in opportunity.prospects if one.product == product)
    lost = tuple(
        (market, one) for market, rows in opportunity.displaced.items() for one in rows if one.product == product
    )
    groups = [g for g in names.get(product, {}).get("tariff_groups", "").split(";") if g]
    group = tariff_group(hs) if hs else ""
    groups = [group] if group else groups
    figures = [
        o
        for o in view.observations()
        if o.measure == "tariff" and o.reporter == opportunity.market and o.product in groups and o.value is not None
    ]
    words = fold(text)
    if len(words) > 3:
        figures += [o for o in view.observations() if words in fold(o.product) and o not in figures]
    return Plan(text, hs, prospect, opportunity, lost, tuple(figures), _linked(view, prospect, opportunity, hs), COSTS)


def _linked(view: View, prospect: Prospect, about: Opportunity, hs: str) -> dict[str, Sequence[str]]:
    """The records that belong to the sales of an industry. Of a product with a code, only the barriers that concern it, and
    those of the register of barriers that do and belong to nothing that is listed."""
    links: dict[str, Sequence[str]] = dict(prospect.links)
    if not hs:
        return links
    barriers = [
        (one, one.many("products"), one.many("items"))
        for one in view.records("entries")
        if one.one("register") == "barrier" and one.one("side") == about.market and one.many("products")
    ]
    known_items = {item for _, _, items in barriers for item in items}
    meant = [(one, items) for one, codes, items in barriers if concerns(codes, hs)]
    listed = {item for _, items in meant for item in items}
    kept = [one for one in prospect.links.get("barrier", ()) if one in listed or one not in known_items]
    links["barrier"] = (*kept, *(one.id for one, items in meant if not set(items) & set(kept)))
    return links


def _product(text: str, names: Mapping[str, Mapping[str, str]], sectors: Sequence[str]) -> tuple[str, str]:
    """The industry, and the HS code if it was one."""
    if text in sectors:
        return text, ""
    digits = text.replace(".", "")
    if re.fullmatch(r"\d{2,10}", digits):
        for industry in industries_of_goods(digits):
            sector = sector_of(industry, tuple(sectors))
            if sector:
                return sector, digits
        raise UsageError(
            Message("no_industry_known_make_this_code"),
            found=text[:40],
            expected=Message("code_harmonized_system_2007"),
        )
    folded_text = fold(text)
    for sector, row in names.items():
        words = (row["en"], row["es"], row["ko"], *row["words"].split(";"))
        if sector in sectors and folded_text in {fold(word) for word in words}:
            return sector, goods_code(text)
    if code := goods_code(text):
        return _product(code, names, sectors)
    near = [
        word
        for row in names.values()
        for word in row["words"].split(";")
        if folded_text and folded_text[:3] in fold(word)
    ][:6]
    raise UsageError(
        Message("no_product_has_this_name"),
        found=text[:80],
        expected=Message("hs_code_as_2203_or_product"),
        hint=Message("near", names=", ".join(near)) if near else Message("henequen_opportunity_lists_industries"),
    )


def promising_sectors(view: View) -> list[PromisingSector]:
    """The lists of promising sectors, each sector ranked within its list by what the investor's side could still sell to the host."""
    sectors: list[PromisingSector] = []
    by_pair: dict[tuple[str, str], dict[str, Prospect]] = {}
    for row in view.vocabulary("promising_sectors"):
        pair = (row["investor"], row["host"])
        if pair not in by_pair:
            by_pair[pair] = {one.product: one for one in opportunity_of(view, row["investor"]).prospects}
        codes = tuple(row["sectors"].split(";"))
        evidence = tuple(by_pair[pair][code] for code in codes if code in by_pair[pair])
        names = {language: row[language] for language in ("en", "es", "ko")}
        sectors.append(PromisingSector(row["item"], *pair, names, codes, 0, evidence))
    out: list[PromisingSector] = []
    for item in dict.fromkeys(one.item for one in sectors):
        evidence_of_item = [one for one in sectors if one.item == item]
        evidence_of_item.sort(key=lambda one: (one.unrealised is None, -(one.unrealised or 0.0), one.names["en"]))
        out += [replace(one, rank=rank) for rank, one in enumerate(evidence_of_item, 1)]
    return out
