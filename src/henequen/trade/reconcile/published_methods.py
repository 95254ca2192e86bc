# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Three published methods on the same engine: each gives a pair a weight for the exporter's figure, and a mean.

    value = scale (w X + (1 - w) F) if both report, scale X or scale F if one does

baci     Gaulier and Zignago (2010), section 4: the absolute log gap |ln(X/F)| is split into a part of the exporter and one
         of the importer over all flows; weights are inverse to the squares of those parts.
harvard  Growth Lab (Bustos and others, 2022; the code comtrade-mirroring): a reporter's score is its number of partners
         over the discrepancies |X - F| / (X + F) of its pair totals, weighted by the partners' scores, 25 rounds; pair
         totals are weighted by exp(score); products are scaled to the pair's total. Known defects, as published, each
         switched off by name: `flag_weights` (between products the weights are replaced by flags: where both reporters
         pass, only the exporter's figure is used), `small_flows` (figures under 1,000 dollars are dropped, each side by
         itself), `cif_by_subtraction` (F = M (1 - rate) instead of M / (1 + rate)).
bimts    OECD, after Fortanier and Sarrazin (2016): a symmetry index 1 - sum |X - F| / sum (X + F) for each exporter and
         importer over the flows that both report; w = SI_e / (SI_e + SI_i).

None of them publishes an interval: `lower` and `upper` are the two figures themselves. None corrects misclassified
rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.editions.columns import rule_number
from henequen.trade.inference.variance_components import Spreads, fit_components
from henequen.trade.noise.reliability import SCALE, Reliability
from henequen.trade.sql.duck import Columns, Engine

__all__ = ["HARVARD_DEFECTS", "check_switches", "preset_combined", "preset_pairs"]

Floats = npt.NDArray[np.float64]
FINE = 100_000.0
"""Sums of a pair are exact in this part of a dollar: in cents, a value on half a cent would move a small pair by more than 1e-9
from one engine to the other."""
HARVARD_DEFECTS = ("flag_weights", "small_flows", "cif_by_subtraction")


def check_switches(method: str, switches: tuple[str, ...]) -> None:
    """UsageError unless every switch is a known defect of the method."""
    known_switches = HARVARD_DEFECTS if method == "harvard" else ()
    for switch in switches:
        if switch not in known_switches:
            raise UsageError(
                Message("has_no_such_switch", method=method),
                found=switch,
                expected=", ".join(known_switches) or Message("none_at_all"),
            )


def _figures(minimum: float, subtract: bool) -> str:
    rate = "least(b.cif_factor * c.cif_factor, 1.0)"
    fob = f"f.m * (1.0 - {rate})" if subtract else f"f.m / (1.0 + {rate})"
    return f"""
      select f.pair as pair, f.product as product, f.x as x_value, f.m as m_value, f.kg as kg,
             case when f.f0 is null then {rate} else f.m / f.f0 - 1.0 end as cif_rate, coalesce(f.f0, {fob}) as f_value,
             f.f0 is not null as fob_reported,
             case when f.x >= {minimum!r} then f.x end as x,
             case when coalesce(f.f0, {fob}) >= {minimum!r} then coalesce(f.f0, {fob}) end as f
      from flow f join pair_first b on b.pair = f.pair join product_factor c on c.product = f.product"""


def _settings(method: str, switches: tuple[str, ...]) -> tuple[float, bool]:
    published = method == "harvard"
    return (
        1000.0 if published and "small_flows" not in switches else 0.0,
        published and "cif_by_subtraction" not in switches,
    )


def preset_pairs(engine: Engine, fit: Reliability, areas: int, method: str, switches: tuple[str, ...]) -> Columns:
    """Columns of the table `pair` for a preset: pair, exporter, importer, w, scale."""
    minimum, subtract = _settings(method, switches)
    figures = _figures(minimum, subtract)
    pairs = fit.pairs
    exact = f"cast(sum(cast(floor(({{0}}) * {FINE!r} + 0.5) as bigint)) as bigint)"
    sums = engine.fetch(
        f"select pair, count(case when x > 0 and f > 0 then 1 end) as n, {exact.format('coalesce(x, 0.0)')} as x, "
        f"{exact.format('coalesce(f, 0.0)')} as f, "
        f"{exact.format('case when x > 0 and f > 0 then abs(x - f) else 0.0 end')} as apart, "
        f"{exact.format('case when x > 0 and f > 0 then x + f else 0.0 end')} as together, "
        f"cast(sum(case when x > 0 and f > 0 then cast(floor(abs(ln(x / f)) * {SCALE!r} + 0.5) as bigint) else 0 end) "
        f"as bigint) as logs from ({figures}) group by pair order by pair"
    )
    n = np.asarray(sums["n"], dtype=np.float64)
    x, f, apart, together = (np.asarray(sums[k], dtype=np.float64) / FINE for k in ("x", "f", "apart", "together"))
    e, i = pairs.exporter, pairs.importer
    scale = np.ones(pairs.pair.size)
    if method == "baci":
        use = n > 0
        mean = np.asarray(sums["logs"], dtype=np.float64)[use] / SCALE / n[use]
        parts = fit_components(Spreads(e[use], i[use], mean, n[use], np.zeros(int(use.sum()))), areas)
        w = parts.b[i] ** 2 / (parts.a[e] ** 2 + parts.b[i] ** 2)
    elif method == "bimts":
        si_e = 1 - _over(np.bincount(e, apart, areas), np.bincount(e, together, areas))
        si_i = 1 - _over(np.bincount(i, apart, areas), np.bincount(i, together, areas))
        w = _over(si_e[e], si_e[e] + si_i[i], 0.5)
    else:
        score_e, score_i = _scores(e, i, x, f, areas)
        soft = 1 / (1 + np.exp(np.clip(score_i[i] - score_e[e], -50, 50)))
        seen_e, seen_i = np.unique(e), np.unique(i)
        ok_e = score_e > np.quantile(score_e[seen_e], 0.10)
        ok_i = score_i > np.quantile(score_i[seen_i], 0.10)
        total = np.where(x <= 0, f, np.where(f <= 0, x, soft * x + (1 - soft) * f))
        flags = np.where(ok_e[e], 1.0, np.where(ok_i[i], 0.0, 0.5))
        w = soft if "flag_weights" in switches else flags
        engine.load("pair", {"pair": pairs.pair.astype(np.int32), "w": w})
        blend = "case when f.x is null then coalesce(f.f, 0.0) when f.f is null then f.x else a.w * f.x + (1.0 - a.w) * f.f end"
        built = engine.fetch(
            f"select f.pair as pair, {exact.format(blend)} as total from ({figures}) f join pair a on a.pair = f.pair "
            "group by f.pair order by f.pair"
        )
        scale = _over(total, np.asarray(built["total"], dtype=np.float64) / FINE, 1.0)
    return {
        "pair": pairs.pair.astype(np.int32),
        "exporter": e.astype(np.int32),
        "importer": i.astype(np.int32),
        "w": w,
        "scale": scale,
    }


def _over(a: npt.NDArray[Any], b: npt.NDArray[Any], otherwise: float = 0.0) -> Floats:
    over: Floats = np.divide(a, b, out=np.full(np.shape(a), otherwise), where=b > 0)
    return over


def _scores(
    e: npt.NDArray[np.int64], i: npt.NDArray[np.int64], x: Floats, f: Floats, areas: int
) -> tuple[Floats, Floats]:
    """Accuracy of exporters and importers: partners over weighted discrepancies, 25 rounds from one."""
    both_positive = (x > 0) & (f > 0)
    apart = np.where(both_positive, np.abs(x - f) / np.maximum(x + f, 1e-9), 0.0)
    flows_e, flows_i = np.bincount(e[both_positive], minlength=areas), np.bincount(i[both_positive], minlength=areas)
    score_e, score_i = np.ones(areas), np.ones(areas)
    for _ in range(25):
        of_e = np.bincount(e, apart * score_i[i], areas)
        of_i = np.bincount(i, apart * score_e[e], areas)
        score_e, score_i = _over(flows_e.astype(float), of_e, 1.0), _over(flows_i.astype(float), of_i, 1.0)
    return score_e, score_i


def preset_combined(method: str, switches: tuple[str, ...]) -> str:
    """SQL of a preset's result in the contract's columns; needs `pair` (see `preset_pairs`) and the tables of names."""
    minimum, subtract = _settings(method, switches)
    value = """case when s.x is null and s.f is null then 0.0 when s.x is null then a.scale * s.f
                    when s.f is null then a.scale * s.x else a.scale * (a.w * s.x + (1.0 - a.w) * s.f) end"""
    return f"""
    select e.period as period, e.name as exporter, i.name as importer, c.classification as classification,
           c.name as product, s.x_value as x_value, s.m_value as m_value, s.f_value as f_value, s.cif_rate as cif_rate,
           case when s.x is null then 0.0 when s.f is null then 1.0 else a.w end as w_x,
           case when s.f is null then 0.0 when s.x is null then 1.0 else 1.0 - a.w end as w_m,
           {value} as value, least({value}, coalesce(s.x, s.f, 0.0), coalesce(s.f, s.x, 0.0)) as lower,
           greatest({value}, coalesce(s.x, s.f, 0.0), coalesce(s.f, s.x, 0.0)) as upper,
           s.kg as quantity_kg, k.name as rule, cast(null as varchar) as netted_with,
           k.module as module, s.fob_reported as fob_reported
    from ({_figures(minimum, subtract)}) s
    join pair a on a.pair = s.pair
    join area_name e on e.area = a.exporter
    join area_name i on i.area = a.importer
    join product_name c on c.product = s.product
    join row_label k on k.number = case when s.x is null and s.f is null then {rule_number("below_minimum")}
                                        when s.x is null then {rule_number("importer_only")}
                                        when s.f is null then {rule_number("exporter_only")}
                                        else {rule_number("both")} end"""
