# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""From reported rows to one row a flow: codes become numbers, what is not summed is counted, both sides are joined.

Table `flow` (one row per exporter, importer, product of one period):
    pr  pair number, exporter * 1024 + importer        p   product number
    x   exporter's value (US dollars, FOB)              m   importer's value as reported
    f0  importer's FOB value where the importer reports one, else null
    kg  weight (kilograms), null where nobody weighed
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from henequen.model.errors import DataError
from henequen.model.reported import LeftOut, ReportedFile
from henequen.record.mirror.engine import Engine, literal

__all__ = ["AREA_BASE", "Codes", "dropped", "find_codes", "flow_table", "reported_view"]

AREA_BASE = 1024
KEY_BASE = 65536
KILOGRAM_UNITS = {"8": 1.0, "kg": 1.0, "41": 1000.0, "t": 1000.0}
"""Quantity units that are weights, and how many kilograms each is (UN Comtrade unit codes)."""


@dataclass(frozen=True)
class Codes:
    """Areas and products of the data: number -> code, with what is known of each."""

    areas: tuple[str, ...]
    products: tuple[str, ...]
    headings: tuple[int, ...]
    periods: tuple[str, ...]
    unknown_areas: tuple[str, ...] = ()


def _text(file: ReportedFile, column: str, default: str) -> str:
    if column not in file.columns:
        return default
    quoted = '"' + file.columns[column].replace('"', '""') + '"'
    if file.types[column] == "text":
        return f"trim({quoted})" if column in ("transport", "customs", "partner2") else quoted
    text = f"cast({quoted} as varchar)"
    return f"lpad({text}, 6, '0')" if column == "product" else text


def _number(file: ReportedFile, column: str) -> str:
    if column not in file.columns:
        return "cast(null as double)"
    return 'cast("' + file.columns[column].replace('"', '""') + '" as double)'


def _total(file: ReportedFile, column: str, totals: Sequence[str]) -> str:
    """Whether a breakdown column stands at its total."""
    if column not in file.columns:
        return "true"
    quoted = '"' + file.columns[column].replace('"', '""') + '"'
    if file.types[column] == "integer":
        return f"coalesce({quoted} = 0, true)"
    among = ", ".join(literal(total) for total in totals)
    return f"coalesce(trim(cast({quoted} as varchar)) in ({among}), true)"


def _select(number: int, file: ReportedFile) -> str:
    kg = _number(file, "net_kg")
    if "quantity" in file.columns and "quantity_unit" in file.columns:
        unit = _text(file, "quantity_unit", "''")
        cases = " ".join(
            f"when {literal(code)} then {factor!r} * {_number(file, 'quantity')}"
            for code, factor in KILOGRAM_UNITS.items()
        )
        kg = f"coalesce(case when {kg} > 0 then {kg} end, case {unit} {cases} end)"
    kinds = f"coalesce({_text(file, 'kind', chr(39) + 'C' + chr(39))}, 'C')"
    return f"""
      select {number} as file, {_text(file, "period", "''")} as period, {_text(file, "flow", "''")} as flow,
             {_text(file, "reporter", "''")} as reporter, {_text(file, "partner", "''")} as partner,
             {_text(file, "classification", "'HS'")} as classification, {_text(file, "product", "''")} as product,
             {_number(file, "value")} as value, {_number(file, "cif_value")} as cif_value,
             {_number(file, "fob_value")} as fob_value, {kg} as kg, {kinds} as kind,
             {_total(file, "partner2", ("0", "W00", ""))} as no_second,
             {_total(file, "transport", ("0", ""))} as all_transport,
             {_total(file, "customs", ("C00", "0", ""))} as all_customs
      from source_{number}"""


def reported_view(engine: Engine, files: Sequence[ReportedFile]) -> str:
    """The SQL of all reported rows in our columns; the files become `source_0`, `source_1`... of the engine."""
    for number, file in enumerate(files):
        engine.source(f"source_{number}", file.path)
    return " union all ".join(_select(number, file) for number, file in enumerate(files))


def find_codes(engine: Engine, reported: str, known: Mapping[str, str], numbers: Mapping[str, str]) -> Codes:
    """Number the areas and products that occur, and load `area_code`, `product_code` into the engine.

    `known` tells the kind of an area code (area, former, unspecified, group, world); `numbers` the alpha-3 code of a UN
    number. An area that is not known stays its own and is named in `unknown_areas`. Only leaf products get a number:
    six characters in the Harmonized System; in any other classification the longest codes that occur.
    """
    written = engine.fetch(
        f"select distinct reporter as code from ({reported}) union select distinct partner from ({reported})"
    )["code"]
    spelled = sorted({str(code) for code in _present(written)})
    alpha = {code: numbers.get(code.lstrip("0") or "0", code.strip()) for code in spelled}
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
    goods = engine.fetch(f"select distinct classification, product from ({reported})")
    pairs = sorted(
        {
            (str(a), str(b))
            for a, b in zip(goods["classification"], goods["product"], strict=True)
            if a is not np.ma.masked and b is not np.ma.masked
        }
    )
    leaves = _leaves(pairs)
    products = tuple(sorted({code for _, code in leaves}))
    if not products:
        raise DataError(
            "no row stands at the level that is summed",
            found="codes such as " + ", ".join(sorted({code for _, code in pairs})[:5]),
            expected="HS codes of six digits, or the longest codes of another classification",
            hint="ask the source for six-digit rows (in UN Comtrade: cmdCode=AG6)",
        )
    if len(products) >= KEY_BASE:
        raise DataError("too many different products", found=len(products), expected=f"fewer than {KEY_BASE}")
    number = {code: k for k, code in enumerate(products)}
    first: dict[str, int] = {}
    headings = tuple(
        first.setdefault(code if code.startswith("9999") else code[:4], k) for k, code in enumerate(products)
    )
    engine.load(
        "product_code",
        {
            "classification": np.array([a for a, _ in pairs], dtype=object),
            "product": np.array([b for _, b in pairs], dtype=object),
            "p": np.array([number[b] if (a, b) in leaves else -1 for a, b in pairs], dtype=np.int32),
        },
    )
    periods = engine.fetch(f"select distinct period from ({reported}) order by period")["period"]
    return Codes(
        areas,
        products,
        headings,
        tuple(str(period) for period in _present(periods)),
        tuple(area for area in areas if area not in known),
    )


def _present(column: object) -> list[object]:
    return [value for value in np.ma.asarray(column).tolist() if value is not None]


def _leaves(pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    longest: dict[str, int] = {}
    for scheme, code in pairs:
        if not scheme.startswith("H") and code != "TOTAL":
            longest[scheme] = max(longest.get(scheme, 0), len(code))
    return {
        (scheme, code)
        for scheme, code in pairs
        if len(code) == (6 if scheme.startswith("H") else longest.get(scheme, -1)) and code != "TOTAL"
    }


_CODED = """
  select r.area as rep, q.area as par, g.p as p, s.flow as flow, s.value as value, s.cif_value as cif_value,
         s.fob_value as fob_value, s.kg as kg, s.period as period, s.classification as classification, s.file as file,
         case when r.area is null or q.area is null or g.p is null or s.period is null then 'code_missing'
              when s.kind <> 'C' then 'services'
              when s.flow not in ('X', 'M', 'RX', 'RM') then 'flow_not_used'
              when s.value is null then 'value_missing'
              when isnan(s.value) or isinf(s.value) then 'value_not_finite'
              when s.value < 0 then 'value_negative'
              when s.value = 0 then 'value_zero'
              when not s.no_second then 'second_partner'
              when not s.all_transport then 'transport_mode'
              when not s.all_customs then 'customs_procedure'
              when r.whole then 'aggregate_reporter'
              when q.whole then 'aggregate_partner'
              when g.p < 0 then 'aggregate_product'
              when r.area = q.area then 'self_report'
              when s.flow in ('RX', 'RM') then 'contained_re_trade'
         end as reason
  from ({reported}) s
  left join area_code r on r.code = s.reporter
  left join area_code q on q.code = s.partner
  left join product_code g on g.product = s.product and g.classification = s.classification
"""


def coded(reported: str) -> str:
    """The reported rows with numbers for codes, and why a row is not summed (`reason`, null where it is)."""
    return _CODED.format(reported=reported)


def dropped(engine: Engine, reported: str, files: Sequence[ReportedFile]) -> tuple[LeftOut, ...]:
    """What is not summed, by reason; values are exact sums in thousandths of a dollar."""
    found = engine.fetch(
        "select reason, count(*) as n, "
        "cast(sum(case when value is null or isnan(value) or isinf(value) or abs(value) > 1e15 then 0 "
        "else cast(floor(value * 1000 + 0.5) as bigint) end) as bigint) as total "
        f"from ({coded(reported)}) where reason is not null group by reason order by reason"
    )
    listed = [
        LeftOut(str(reason), int(rows), int(total) / 1000)
        for reason, rows, total in zip(found["reason"], found["n"], found["total"], strict=True)
    ]
    for file in files:
        listed.extend(file.left_out)
    return tuple(listed)


def flow_table(engine: Engine, reported: str, period: str, name: str = "flow") -> None:
    """Join what exporters and importers reported of one period into the table `flow`."""
    rows = coded(reported)
    at = literal(period)
    engine.table(
        name,
        f"""
        select coalesce(x.pr, m.pr) as pr, coalesce(x.p, m.p) as p, x.value as x, m.value as m, m.f0 as f0,
               case when x.kg > 0 and m.kg > 0
                    then case when x.kg between m.kg / 2 and m.kg * 2 then sqrt(x.kg * m.kg) else m.kg end
                    when x.kg > 0 then x.kg when m.kg > 0 then m.kg end as kg
        from (select rep * {AREA_BASE} + par as pr, p, value, kg
              from ({rows}) where reason is null and flow = 'X' and period = {at}) x
        full join (select par * {AREA_BASE} + rep as pr, p, value, kg,
                          case when fob_value > 0 then fob_value end as f0
              from ({rows}) where reason is null and flow = 'M' and period = {at}) m
          on x.pr = m.pr and x.p = m.p""",
    )
