# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""From reported rows to one row a flow: codes become numbers, what is not summed is counted, both sides are joined.

Table `flow` (one row per exporter, importer, product of one period):
    pr  pair number, exporter * 1024 + importer        p   product number
    x   exporter's value (US dollars, FOB), less its re-exports where the module `hub_re_exports` takes them off
    rx  what was taken off                              m   importer's value as reported
    f0  importer's FOB value where the importer reports one, else null
    kg  weight (kilograms), null where nobody weighed
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from henequen.model.errors import DataError
from henequen.trade.model.quantity_units import quantity_units
from henequen.trade.model.reported import LeftOut, ReportedFile
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.areas import area_of
from henequen.trade.staging.products import FINER, ODD, OTHER, Numbering, number_products, split_totals

__all__ = [
    "AREA_BASE",
    "KEY_BASE",
    "Codes",
    "Reported",
    "dropped",
    "find_codes",
    "flow_table",
    "reported_rows",
    "side_rows",
]

LARGEST = 1e15
"""A value (US dollars) beyond which a row is not believed: all the world's trade is less than a tenth of it."""
_PERIOD = re.compile(r"[12]\d{3}(0[1-9]|1[0-2]|-(0[1-9]|1[0-2])|-?Q[1-4])?")
AREA_BASE = 1024
KEY_BASE = 65536


@dataclass(frozen=True)
class Reported:
    """All reported rows as one SQL query; `coded` adds numbers for codes and the reason why a row is not summed; where there
    is none it is `usable`, which is told sooner."""

    files: tuple[ReportedFile, ...]
    rows: str
    whole_periods: bool
    coded: str = ""

    def at(self, period: str) -> str:
        """The SQL condition that a row is of `period`."""
        return f"period = {int(period)}" if self.whole_periods else f"period = {literal(period)}"

    def of_files(self, count: int) -> Reported:
        """The rows of the first so many files alone."""
        rows, coded = (f"select * from ({query}) where file < {count}" for query in (self.rows, self.coded))
        return replace(self, files=self.files[:count], rows=rows, coded=coded)


@dataclass(frozen=True)
class Codes:
    """Areas and products of the data: number -> code, with what is known of each.

    `editions` are those of the Harmonized System where several occur or codes are converted; `target` is the one that
    codes are carried into. `odd_quantities` counts rows whose unit nobody knows, or whose weight is none.
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


def _name(file: ReportedFile, column: str) -> str:
    return '"' + file.columns[column].replace('"', '""') + '"'


def _text(file: ReportedFile, column: str, default: str) -> str:
    if column not in file.columns:
        return default
    if file.types[column] == "text":
        return _name(file, column)
    if file.types[column] == "number":
        return f"cast(cast(floor({_name(file, column)}) as bigint) as varchar)"
    return f"cast({_name(file, column)} as varchar)"


def _number(file: ReportedFile, column: str) -> str:
    return f"cast({_name(file, column)} as double)" if column in file.columns else "cast(null as double)"


def _total(file: ReportedFile, column: str, totals: Sequence[str]) -> str:
    """Whether a breakdown column stands at its total."""
    if column not in file.columns or file.constant.get(column) in totals:
        return "true"
    if file.types[column] == "integer":
        return f"coalesce({_name(file, column)} = 0, true)"
    among = ", ".join(literal(total) for total in totals)
    return f"coalesce(trim(cast({_name(file, column)} as varchar)) in ({among}), true)"


def _weight(file: ReportedFile) -> str:
    """Kilograms: the net weight, else a quantity whose unit is one of weight; null where it is no weight at all."""
    cases = []
    if "net_kg" in file.columns:
        net = _number(file, "net_kg")
        cases.append(f"when {net} > 0 and {net} < {LARGEST!r} then {net}")
    if "quantity" in file.columns and "quantity_unit" in file.columns:
        unit, quantity = _unit(file), _number(file, "quantity")
        whole = file.types["quantity_unit"] == "integer"
        weights = [
            f"when {unit} = {code if whole else literal(code)} then {known.factor!r} * {quantity}"
            for code, known in quantity_units().items()
            if known.kind == "weight" and file.constant.get("quantity_unit", code) == code
        ]
        if weights:
            cases.append(f"when {quantity} is null or not {quantity} > 0 or {quantity} >= {LARGEST!r} then null")
            cases += weights
    return f"case {' '.join(cases)} end" if cases else "cast(null as double)"


def _unit(file: ReportedFile) -> str:
    return (
        _name(file, "quantity_unit") if file.types["quantity_unit"] == "integer" else _text(file, "quantity_unit", "''")
    )


def _odd_quantities(engine: Engine, files: Sequence[ReportedFile]) -> tuple[tuple[str, int], ...]:
    """Rows whose quantity is in a unit that nobody knows (by code), and rows whose net weight cannot be one, in words."""
    counted: Counter[str] = Counter()
    for number, file in enumerate(files):
        if "quantity" in file.columns and "quantity_unit" in file.columns:
            unit = f"cast({_unit(file)} as varchar)"
            met = _present(engine.fetch(f"select distinct {unit} as unit from source_{number}")["unit"])
            unknown = [str(one) for one in met if str(one).strip() and str(one).strip() not in quantity_units()]
            for code in unknown:
                where = f"{unit} = {literal(code)} and {_number(file, 'quantity')} > 0"
                n = int(engine.fetch(f"select count(*) as n from source_{number} where {where}")["n"][0])
                counted[f"a quantity in the unknown unit {code.strip()}"] += n
        if "net_kg" in file.columns:
            kg = _number(file, "net_kg")  # what is not a number is above all numbers
            wrong = engine.fetch(f"select count(*) as n from source_{number} where {kg} < 0 or {kg} >= {LARGEST!r}")
            counted["a net weight that cannot be one"] += int(wrong["n"][0])
    return tuple(sorted((what, n) for what, n in counted.items() if n))


def _select(number: int, file: ReportedFile, whole_periods: bool) -> str:
    period = _name(file, "period") if whole_periods else _text(file, "period", "''")
    goods = file.constant.get("kind", "C" if "kind" not in file.columns else "") == "C"
    services = "false" if goods else f"coalesce({_text(file, 'kind', '')}, 'C') <> 'C'"
    scheme = _text(file, "classification", literal("HS"))
    line = _name(file, "row") if "row" in file.columns else "file_row_number"
    return f"""
      select {number} as file, {line} as line, {period} as period, {_text(file, "flow", "''")} as flow,
             {_text(file, "reporter", "''")} as reporter, {_text(file, "partner", "''")} as partner,
             {scheme} as classification, {_text(file, "product", "''")} as product,
             {_number(file, "value")} as value, {_number(file, "fob_value")} as fob_value, {_weight(file)} as kg,
             {services} as services, {_total(file, "partner2", ("0", "W00", ""))} as no_second,
             {_total(file, "transport", ("0", ""))} as all_transport,
             {_total(file, "customs", ("C00", "0", ""))} as all_customs
      from source_{number}"""


def reported_rows(engine: Engine, files: Sequence[ReportedFile]) -> Reported:
    """All reported rows in our columns; the files become `source_0`, `source_1`... of the engine."""
    for number, file in enumerate(files):
        engine.source(f"source_{number}", file.path)
    whole = all(file.types.get("period") == "integer" for file in files)
    return Reported(tuple(files), " union all ".join(_select(k, file, whole) for k, file in enumerate(files)), whole)


def find_codes(
    engine: Engine, reported: Reported, known: Mapping[str, str], numbers: Mapping[str, str]
) -> tuple[Codes, Reported]:
    """Number the areas and products that occur, and load `area_code`, `product_code` into the engine.

    `known` tells the kind of an area code (area, former, unspecified, group, world); `numbers` the alpha-3 code of a UN
    number. An area that is not known stays its own and is named in `unknown_areas`. Only leaf products get a number:
    six characters in the Harmonized System; in any other classification the longest codes that occur. Codes are carried
    into one edition where a file has a conversion (see `classifications`).
    """
    rows = reported.rows
    written = engine.fetch(
        f"select distinct reporter as code from ({rows}) union select distinct partner from ({rows})"
    )
    spelled = sorted({str(code) for code in _present(written["code"])})
    alpha = {code: area_of(code, numbers) for code in spelled}
    areas = tuple(sorted(set(alpha.values())))
    if len(areas) >= AREA_BASE:
        raise DataError("too many different areas", found=len(areas), expected=f"fewer than {AREA_BASE}")
    place = {area: k for k, area in enumerate(areas)}
    engine.load(
        "area_code",
        {
            "code": np.array(spelled, dtype=object),
            "area": np.array([place[alpha[code]] for code in spelled], dtype=np.int32),
            "whole": np.array([known.get(alpha[code], "area") in ("world", "group") for code in spelled]),
        },
    )
    goods = engine.fetch(f"select distinct classification, product from ({rows})")
    pairs = sorted(
        {
            (str(a), str(b))
            for a, b in zip(_filled(goods["classification"]), _filled(goods["product"]), strict=True)
            if a is not None and b is not None
        }
    )
    conversion = next((file.conversion for file in reported.files if file.conversion is not None), None)
    numbering = number_products(pairs, conversion)
    products = numbering.products
    if not products:
        raise DataError(
            "no row stands at the level that is summed",
            found="codes such as " + ", ".join(sorted({code for _, code in pairs})[:5]),
            expected="HS codes of six digits, or the longest codes of another classification",
            hint="longer codes are added up with --add product; else ask the source for six-digit rows (in UN Comtrade: "
            "cmdCode=AG6)",
        )
    if len(products) >= KEY_BASE:
        raise DataError("too many different products", found=len(products), expected=f"fewer than {KEY_BASE}")
    first: dict[str, int] = {}
    headings = tuple(first.setdefault(c if c.startswith("9999") else c[:4], len(first)) for c in products)
    engine.load("product_code", numbering.table)
    engine.load("code_above", numbering.above)
    order = engine.fetch(f"select distinct period from ({rows}) order by period")["period"]
    odd = [period for period in _present(order) if not _PERIOD.fullmatch(str(period))]
    codes = Codes(
        areas,
        products,
        headings,
        numbering.schemes,
        tuple(str(period) for period in _present(order) if _PERIOD.fullmatch(str(period))),
        tuple(area for area in areas if area not in known),
        numbering.editions,
        conversion.to if conversion else "",
        _odd_quantities(engine, reported.files),
    )
    return codes, Reported(reported.files, rows, reported.whole_periods, _coded(rows, numbering, odd))


def _present(column: object) -> list[object]:
    return [value for value in _filled(column) if value is not None]


def _filled(column: object) -> list[object]:
    listed: list[object] = np.ma.asarray(column).tolist()
    return listed


def _coded(rows: str, numbering: Numbering, odd_periods: Sequence[object]) -> str:
    listed = ", ".join(str(one) if isinstance(one, int) else literal(str(one)) for one in odd_periods)
    period = f"when s.period in ({listed}) then 'period_unknown'" if listed else ""
    known_period = f"and s.period not in ({listed})" if listed else "and s.period is not null"
    by = "g.product = s.product" + (" and g.classification = s.classification" if numbering.by_scheme else "")
    more = "g.booked as booked, g.edition as edition, g.relation as relation, " if numbering.editions else ""
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
  select r.area as rep, q.area as par, g.p as p, s.flow as flow, {value} as value,
         {fob} as fob_value, {kg} as kg, s.period as period, s.file as file, s.line as line, g.own as own, {more}
         case when r.area is null or q.area is null or g.p is null or s.period is null then 'code_missing'
              {period}
              when s.services then 'services'
              when s.flow is null or s.flow not in ('X', 'M', 'RX', 'RM') then 'flow_not_used'
              when s.value is null then 'value_missing'
              when isnan(s.value) or abs(s.value) > 1e300 then 'value_not_finite'
              when abs(s.value) > {LARGEST!r} then 'value_implausible'
              when s.value < 0 then 'value_negative'
              when s.value = 0 then 'value_zero'
              when not s.no_second then 'second_partner'
              when not s.all_transport then 'transport_mode'
              when not s.all_customs then 'customs_procedure'
              when r.whole then 'aggregate_reporter'
              when q.whole then 'aggregate_partner'
              when g.p < 0 then case g.p when {OTHER} then 'other_classification' when {FINER} then 'finer_product'
                                         when {ODD} then 'product_unknown'
                                         else 'aggregate_product' end
              when r.area = q.area then 'self_report'
              when s.flow in ('RX', 'RM') then 'contained_re_trade'
         end as reason,
         s.value > 0 and s.value <= {LARGEST!r} and s.no_second and s.all_transport and s.all_customs and not s.services
           and s.flow in ('X', 'M') and r.area <> q.area and g.p >= 0 and not r.whole and not q.whole {known_period} as usable
  from ({rows}) s
  left join area_code r on r.code = s.reporter
  left join area_code q on q.code = s.partner
  left join product_code g on {by}
"""


_MILLS = (
    "cast(sum(case when value is null or isnan(value) or abs(value) > 1e15 then 0 "
    "else cast(floor(value * 1000 + 0.5) as bigint) end) as bigint)"
)
_BEYOND = "sum(case when abs(value) > 1e15 and abs(value) <= 1e300 then value else 0.0 end)"


def dropped(
    engine: Engine, reported: Reported, taken: int | None = None, apart: Sequence[LeftOut] = ()
) -> tuple[LeftOut, ...]:
    """What is not summed, by reason; values are exact sums in thousandths of a dollar.

    Where `taken` (rows that were summed) and those `apart` are all there are, they need not be read once more.
    """
    listed = [item for item in apart if item.rows]
    known = (taken or 0) + sum(item.rows for item in listed)
    if taken is None or known != int(engine.fetch(f"select count(*) as n from ({reported.rows})")["n"][0]):
        found = engine.fetch(
            f"select reason, count(case when lead then 1 end) as n, {_MILLS} as total, {_BEYOND} as beyond "
            f"from ({reported.coded}) where reason is not null "
            "group by reason order by reason"
        )
        listed = [
            LeftOut(str(reason), int(rows), int(total) / 1000 + float(beyond))
            for reason, rows, total, beyond in zip(*(found[k] for k in ("reason", "n", "total", "beyond")), strict=True)
        ]
        listed = [part for item in listed for part in split_totals(engine, reported.coded, item, _MILLS)]
    for file in reported.files:
        listed.extend(file.left_out)
    return tuple(listed)


def side_rows(reported: Reported, codes: Codes, period: str, flow: str, *, once: bool = False) -> str:
    """SQL of the usable rows of one flow (X or M) of a period: pr, p, value, kg, and f0 of imports.

    Codes that a conversion brings together are added up (exactly, in thousandths); their weight is known where all of
    them were weighed, their FOB value where all have one. With `once`, rows of the same key and value count once.
    """
    pr = f"rep * {AREA_BASE} + par" if flow == "X" else f"par * {AREA_BASE} + rep"
    f0 = ", case when fob_value > 0 then fob_value end as f0" if flow == "M" else ""
    more = ", booked, edition" if codes.target else ""
    rows = f"""select {pr} as pr, p, value, kg{f0}{more} from ({reported.coded})
            where usable and flow = {literal(flow)} and {reported.at(period)}"""
    f0 = ", max(f0) as f0" if flow == "M" else ""
    if codes.target:
        if once:
            rows = f"""select pr, p, edition, booked, max(value) as value, max(kg) as kg{f0} from ({rows})
                    group by pr, p, edition, booked"""
        added = f", {_added('f0')} as f0" if flow == "M" else ""
        rows = f"""select pr, p, edition, {_added("value")} as value, {_added("kg")} as kg{added} from ({rows})
                group by pr, p, edition"""
    if once:
        rows = f"select pr, p, max(value) as value, max(kg) as kg{f0} from ({rows}) group by pr, p"
    return rows


def _added(name: str) -> str:
    exact = f"cast(sum(cast(floor({name} * 1000.0 + 0.5) as bigint)) as double) / 1000.0"
    return f"case when count(*) = 1 then max({name}) when count({name}) = count(*) then {exact} end"


def flow_table(
    engine: Engine, reported: Reported, codes: Codes, period: str, *, hubs: bool, once: bool = False
) -> None:
    """Join what exporters and importers reported of one period into the table `flow`.

    With `hubs`, re-exports that a reporter tells apart are taken off its exports (table `re_export`). With `once`, rows
    of the same key and value count once (see `repeats.settle_repeats`).
    """
    x, m = (side_rows(reported, codes, period, flow, once=once) for flow in ("X", "M"))
    if hubs:
        x = f"""select s.pr as pr, s.p as p, case when s.value > 1.0001 * coalesce(r.value, 0)
                       then s.value - coalesce(r.value, 0) end as value, s.kg as kg,
                       case when r.value > 0 then least(r.value, s.value) end as rx
                from ({x}) s left join re_export r on r.pr = s.pr and r.p = s.p"""
    key = f"cast(pr as bigint) * {KEY_BASE} + p"  # one key is joined faster than two
    engine.table(
        "flow",
        f"""
        select cast(floor(k / {KEY_BASE}) as integer) as pr, cast(k % {KEY_BASE} as integer) as p, x, m, f0, kg{", rx" if hubs else ""}
        from (
          select coalesce(x.k, m.k) as k, x.value as x, m.value as m, m.f0 as f0,
               case when x.kg > 0 and m.kg > 0
                    then case when x.kg between m.kg / 2 and m.kg * 2 then sqrt(x.kg * m.kg) else m.kg end
                    when x.kg > 0 then x.kg when m.kg > 0 then m.kg end as kg
               {", x.rx as rx" if hubs else ""}
          from (select *, {key} as k from ({x})) x full join (select *, {key} as k from ({m})) m on x.k = m.k)""",
    )
