"""How near a reconciled year comes to the truth of a synthetic world, against oracles.

    python benchmarks/mirror_score.py WORLD_FOLDER OUT.parquet

The oracle knows every true variance (noise and pair effects, each side), every pair's true gap p - q, and every CIF rate;
for totals and for all keys it also has each row under its true code. Where goods are routed through hubs there are two: `ratio`
is against one that knows every route as well, and each exporter's figure by itself where the report of the way to the hub adds up
several; `ratio_no_routes` against one that knows none, and has the exporter's rows under the hub it names. It
splits a pair's gap by the true variances, as nobody can observe the split; `omniscient` below knows the split too, and
is shown for orientation. Errors are sums of absolute errors over the sum of true values.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np


def score(folder: Path, out: Path) -> dict[str, Any]:
    """Figures of one world: errors, their ratios to the best oracle, coverage, correlations of variances."""
    world = json.loads((folder / "world.json").read_text())
    z = np.load(folder / "truth.npz")
    areas, codes = world["areas"], world["codes"]
    n, products = len(areas), len(codes)
    e, i, p = z["e"].astype(np.int64), z["i"].astype(np.int64), z["p"].astype(np.int64)
    t, x, f, sigma, tau = z["t"], z["x"], z["f"], z["sigma"], z["tau"]
    key = (e * n + i) * products + p
    con = duckdb.connect()
    con.register("a", {"k": np.arange(n), "name": np.array(areas, dtype=object)})
    con.register("c", {"k": np.arange(products), "name": np.array(codes, dtype=object)})
    got = con.execute(
        f"""select (ea.k * {n} + ia.k) * {products} + c.k as key, value, lower, upper, rule,
                   coalesce(x_value, 'nan'::double) as x, coalesce(m_value, 'nan'::double) as m,
                   coalesce(f_value, 'nan'::double) as f
            from '{out}' o join a ea on ea.name = o.exporter join a ia on ia.name = o.importer
            join c on c.name = o.product order by 1"""
    ).fetchnumpy()
    gkey, value = got["key"], np.ma.filled(got["value"], np.nan)
    assert np.unique(gkey).size == gkey.size, "a key occurs twice"
    total = t.sum()
    at = np.searchsorted(gkey, key)
    at = np.minimum(at, gkey.size - 1)
    found = gkey[at] == key
    ours = np.where(found, value[at], 0.0)

    # oracles ---------------------------------------------------------------------------------------------------
    gap = z["bx"] - z["bm"]
    te, ti = tau[e] ** 2, tau[i] ** 2
    px, pm = te / (te + ti) * gap[e, i], -ti / (te + ti) * gap[e, i]
    both_reporters = z["reports"][e] & z["reports"][i]
    px, pm = np.where(both_reporters, px, 0.0), np.where(both_reporters, pm, 0.0)
    se, si = sigma[e] ** 2, sigma[i] ** 2
    w = si / (se + si)

    def blend(xv: np.ndarray, fv: np.ndarray, kx: np.ndarray, km: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            two = np.exp(w * (np.log(xv) - kx) + (1 - w) * (np.log(fv) - km))
        return np.where(np.isnan(xv), fv * np.exp(-km), np.where(np.isnan(fv), xv * np.exp(-kx), two))

    one_level_w = (si + ti) / (se + si + te + ti)
    gx = np.full(t.size, np.nan)
    gm = np.full(t.size, np.nan)
    gx[found] = got["x"][at[found]]
    gf_raw = np.full(t.size, np.nan)
    gf_raw[found] = got["m"][at[found]]
    kind = z["kind"][i]
    gm = np.where(kind == 1, gf_raw, gf_raw / (1 + z["cif"]))
    fob_known = np.full(t.size, np.nan)
    fob_known[found] = got["f"][at[found]]
    gm = np.where(kind == 0, gm, fob_known)
    both = np.isfinite(gx) & np.isfinite(gm)

    def err(a: np.ndarray, mask: np.ndarray) -> float:
        return float(np.abs(a - t)[mask].sum() / t[mask].sum())

    with np.errstate(invalid="ignore", divide="ignore"):
        oracles = {
            "two_level": blend(gx, gm, px, pm),
            "one_level": np.exp(one_level_w * np.log(gx) + (1 - one_level_w) * np.log(gm)),
        }
    cell = {k: err(v, both) for k, v in oracles.items()}
    out_figures: dict[str, Any] = {"world": world["world"], "rows": world["rows"], "flows": int(t.size)}
    ours_cell = err(ours, both)
    out_figures["cells"] = {
        "ours": ours_cell,
        **cell,
        "ratio": ours_cell / min(cell.values()),
        "omniscient": err(blend(gx, gm, z["bx"][e, i], z["bm"][e, i]), both),
        "mean": err((gx + gm) / 2, both),
        "x": err(gx, both),
        "m": err(gm, both),
    }

    # totals by pair: everything in our output against every true flow
    pair = e * n + i
    true_pair = np.bincount(pair, t, n * n)
    gpair = gkey // products

    def pair_err(by_pair: np.ndarray, mask: np.ndarray) -> float:
        return float(np.abs(by_pair - true_pair)[mask].sum() / true_pair[mask].sum())

    seen = np.isfinite(x) | np.isfinite(f)
    raw = np.where(seen, blend(x, f, px, pm), 0.0)
    raw1 = np.where(
        seen,
        np.where(
            np.isnan(x), f, np.where(np.isnan(f), x, np.exp(one_level_w * np.log(x) + (1 - one_level_w) * np.log(f)))
        ),
        0.0,
    )
    # the same without knowledge of routes: the exporter's figure stands under the hub, the final importer's alone under its origin
    through = np.nonzero(z["hub"] >= 0)[0]
    at_hub = (e[through] * n + z["hub"][through]) * products + p[through]
    of_hub = np.nan_to_num(x[through])
    blind = [
        np.where(z["hub"] >= 0, np.nan_to_num(f) * np.exp(-k), v) for v, k in ((raw, pm), (raw1, np.zeros_like(pm)))
    ]
    mask = np.ones(n * n, bool)
    two = (z["reports"][:, None] & z["reports"][None, :]).ravel()
    ours_pair = np.bincount(gpair, value, n * n)
    xs = np.bincount(gpair, np.nan_to_num(np.ma.filled(got["x"], np.nan)), n * n)
    fs = np.bincount(gpair, np.nan_to_num(np.ma.filled(got["f"], np.nan)), n * n)
    xonly = np.where(xs > 0, xs, fs)
    monly = np.where(fs > 0, fs, xs)
    mean = np.where((xs > 0) & (fs > 0), (xs + fs) / 2, xs + fs)
    oracle_pair = {"two_level": np.bincount(pair, raw, n * n), "one_level": np.bincount(pair, raw1, n * n)}
    best = min(pair_err(v, mask) for v in oracle_pair.values())
    out_figures["totals"] = {
        "ours": pair_err(ours_pair, mask),
        **{k: pair_err(v, mask) for k, v in oracle_pair.items()},
        "ratio": pair_err(ours_pair, mask) / best,
        "omniscient": pair_err(
            np.bincount(pair, np.where(seen, blend(x, f, z["bx"][e, i], z["bm"][e, i]), 0.0), n * n), mask
        ),
        "exporter_only": pair_err(xonly, mask),
        "importer_only": pair_err(monly, mask),
        "mean": pair_err(mean, mask),
    }
    if through.size:
        away = np.bincount(at_hub // products, of_hub, n * n)
        no_routes = min(pair_err(np.bincount(pair, v, n * n) + away, mask) for v in blind)
        out_figures["totals"] |= {"no_routes": no_routes, "ratio_no_routes": pair_err(ours_pair, mask) / no_routes}
    best2 = min(pair_err(v, two) for v in oracle_pair.values())
    out_figures["totals_two_reporters"] = {"ours": pair_err(ours_pair, two), "ratio": pair_err(ours_pair, two) / best2}

    # all keys: phantom rows (truth 0) and missing rows counted
    phantom = np.setdiff1d(np.arange(gkey.size), at[found])
    ours_all = (np.abs(ours - t).sum() + np.abs(value[phantom]).sum()) / total
    oracle_all = min(np.abs(raw - t).sum(), np.abs(raw1 - t).sum()) / total
    out_figures["all_keys"] = {
        "ours": float(ours_all),
        "oracle": float(oracle_all),
        "ratio": float(ours_all / oracle_all),
        "phantom": float(np.abs(value[phantom]).sum() / total),
        "missing": float(t[~found].sum() / total),
    }
    if through.size:
        no_routes = min(float(np.abs(v - t).sum()) for v in blind) + float(
            of_hub.sum()
        )  # nothing is true of these there
        out_figures["all_keys"] |= {"no_routes": no_routes / total, "ratio_no_routes": ours_all * total / no_routes}
    inside = (got["lower"][at] <= t) & (t <= got["upper"][at])
    rule = np.asarray(got["rule"])[at]
    out_figures["coverage"] = {
        "all": float(inside[found].mean()),
        "value_weighted": float((inside * t)[found].sum() / t[found].sum()),
        **{str(r): round(float(inside[found & (rule == r)].mean()), 4) for r in np.unique(rule[found])},
        "with_phantoms": float(np.concatenate([inside[found], got["lower"][phantom] <= 0]).mean()),
    }
    report = json.loads(out.with_suffix(".report.json").read_text())
    figures: dict[str, float] = {}
    for level, truth in (("product", sigma**2), ("pair", tau**2)):
        for side in ("exporter", "importer"):
            rows = [r for r in report["reporters"] if r["level"] == level and r["side"] == side]
            k = np.array([areas.index(r["reporter"]) for r in rows])
            v = np.array([r["variance"] for r in rows])
            ok = z["reports"][k]
            figures[f"{level}_{side}"] = float(np.corrcoef(v[ok], truth[k[ok]])[0, 1])
            figures[f"{level}_{side}_log"] = float(np.corrcoef(np.log(v[ok]), np.log(truth[k[ok]]))[0, 1])
    out_figures["correlation"] = figures
    return out_figures


if __name__ == "__main__":

    def show(d: dict[str, Any]) -> None:
        for k, v in d.items():
            print(
                k, {a: round(b, 4) if isinstance(b, float) else b for a, b in v.items()} if isinstance(v, dict) else v
            )

    figures_of_world = score(Path(sys.argv[1]), Path(sys.argv[2]))
    if "--json" in sys.argv:
        print(json.dumps(figures_of_world))
    else:
        show(figures_of_world)
