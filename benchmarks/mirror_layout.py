"""Writes a synthetic world year again in the full layout of UN Comtrade v1, as a bulk file has it.

Used by `mirror_world.py` for the world `comtrade`; the rows of other worlds have few columns and no breakdowns.

The layout: 47 columns, among them texts for every code, all codes stored as text, flags, estimates, and a second unit of
quantity that is empty. A tenth of the rows are breakdowns next to their total: by mode of transport, customs procedure and
second partner, and headings, chapters and TOTAL of some reporters. Seven reporters in ten declare some re-exports (RX) of
small value, contained in their exports, besides those of the hubs; some declare re-imports (RM).
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from henequen.trade.readers import area_numbers, former_numbers

__all__ = ["HUBS", "write_full_layout"]

HUBS = ("HKG", "SGP", "NLD", "BEL", "ARE", "PAN")

_TOTAL = "'0' as second, '0' as mode, 'C00' as customs"
_SPLIT = (  # dimension, its column, share of the rows that are split in two, codes of the two parts
    ("mode", 0.016, ("2100", "3200")),
    ("customs", 0.008, ("C01", "C20")),
    ("second", 0.008, ("842", "276")),
)


def _draw(salt: int) -> str:
    """A number from 0 to 1 that depends on a row's key and `salt` alone."""
    return f"(hash(reporter, partner, code, flow, {salt}) % 1000003) / 1000003.0"


def _chance(salt: int) -> str:
    """As `_draw`, by reporter."""
    return f"(hash(reporter, {salt}) % 1009) / 1009.0"


def _parts(dimension: str, below: float, codes: tuple[str, str], salt: int) -> str:
    """Rows that are split in two by a dimension: the first part has between a tenth and nine tenths."""
    columns = {"second": "'0'", "mode": "'0'", "customs": "'C00'"}
    share = f"(0.1 + 0.8 * {_draw(salt + 1)})"
    rows = []
    for code, part in zip(codes, (share, f"(1 - {share})"), strict=True):
        own = columns | {dimension: f"'{code}'"}
        named = ", ".join(f"{value} as {name}" for name, value in own.items())
        rows.append(
            f"select flow, reporter, partner, code, {named}, value * {part} as value, cif * {part} as cif, "
            f"fob * {part} as fob, kg * {part} as kg from total where flow in ('X', 'M') and {_draw(salt)} < {below}"
        )
    return " union all ".join(rows)


def write_full_layout(path: Path, seed: int) -> None:
    """Replace the rows of `path` (columns of `mirror_world`) by the same year in the full layout."""
    con = duckdb.connect()
    hubs = ", ".join(f"'{hub}'" for hub in HUBS)
    declared = f"flow = 'X' and reporter not in ({hubs}) and {_chance(seed)} < 0.7 and {_draw(seed + 1)} < 0.011"
    con.execute(f"""
      create table told as
      select "flowCode" as flow, "reporterISO" as reporter, "partnerISO" as partner, "cmdCode" as code,
             "primaryValue" as value, cifvalue as cif, fobvalue as fob, "netWgt" as kg from '{path}';
      create table sent as select * replace ('RX' as flow, value * (0.01 + 0.2 * {_draw(seed + 2)}) as value)
                           from told where {declared};
      create table total as
      select t.* replace (t.value + coalesce(s.value, 0) as value, t.fob + coalesce(s.value, 0) as fob)
      from told t left join sent s on t.flow = 'X' and s.reporter = t.reporter and s.partner = t.partner and s.code = t.code;
      create table level as
      select flow, reporter, partner, above as code, {_TOTAL}, sum(value) as value, sum(cif) as cif, sum(fob) as fob,
             sum(kg) as kg
      from (select *, unnest([left(code, 4), left(code, 2), 'TOTAL']) as above from total
            where flow in ('X', 'M') and {_chance(seed + 3)} < 0.03)
      group by flow, reporter, partner, above
    """)
    split = " union all ".join(
        f"({_parts(name, below, codes, seed + 10 * k)})" for k, (name, below, codes) in enumerate(_SPLIT, 1)
    )
    con.execute(f"""
      create table written as select * from (
        select flow, reporter, partner, code, {_TOTAL}, value, cif, fob, kg from total
        union all select flow, reporter, partner, code, {_TOTAL}, value, null, value, null from sent
        union all select 'RM', reporter, partner, code, {_TOTAL}, value * 0.1, cif * 0.1, fob * 0.1, null
                  from total where flow = 'M' and {_chance(seed + 4)} < 0.5 and {_draw(seed + 5)} < 0.007
        union all {split}
        union all select * from level)
      where round(value, 3) > 0 order by reporter, flow;
      drop table told; drop table sent; drop table total; drop table level""")
    numbers = {
        area: number
        for number, area in sorted(area_numbers().items())
        if number.isdigit() and number not in former_numbers()
    }
    areas = [
        str(area)
        for (area,) in con.execute(
            "select distinct partner from written union select distinct reporter from written order by 1"
        ).fetchall()
    ]
    con.register(
        "place",
        {
            "iso": np.array(areas, dtype=object),
            "number": np.array([numbers.get(area, area) for area in areas], dtype=object),
        },
    )
    con.execute(f"""
      copy (
        select 'C' as "typeCode", 'A' as "freqCode", 20190101 as "refPeriodId", 2019 as "refYear", 52 as "refMonth",
               '2019' as period, r.number as "reporterCode", r.iso as "reporterISO", 'Area ' || r.iso as "reporterDesc",
               w.flow as "flowCode",
               case w.flow when 'X' then 'Export' when 'M' then 'Import' when 'RX' then 'Re-export' else 'Re-import' end
                 as "flowDesc",
               p.number as "partnerCode", p.iso as "partnerISO", 'Area ' || p.iso as "partnerDesc",
               w.second as "partner2Code", case w.second when '0' then 'W00' when '842' then 'USA' else 'DEU' end
                 as "partner2ISO", case w.second when '0' then 'World' else 'Another area' end as "partner2Desc",
               'H5' as "classificationCode", 'HS' as "classificationSearchCode", true as "isOriginalClassification",
               w.code as "cmdCode", 'Goods of the code ' || w.code || ', with what they are and what they are not' as "cmdDesc",
               case w.code when 'TOTAL' then 0 else length(w.code) end as "aggrLevel", length(w.code) = 6 as "isLeaf",
               w.customs as "customsCode", case w.customs when 'C00' then 'TOTAL CPC' else 'A procedure' end as "customsDesc",
               '0' as "mosCode", w.mode as "motCode", case w.mode when '0' then 'TOTAL MOT' else 'A mode' end as "motDesc",
               case when hash(w.code) % 3 = 0 then '5' else '8' end as "qtyUnitCode",
               case when hash(w.code) % 3 = 0 then 'u' else 'kg' end as "qtyUnitAbbr",
               round(case when hash(w.code) % 3 = 0 then w.value / 20 else w.kg end, 3) as qty,
               hash(w.value) % 10 = 0 as "isQtyEstimated", '-1' as "altQtyUnitCode", 'N/A' as "altQtyUnitAbbr",
               cast(null as double) as "altQty", false as "isAltQtyEstimated", round(w.kg, 3) as "netWgt",
               hash(w.value) % 7 = 0 as "isNetWgtEstimated", cast(null as double) as "grossWgt",
               false as "isGrossWgtEstimated", round(w.cif, 3) as cifvalue, round(w.fob, 3) as fobvalue,
               round(w.value, 3) as "primaryValue", 0 as "legacyEstimationFlag", length(w.code) = 6 as "isReported",
               length(w.code) <> 6 as "isAggregate"
        from written w join place r on r.iso = w.reporter join place p on p.iso = w.partner
      ) to '{path}.new' (format parquet, compression zstd)""")
    con.close()
    Path(f"{path}.new").replace(path)
