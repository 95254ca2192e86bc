# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Replaces codes of the reported rows by numbers; a row that is not summed gets a reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.areas import area_of, bare_code
from henequen.trade.staging.products import FINER, ODD, OTHER, Numbering, number_products
from henequen.trade.staging.rows import LARGEST, Reported, filled, odd_quantities, present

__all__ = ["PART_REASONS", "Codes", "find_codes"]

_PERIOD = re.compile(r"[12]\d{3}(0[1-9]|1[0-2]|-(0[1-9]|1[0-2])|-?Q[1-4])?")


PART_REASONS = ("second_partner", "transport_mode", "customs_procedure")
"""Why a part of a flow is not summed if the flow also has a row with its total (see `parts`)."""


@dataclass(frozen=True)
class Codes:
    """Areas and products of the data: number -> code, with the properties of each. `editions` are those of the
    Harmonized System if several occur or codes are converted; `target` is the one that codes are converted to.
    `odd_quantities` counts rows with an unknown unit or an impossible weight.
    """

    areas: tuple[str, ...]
    products: tuple[str, ...]
    headings: tuple[int, ...]
    schemes: tuple[str, ...]
    periods: tuple[str, ...]
    unknown_areas: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    target: str = ""
    odd_quantities: tuple[tuple[str, int], ...] = ()
    joined: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Areas of which the rows use several numbers that are not the same area, and these numbers: their rows are added up."""
    padded: tuple[tuple[str, str], ...] = ()
    """(classification, code) of the rows whose codes lack their leading zero."""

    @property
    def detail(self) -> tuple[str, ...]:
        """Columns that distinguish rows of the same exporter, importer and product."""
        return (*(("booked", "edition") if self.target else ()), *(("written",) if self.joined else ()))

    @property
    def of_joined(self) -> str:
        """The SQL condition that a row with numbers of areas has one of the areas in `joined`."""
        listed = ", ".join(str(self.areas.index(area)) for area, _ in self.joined)
        return f"(reporter in ({listed}) or partner in ({listed}))" if listed else "false"


def find_codes(
    engine: Engine,
    reported: Reported,
    names: Mapping[str, str],
    numbers: Mapping[str, str],
    former: Collection[str] = (),
) -> tuple[Codes, Reported]:
    """Number the areas and products that occur, and load `area_code`, `product_code` into the engine.

    `names` gives the kind of an area code (area, former, unspecified, group, world); `numbers` the alpha-3 code of a UN number;
    `former` the codes that a table merges with others into one area. An unknown area is kept as a separate one and is
    named in `unknown_areas`. Only leaf products get a number: six characters in the Harmonized System; in any other
    classification the longest codes that occur. Codes are converted to one edition if a file has a conversion (see `products`).
    """
    rows = reported.rows
    areas, joined = _number_areas(engine, rows, names, numbers, former)
    goods = engine.fetch(f"select distinct classification, product from ({rows})")
    pairs = sorted(
        {
            (str(a), str(b))
            for a, b in zip(filled(goods["classification"]), filled(goods["product"]), strict=True)
            if a is not None and b is not None
        }
    )
    conversion = next((file.conversion for file in reported.files if file.conversion is not None), None)
    numbering = number_products(pairs, conversion)
    products = _checked_products(numbering, pairs)
    first: dict[str, int] = {}
    headings = tuple(first.setdefault(c if c.startswith("9999") else c[:4], len(first)) for c in products)
    engine.load("product_code", numbering.table)
    engine.load("code_above", numbering.above)
    order = engine.fetch(f"select distinct period from ({rows}) order by period")["period"]
    odd = [period for period in present(order) if not _PERIOD.fullmatch(str(period))]
    codes = Codes(
        areas,
        products,
        headings,
        numbering.schemes,
        tuple(str(period) for period in present(order) if _PERIOD.fullmatch(str(period))),
        tuple(area for area in areas if area not in names),
        numbering.editions,
        conversion.to if conversion else "",
        odd_quantities(engine, reported.files),
        joined,
        numbering.padded,
    )
    partial = f"select * from ({rows}) where not (no_second and all_transport and all_customs)"
    return codes, replace(
        reported,
        coded=_coded(rows, numbering, odd, joined=bool(joined)),
        parts=_coded(partial, numbering, odd, joined=bool(joined)) if reported.has_parts else "",
    )


def _number_areas(
    engine: Engine, rows: str, names: Mapping[str, str], numbers: Mapping[str, str], former: Collection[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Load `area_code`; return the areas in the order of their numbers, and `Codes.joined`."""
    written = engine.fetch(
        f"select distinct reporter as code from ({rows}) union select distinct partner from ({rows})"
    )
    spelled = sorted({str(code) for code in present(written["code"])})
    alpha = {code: area_of(code, numbers) for code in spelled}
    areas = tuple(sorted(set(alpha.values())))
    if len(areas) >= PairKey.AREAS:
        raise DataError(
            Message("too_many_different_areas"), found=len(areas), expected=Message("fewer_than", n=PairKey.AREAS)
        )
    place = {area: k for k, area in enumerate(areas)}
    once = sorted({bare for code in spelled if (bare := bare_code(code)) in former})
    own = {code: once.index(bare) + 1 if (bare := bare_code(code)) in once else 0 for code in spelled}
    joined = tuple(
        (area, tuple(sorted({bare_code(code) for code in spelled if alpha[code] == area} - {area})))
        for area in sorted({alpha[code] for code in spelled if own[code]})
        if len({own[code] for code in spelled if alpha[code] == area}) > 1
    )
    engine.load(
        "area_code",
        {
            "code": np.array(spelled, dtype=object),
            "area": np.array([place[alpha[code]] for code in spelled], dtype=np.int32),
            "own": np.array([own[code] for code in spelled], dtype=np.int32),
            "whole": np.array([names.get(alpha[code], "area") in ("world", "group") for code in spelled]),
        },
    )
    return areas, joined


def _checked_products(numbering: Numbering, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The numbered products; DataError if there are none, or more than keys have room for."""
    products = numbering.products
    if not products:
        raise DataError(
            Message("no_row_has_level_that_summed"),
            found="codes such as " + ", ".join(sorted({code for _, code in pairs})[:5]),
            expected=Message("hs_codes_six_digits_or_longest"),
            hint=Message("longer_codes_are_added_up_with"),
        )
    if len(products) >= PairKey.PRODUCTS:
        raise DataError(
            Message("too_many_different_products"),
            found=len(products),
            expected=Message("fewer_than", n=PairKey.PRODUCTS),
        )
    return products


def _coded(rows: str, numbering: Numbering, odd_periods: Sequence[object], *, joined: bool) -> str:
    listed = ", ".join(str(one) if isinstance(one, int) else literal(str(one)) for one in odd_periods)
    period = f"when s.period in ({listed}) then 'period_unknown'" if listed else ""
    known_period = f"and s.period not in ({listed})" if listed else "and s.period is not null"
    by = "g.code = s.product" + (" and g.classification = s.classification" if numbering.by_scheme else "")
    more = "g.booked as booked, g.edition as edition, g.relation as relation, " if numbering.editions else ""
    more += "r.own * 1024 + q.own as written, " if joined else ""
    if numbering.shared:
        more += "g.low = 0.0 as lead, "
        cut = "floor({0} * 1000.0 * g.high + 0.5) / 1000.0 - floor({0} * 1000.0 * g.low + 0.5) / 1000.0"
        whole = "g.low is null or (g.low = 0.0 and g.high = 1.0)"
        value, fob = (
            f"case when {whole} then {name} else {cut.format(name)} end" for name in ("s.value", "s.fob_value")
        )
        kg = f"case when {whole} then s.kg else s.kg * (g.high - g.low) end"
    else:
        more += "true as lead, "
        value, fob, kg = "s.value", "s.fob_value", "s.kg"
    return f"""
  select r.area as reporter, q.area as partner, g.product as product, s.flow as flow, {value} as value,
         {fob} as fob_value, {kg} as kg, s.period as period, s.file as file, s.line as line, g.own as own,
         s.second as second, s.mode as mode, s.procedure as procedure, {more}
         case when r.area is null or q.area is null or g.product is null or s.period is null then 'code_missing'
              {period}
              when s.services then 'services'
              when s.flow is null or s.flow not in ('X', 'M', 'RX', 'RM') then 'flow_not_used'
              when s.value is null then 'value_missing'
              when isnan(s.value) or abs(s.value) > 1e300 then 'value_not_finite'
              when abs(s.value) > {LARGEST!r} then 'value_implausible'
              when s.value < 0 then 'value_negative'
              when s.value = 0 then 'value_zero'
              when r.whole then 'aggregate_reporter'
              when q.whole then 'aggregate_partner'
              when g.product < 0 then case g.product when {OTHER} then 'other_classification' when {FINER} then 'finer_product'
                                         when {ODD} then 'product_unknown'
                                         else 'aggregate_product' end
              when r.area = q.area then 'self_report'
              when s.flow = 'RM' then 'contained_re_trade'
              when not s.no_second then 'second_partner'
              when not s.all_transport then 'transport_mode'
              when not s.all_customs then 'customs_procedure'
              when s.flow = 'RX' then 'contained_re_trade'
         end as reason,
         s.value > 0 and s.value <= {LARGEST!r} and s.no_second and s.all_transport and s.all_customs and not s.services
           and s.flow in ('X', 'M') and r.area <> q.area and g.product >= 0 and not r.whole and not q.whole {known_period} as usable
  from ({rows}) s
  left join area_code r on r.code = s.reporter
  left join area_code q on q.code = s.partner
  left join product_code g on {by}
"""
