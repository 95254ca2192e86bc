# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Hubs: those that report their re-exports, and those inferred from their rows. A hub that reports no re-exports is
recognised by a pattern: it reports exports to j that j does not book from it, while j books a similar value of the same
product from an origin i from which the hub reports similar imports. For any exporter this happens by chance to a small
share of its one-sided rows; for a hub it happens to most. The share is measured on one product in eight. A reporter far
above all others is a hub (module `undeclared_re_exports`), and its one-sided exports become candidates for re-exports
like reported ones: each still needs a matching final import and leg (`apply`).

Table `re_export`: pair (hub, final importer), product, value, declared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from henequen.trade.inference.sample import some_products
from henequen.trade.model.pair_key import PairKey
from henequen.trade.model.reported import LeftOut
from henequen.trade.sql.duck import Engine
from henequen.trade.staging.coding import Codes
from henequen.trade.staging.rows import Reported

__all__ = ["Hubs", "add_undeclared", "find_declared"]

NEAR = 1.1  # log points
LEAST_ROWS = 30  # one-sided exports from which a hub is recognised
LEAST_SHARE = 0.25
TIMES = 4.0  # times the rate of the median exporter


@dataclass(frozen=True)
class Hubs:
    """Whether re-exports are `declared`, and the hubs that are `inferred` from their rows. False if no country is
    known to re-export."""

    declared: bool = False
    inferred: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.declared or bool(self.inferred)


def find_declared(engine: Engine, reported: Reported, period: str, *, parts: bool = False) -> LeftOut:
    """Make the table `re_export` of a period from flow RX; returns its reported rows and their value (US dollars),
    which are included in exports and not summed. With `parts`, sums of parts replace totals that are missing
    (`part_sum_rx`)."""
    rows = (
        f"select reporter, partner, product, value from ({reported.coded}) "
        f"where reason = 'contained_re_trade' and flow = 'RX' and {reported.at(period)}"
    )
    if parts:
        rows += " union all select reporter, partner, product, value from part_sum_rx"
    pair = PairKey.sql_pair("reporter", "partner")
    engine.table(
        "re_export",
        f"""select {pair} as pair, product, cast(sum(cast(floor(value * 1000 + 0.5) as
               bigint)) as double) / 1000 as value,
                   true as declared, count(*) as n
            from ({rows}) group by {pair}, product""",
    )
    sums = engine.fetch(
        "select cast(coalesce(sum(n), 0) as bigint) as n, "
        "cast(coalesce(sum(cast(floor(value * 1000 + 0.5) as bigint)), 0) as bigint) as mills from re_export"
    )
    return LeftOut("contained_re_trade", int(sums["n"][0]), int(sums["mills"][0]) / 1000)


def add_undeclared(engine: Engine, codes: Codes, *, declared: bool) -> list[dict[str, Any]]:
    """Add the one-sided exports of hubs that do not declare re-exports to `re_export`; returns these hubs, with the
    evidence for them.

    Needs `flow`, `pair` (exporter, importer, both, level_m, cif_factor), `product_factor`, and if there are `declared`
    re-exports, `re_export`.
    """
    fob = "f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0))"
    one_sided = f"""
      select f.product as product, a.exporter as exporter, a.importer as importer, f.x as x, a.level_m * coalesce(f.f0, {fob}) as value
      from flow f join pair a on a.pair = f.pair join product_factor g on g.product = f.product
      where a.both {some_products(engine)}"""
    engine.table("one_sided_export", f"{one_sided} and f.x > 0 and f.m is null")
    counts = engine.fetch(
        f"""
        select x.exporter as hub, count(*) as n, count(case when x.near > 0 then 1 end) as hits
        from (select x.exporter as exporter, x.importer as importer, x.product as product,
                     max(case when v.pair is not null then 1 else 0 end) as near
              from one_sided_export x
              left join ({one_sided} and f.x is null and f.m > 0) m
                on m.importer = x.importer and m.product = x.product and m.exporter <> x.exporter
                   and x.x < m.value * {float(np.exp(NEAR))!r} and m.value < x.x * {float(np.exp(NEAR))!r}
              left join (select f.pair as pair, f.product as product, greatest(f.x, f.m) as size
                         from flow f join product_factor g on g.product = f.product where f.x > 0
                                and f.m > 0 {some_products(engine)}) v
                on v.pair = {PairKey.sql_pair("m.exporter", "x.exporter")} and v.product = x.product
                       and v.size > m.value * {float(np.exp(-NEAR))!r}
              group by x.exporter, x.importer, x.product) x
        group by x.exporter order by x.exporter"""
    )
    engine.drop("one_sided_export")
    hub, n, hits = (np.asarray(counts[name], dtype=np.int64) for name in ("hub", "n", "hits"))
    known_hubs = f"select distinct {PairKey.sql_exporter('pair')} as hub from re_export"
    telling = np.asarray(engine.fetch(known_hubs)["hub"] if declared else [], dtype=np.int64)
    share = hits / np.maximum(n, 1)
    enough_rows = n >= LEAST_ROWS
    usual = float(np.median(share[enough_rows])) if enough_rows.any() else 0.0
    is_hub = enough_rows & (share > max(LEAST_SHARE, TIMES * usual)) & ~np.isin(hub, telling)
    if not is_hub.any():
        return []
    among = ", ".join(str(k) for k in hub[is_hub])
    engine.table(
        "re_export",
        f"""{"select pair, product, value, declared from re_export union all" if declared else ""}
            select f.pair as pair, f.product as product, f.x as value, false as declared from flow f join pair a on a.pair = f.pair
            where f.x > 0 and f.m is null and a.both and a.exporter in ({among})""",
    )
    return [
        {
            "reporter": codes.areas[int(k)],
            "one_sided_exports": int(rows),
            "lonely_exports": int(rows),  # the name until 0.1; answers for one release
            "share": float(part),
            "usual_share": usual,
        }
        for k, rows, part in zip(hub[is_hub], n[is_hub], share[is_hub], strict=True)
    ]
