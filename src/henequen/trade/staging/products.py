# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Product codes of several classifications and editions: their numbering, and the finding for codes that do not match.

Without a conversion a product is its code, of any edition; equal codes of several editions are the same product. With
one, a product is (edition, code): codes are converted to the requested edition if the table covers them, and other
codes are kept under their own edition. Codes 9999xx are the same in every edition.
If there are rows of the Harmonized System, those of other classifications repeat the same trade and are not summed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from henequen.model.message import Message
from henequen.trade.model.conversion import Conversion, Part
from henequen.trade.model.hs_editions import UNSTATED, hs_edition
from henequen.trade.model.pair_key import PairKey
from henequen.trade.model.report_finding import report_finding
from henequen.trade.model.reported import LeftOut
from henequen.trade.sql.duck import Columns, Engine

__all__ = ["Numbering", "count_editions", "edition_findings", "number_products", "split_totals"]

AGGREGATE, OTHER, FINER, ODD = -1, -2, -3, -4
"""Why a code has no number: it has fewer than six digits, is in another classification, below six digits, or is not a
code."""


@dataclass(frozen=True)
class Numbering:
    """Products by number (`products` their codes, `schemes` their classification), and the table `product_code` that
    gives every code of the rows its number. Its column `own` numbers the codes of fewer than six digits; a product
    has that of the nearest one above it (-1: none); `above` gives for each of them (`own`) all codes that contain it
    (`whole`). `editions` are those of the Harmonized System that occur, if there is more than one or a conversion is
    requested.
    """

    products: tuple[str, ...]
    schemes: tuple[str, ...]
    table: Columns
    by_scheme: bool
    editions: tuple[str, ...]
    converted: bool
    shared: bool
    above: Columns
    padded: tuple[tuple[str, str], ...] = ()
    """(classification, code), as rows spell them, of codes that lack their leading zero."""


_ProductLine = tuple[str, str, tuple[str, str] | int, str, str, float, float]
"""Classification and code as spelled; the product (edition, code), or why it is not summed; edition; relation in the
conversion; the part of the value that it gets: from, to."""


def number_products(pairs: Sequence[tuple[str, str]], conversion: Conversion | None) -> Numbering:
    """Number the products of `pairs` (classification, code), as spelled in the rows."""
    plain = {pair: _plain(*pair) for pair in pairs}
    longest: dict[str, int] = {}
    for scheme, code in plain.values():
        if not scheme.startswith("H") and code != "TOTAL":
            longest[scheme] = max(longest.get(scheme, 0), len(code))
    harmonized = any(scheme.startswith("H") and len(code) == 6 for scheme, code in plain.values())
    editions = sorted({scheme for scheme, code in plain.values() if scheme.startswith("H") and len(code) == 6})
    lines = _product_lines(plain, longest, harmonized, conversion)
    keys = sorted({key for _, _, key, *_ in lines if not isinstance(key, int)}, key=lambda key: (key[1], key[0]))
    number = {key: k for k, key in enumerate(keys)}
    label: dict[tuple[str, str], str] = {}
    for _, _, key, edition, *_ in sorted(lines, key=lambda line: line[3]):
        if not isinstance(key, int):
            label.setdefault(key, key[0] or edition)
    several = len(editions) > 1 or conversion is not None
    shared = any(low > 0 or high < 1 for *_, low, high in lines)
    booked = {pair: k for k, pair in enumerate(sorted(set(plain.values())))}
    table: Columns = {
        "classification": _texts([line[0] for line in lines]),
        "code": _texts([line[1] for line in lines]),
        "product": np.array(
            [line[2] if isinstance(line[2], int) else number[line[2]] for line in lines], dtype=np.int32
        ),
    }
    own, above = _above(lines, plain)
    table["own"] = own
    if several:
        place = {edition: k for k, edition in enumerate(editions)}
        table["booked"] = np.array([booked[plain[line[0], line[1]]] for line in lines], dtype=np.int32)
        table["edition"] = np.array([place.get(line[3], -1) for line in lines], dtype=np.int32)
        table["relation"] = _texts([line[4] for line in lines])
    if shared:
        table["low"] = np.array([line[5] for line in lines], dtype=np.float64)
        table["high"] = np.array([line[6] for line in lines], dtype=np.float64)
    return Numbering(
        tuple(code for _, code in keys),
        tuple(label[key] for key in keys),
        table,
        len({scheme for scheme, _ in pairs}) > 1 or conversion is not None,
        tuple(editions) if several else (),
        conversion is not None,
        shared,
        above,
        tuple(pair for pair, (_, code) in plain.items() if len(code) > len(pair[1].strip().removesuffix(".0"))),
    )


def _product_lines(
    plain: Mapping[tuple[str, str], tuple[str, str]],
    longest: dict[str, int],
    harmonized: bool,
    conversion: Conversion | None,
) -> list[_ProductLine]:
    """One line for each code as spelled; several for a code that the conversion divides."""
    parts: dict[tuple[str, str], list[Part]] = {}
    for part in conversion.parts if conversion else ():
        parts.setdefault((part.edition, part.code), []).append(part)
    undecided = set(conversion.no_choice) if conversion else set()

    lines: list[_ProductLine] = []
    for (scheme, spelled), (edition, code) in plain.items():
        reason = _reason(edition, code, longest, harmonized)
        if reason is not None:
            lines.append((scheme, spelled, reason, edition, "", 0.0, 1.0))
        elif conversion is None or not edition.startswith("H"):
            lines.append((scheme, spelled, ("", code), edition, "", 0.0, 1.0))
        elif edition == conversion.to or code.startswith("9999"):
            lines.append((scheme, spelled, (conversion.to, code), edition, "", 0.0, 1.0))
        elif split_part := parts.get((edition, code)):
            lines.extend(
                (scheme, spelled, (conversion.to, p.to_code), edition, p.relation, p.low, p.high) for p in split_part
            )
        else:
            relation = (
                "edition not stated"
                if edition == UNSTATED
                else ("no choice" if (edition, code) in undecided else "not in the table")
            )
            lines.append((scheme, spelled, (edition, code), edition, relation, 0.0, 1.0))
    return lines


def _above(lines: Sequence[tuple[Any, ...]], plain: dict[tuple[str, str], tuple[str, str]]) -> tuple[Any, Columns]:
    """The columns `own` of `product_code` and the table `code_above`; editions of the Harmonized System are one family."""
    spelled = [plain[line[0], line[1]] for line in lines]
    family = [
        (edition[:1] if edition.startswith("H") else edition, code.removeprefix("TOTAL")) for edition, code in spelled
    ]
    totals = sorted({of for of, line in zip(family, lines, strict=True) if line[2] == AGGREGATE})
    if not totals:
        nothing = np.empty(0, dtype=np.int32)
        return np.full(len(lines), -1, dtype=np.int32), {"own": nothing, "whole": nothing}
    number = {of: k for k, of in enumerate(totals)}

    def wholes(kind: str, code: str) -> list[int]:
        return [number[kind, code[:n]] for n in range(len(code), -1, -1) if (kind, code[:n]) in number]

    own = np.array([next(iter(wholes(*of)), -1) for of in family], dtype=np.int32)
    pairs = [(number[of], whole) for of in totals for whole in wholes(*of)]
    return own, {
        "own": np.array([one for one, _ in pairs], dtype=np.int32),
        "whole": np.array([whole for _, whole in pairs], dtype=np.int32),
    }


def split_totals(engine: Engine, coded: str, item: LeftOut, mills: str) -> list[LeftOut]:
    """`item` itself, unless it is the rows with fewer than six digits: then the totals of existing rows, and the rows
    without parts (`aggregate_without_parts`): no row at the level that is summed, of the same period, flow and two
    areas, whose code begins with theirs. The value of the latter is nowhere in the result.

    `coded` is the SQL of the rows with their codes, `mills` that of a sum of values; `unused_row` has the totals. Parts are
    looked up among flows that have such a total, by the nearest total above them, so that the join is far smaller than the rows.
    """
    if item.reason != "aggregate_product":
        return [item]
    key = ("period", "flow", "reporter", "partner")
    keys = ", ".join(key)
    engine.table(
        "total_row",
        f"select {keys}, own, count(case when lead then 1 end) as n, {mills} as mills from unused_row "
        f"where reason = 'aggregate_product' group by {keys}, own",
    )
    same = "cast({0}.period as varchar) = t.period and {0}.flow = t.flow and {0}.reporter = t.reporter and {0}.partner = t.partner"
    engine.table(
        "part_row",
        f"select distinct t.period as period, {', '.join('s.' + name for name in key[1:])}, s.own from ({coded}) s "
        f"join (select distinct {keys} from total_row) t on {same.format('s')} where s.product >= 0 and s.own >= 0 "
        "and (s.reason is null or s.reason in ('contained_re_trade', 'self_report'))",
    )
    total_rows = engine.fetch(
        "select cast(coalesce(sum(t.n), 0) as bigint) as n, cast(coalesce(sum(t.mills), 0) as bigint) as mills "
        f"from total_row t left join (select distinct {keys}, a.whole from part_row r join code_above a on a.own = r.own) w "
        f"on {same.format('w')} and w.whole = t.own where w.whole is null"
    )
    for name in ("total_row", "part_row"):
        engine.drop(name)
    rows, value = int(total_rows["n"][0]), int(total_rows["mills"][0])
    common = (
        LeftOut(item.reason, item.rows - rows, (round(item.value * 1000) - value) / 1000),
        LeftOut("aggregate_without_parts", rows, value / 1000),
    )
    return [one for one in common if one.rows]


def _plain(scheme: str, code: str) -> tuple[str, str]:
    """Edition and code as UN Comtrade writes them. A reader that took a code for a number has dropped its zero: codes of
    the Harmonized System have an even number of digits, so it can only be one, and is put back.

    >>> _plain("HS2017", "10121"), _plain("H5", " 0101.0 "), _plain("S4", "011")
    (('H5', '010121'), ('H5', '0101'), ('S4', '011'))
    """
    bare = code.strip().removesuffix(".0")
    edition = hs_edition(scheme.strip())
    if not edition:
        return scheme.strip(), bare
    return edition, "0" + bare if bare.isdigit() and len(bare) % 2 and len(bare) < 6 else bare


def _reason(edition: str, code: str, longest: dict[str, int], harmonized: bool) -> int | None:
    if not edition.startswith("H"):
        if harmonized:
            return OTHER
        return None if len(code) == longest.get(edition, -1) and code != "TOTAL" else AGGREGATE
    if len(code) == 6:  # 9999xx are codes of the statistics, not of the Harmonized System, and may have letters
        return None if code.startswith("9999") or (code.isdigit() and not code.startswith("00")) else ODD
    return FINER if len(code) > 6 and code.isdigit() else AGGREGATE


def _texts(texts: list[str]) -> np.ndarray[Any, Any]:
    return np.array(texts, dtype=object)


def count_editions(engine: Engine, rows: str, where: str, converted: bool) -> None:
    """Make the tables `edition_of` (reporter, flow, edition, n: rows) and, with a conversion, `conversion_count` (edition,
    relation, n, mills) of the usable rows of a period (`rows`: SQL with codes, `where`: its condition)."""
    engine.table(
        "edition_of",
        f"select reporter, flow, edition, count(*) as n from ({rows}) where reason is null and {where} and edition >= 0 "
        "group by reporter, flow, edition",
    )
    if converted:
        engine.table(
            "conversion_count",
            "select edition, relation, cast(sum(case when lead then 1 else 0 end) as bigint) as n, "
            "cast(sum(cast(floor(value * 1000 + 0.5) as bigint)) as bigint) as mills "
            f"from ({rows}) where reason is null and {where} and relation <> '' group by edition, relation",
        )


def edition_findings(engine: Engine, editions: Sequence[str], target: str, period: str) -> list[dict[str, Any]]:
    """Findings on the editions of a period. `editions` (without a conversion): rows that cannot be matched because the
    two sides use different editions and the code does not exist in the other's. `converted`: converted rows and value,
    by edition and relation; `not_converted` the others. `two_editions`: a reporter that writes one flow in two of them.
    """
    if not editions:
        return []
    twice = engine.fetch(
        "select reporter, flow, count(*) as k, sum(n) as n from edition_of group by reporter, flow having count(*) > 1"
    )
    findings: list[dict[str, Any]] = []
    if len(twice["reporter"]):
        rows = int(sum(int(n) for n in twice["n"]))
        message = Message("reconcile_two_editions", period=period, n=len(twice["reporter"]), rows=rows)
        findings.append(report_finding("two_editions", message, period=period, rows=rows))
    return findings + (_converted(engine, editions, target, period) if target else _unmet(engine, editions, period))


def _converted(engine: Engine, editions: Sequence[str], target: str, period: str) -> list[dict[str, Any]]:
    counted = engine.fetch("select edition, relation, n, mills from conversion_count order by edition, relation")
    findings = []
    for at, relation, n, mills in zip(*(counted[name] for name in ("edition", "relation", "n", "mills")), strict=True):
        edition, rows, value = editions[int(at)], int(n), int(mills) / 1000
        moved = str(relation)[:1].isdigit() or str(relation).startswith("n:")
        values = {"period": period, "n": rows, "value": f"{value:,.2f}", "edition": edition, "relation": relation}
        findings.append(
            report_finding(
                "converted" if moved else "not_converted",
                Message("reconcile_converted", **values, to=target)
                if moved
                else Message("reconcile_not_converted", **values),
                period=period,
                edition=edition,
                to=target,
                relation=str(relation),
                rows=rows,
                value=value,
            )
        )
    return findings


def _unmet(engine: Engine, editions: Sequence[str], period: str) -> list[dict[str, Any]]:
    main = "select reporter, max(edition) as edition from edition_of where flow = '{0}' group by reporter having count(*) = 1"
    known_products = "select distinct edition, product from product_code where product >= 0 and edition >= 0"
    met = engine.fetch(
        f"""
        select count(*) as n, count(distinct f.pair) as pairs,
               cast(coalesce(sum(cast(floor(coalesce(f.x, f.m) * 1000 + 0.5) as bigint)), 0) as bigint) as mills
        from (select pair, product, x, m, {PairKey.sql_exporter("pair")} as e, {PairKey.sql_importer("pair")} as i from flow) f
        join ({main.format("X")}) a on a.reporter = f.e
        join ({main.format("M")}) b on b.reporter = f.i
        left join ({known_products}) ka on ka.edition = a.edition and ka.product = f.product
        left join ({known_products}) kb on kb.edition = b.edition and kb.product = f.product
        where a.edition <> b.edition and ((f.x is null and ka.product is null) or (f.m is null and kb.product is null))"""
    )
    rows = int(met["n"][0])
    if not rows:
        return []
    pairs, value = int(met["pairs"][0]), int(met["mills"][0]) / 1000
    message = Message(
        "reconcile_editions", period=period, n=rows, value=f"{value:,.2f}", pairs=pairs, editions=", ".join(editions)
    )
    return [
        report_finding("editions", message, period=period, rows=rows, pairs=pairs, value=value, editions=list(editions))
    ]
