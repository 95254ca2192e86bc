"""A synthetic reported world year whose truth is known.

    python benchmarks/mirror_world.py OUT --rows 1000000 --world noise --seed 1

writes into OUT: `reported.parquet` (Comtrade v1 column names), `geo.csv` (exporter, importer, dist_km, contiguous),
`truth.npz` (every true flow, what each side wrote before misfiling, and every parameter) and `world.json`.

How it is made. 230 areas, 200 of them report. Products are the HS6 codes of `codes/hs_codes_en.parquet` in the folder
HENEQUEN_SHARED/data/trade where that is set, else invented codes of the same shape (97 chapters, 4 to 5 codes a heading).
A flow exists by a logistic law in sizes, distance and comparative advantage by chapter; its value is log-normal in the
same. Each reporter writes exp(pair effect + noise) times the truth; noise and pair effects are normal in logarithms, with
a standard deviation per reporter that is itself log-normal. The CIF rate rises with distance and falls with unit value.
2 to 15 % of the rows of a reporter are missing, small ones more often; some rows stand under a sibling code of the same
heading. Some importers report FOB only, some both valuations. Unit values differ by heading, by code and by flow (s.d. of
logarithms 1.2, 0.7, 0.7); each side weighs for itself (s.d. per reporter, median 0.25) and leaves 2 to 30 % unweighed.

Worlds (median s.d. of noise per product, of pair effects; share misfiled by importers, by exporters):
noise (0.20, 0.05; 6 %, 0), bias (0.10, 0.25; 6 %, 0), hubs (0.20, 0.05; 6 %, 0; one flow in ten goes through a hub that
reports its imports and its re-exports), quiet (the same, but the hubs do not tell re-exports
from exports), misfiled (0.20, 0.05; 20 %, 0), guard (0.20, 0.05; 0, 20 %), uneven (0.20, 0.05; 8 %, 5 %, by few most),
rough (0.20, 0.15; the same misfiling; one flow in twenty through a hub; noise with heavy tails, values wider spread),
comtrade (as noise, with three flows in a thousand through hubs, in the full layout of `mirror_layout.py`).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from mirror_layout import HUBS, write_full_layout

from henequen.trade.staging.geography import shipped_geography


@dataclass(frozen=True)
class World:
    """Median s.d. of noise per product and of pair effects; shares of rows under a sibling code, by importers and by exporters;
    share of flows through hubs. In an `uneven` world these shares differ by reporter (most near none, some at several times
    the mean). `tails`: degrees of freedom of Student's t that noise follows, of the same s.d. `spread`: s.d. of the log value of
    a flow of given parties and product. `full`: in all columns of UN Comtrade, with breakdowns and declared re-exports."""

    noise: float
    pair: float
    by_importers: float
    by_exporters: float
    routed: float
    uneven: bool = False
    tails: float = math.inf
    spread: float = 1.5
    full: bool = False


WORLDS = {
    "noise": World(0.20, 0.05, 0.06, 0.00, 0.0),
    "bias": World(0.10, 0.25, 0.06, 0.00, 0.0),
    "hubs": World(0.20, 0.05, 0.06, 0.00, 0.1),
    "quiet": World(0.20, 0.05, 0.06, 0.00, 0.1),
    "misfiled": World(0.20, 0.05, 0.20, 0.00, 0.0),
    "guard": World(0.20, 0.05, 0.00, 0.20, 0.0),
    "uneven": World(0.20, 0.05, 0.08, 0.05, 0.0, uneven=True),
    "comtrade": World(0.20, 0.05, 0.06, 0.00, 0.003, full=True),
    "rough": World(0.20, 0.15, 0.08, 0.05, 0.05, uneven=True, tails=4.0, spread=2.2),
}
AREAS, REPORTERS = 230, 200


def product_codes(rng: np.random.Generator) -> list[str]:
    """Real HS 2017 codes where the shared folder is at hand, else codes of the same shape."""
    shared = os.environ.get("HENEQUEN_SHARED")
    if shared:
        path = Path(shared) / "data/trade/codes/hs_codes_en.parquet"
        rows = duckdb.sql(
            f"select code from '{path}' where edition='HS2017' and level=6 and code not like '9999%' order by code"
        ).fetchall()
        return [code for (code,) in rows][:5300]
    codes: list[str] = []
    for chapter in range(1, 98):
        for heading in range(1, 13):
            for k in range(int(rng.integers(1, 9))):
                codes.append(f"{chapter:02d}{heading:02d}{10 + 10 * k:02d}")
    return codes[:5300]


def make(out: Path, rows: int, world: str, seed: int) -> None:
    """Write one world year of about `rows` reported rows."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    made = WORLDS[world]
    geo = shipped_geography()
    names = list(geo.areas)
    keep = [name for name in names if name in HUBS]
    rest = [name for name in names if name not in HUBS]
    rng.shuffle(rest)
    areas = sorted(keep + rest[: AREAS - len(keep)])
    index = np.array([names.index(a) for a in areas])
    dist = geo.dist_km[np.ix_(index, index)]
    contiguous = geo.contiguous[np.ix_(index, index)]
    n = len(areas)
    codes = sorted(product_codes(rng))
    products = len(codes)
    chapter = np.array([int(c[:2]) for c in codes])
    heading = np.array([int(c[:4]) for c in codes])

    size = rng.normal(0, 1.7, n)
    size -= size.mean()
    hub_index = np.array([areas.index(h) for h in HUBS])
    size[hub_index] = np.abs(rng.normal(1.5, 0.4, len(HUBS)))
    reports = np.zeros(n, bool)
    order = np.argsort(-(size + rng.normal(0, 1.0, n)))
    reports[order[:REPORTERS]] = True
    reports[hub_index] = True
    advantage = rng.normal(0, 1, (n, 100))
    demand = rng.normal(0, 1.3, products)
    of_heading = np.unique(heading, return_inverse=True)[1]
    ln_uv = 2.0 + rng.normal(0, 1.2, int(of_heading.max()) + 1)[of_heading] + rng.normal(0, 0.7, products)

    def law(e: int) -> tuple[np.ndarray, np.ndarray]:
        ld = np.log(np.maximum(dist[e], 50.0))
        exist = 0.75 * size[e] + 0.45 * size[:, None] - 0.8 * (ld - 8.6)[:, None]
        exist = exist + 0.6 * advantage[e][chapter][None, :] + 0.35 * demand[None, :]
        value = 6.5 + 0.8 * size[e] + 0.8 * size[:, None] - 0.9 * (ld - 8.6)[:, None]
        value = value + 0.7 * advantage[e][chapter][None, :] + 0.7 * demand[None, :]
        return exist, value

    lawful = np.concatenate([law(k)[0][(k + 1) % 11 :: 11, k % 7 :: 7].ravel() for k in range(n)])
    wanted = rows / 1.62 / (n * (n - 1) * products)
    low, high = -20.0, 20.0
    for _ in range(60):
        mid = (low + high) / 2
        low, high = (mid, high) if (1 / (1 + np.exp(-(lawful + mid)))).mean() < wanted else (low, mid)
    cols: dict[str, list[np.ndarray]] = {k: [] for k in ("e", "i", "p", "t")}
    for e in range(n):
        exist, value = law(e)
        chance = (1 / (1 + np.exp(-(exist + low)))).astype(np.float32)
        chance[e] = 0
        hit_i, hit_p = np.nonzero(rng.random(chance.shape, dtype=np.float32) < chance)
        cols["e"].append(np.full(hit_i.size, e, np.int16))
        cols["i"].append(hit_i.astype(np.int16))
        cols["p"].append(hit_p.astype(np.int16))
        cols["t"].append(np.exp(value[hit_i, hit_p] + rng.normal(0, made.spread, hit_i.size)))
    e, i, p, t = (np.concatenate(cols[k]) for k in ("e", "i", "p", "t"))
    flows = e.size
    del cols

    sigma = np.exp(rng.normal(np.log(made.noise), 0.5, n))
    tau = np.exp(rng.normal(np.log(made.pair), 0.5, n))
    missing = rng.uniform(0.02, 0.15, n)
    bx = rng.normal(0, 1, (n, n)) * tau[:, None]
    bm = rng.normal(0, 1, (n, n)) * tau[None, :]
    rate = 0.055 * (np.maximum(dist, 50) / 6000) ** 0.45 * np.where(contiguous, 0.75, 1.0)
    cif = np.clip(rate[e, i] * np.exp(-0.16 * (ln_uv[p] - 2.0)), 0.003, 0.6)
    kind = rng.choice(3, n, p=[0.75, 0.08, 0.17])  # 0 CIF only, 1 FOB only, 2 both

    def error(count: int) -> np.ndarray:
        if math.isinf(made.tails):
            return rng.normal(0, 1, count)
        return rng.standard_t(made.tails, count) / math.sqrt(made.tails / (made.tails - 2))

    x = t * np.exp(bx[e, i] + error(flows) * sigma[e])
    f = t * np.exp(bm[e, i] + error(flows) * sigma[i])
    m = np.where(kind[i] == 1, f, f * (1 + cif))
    faint = 2 / (1 + (t / np.median(t)) ** 0.5)
    has_x = reports[e] & (rng.random(flows) > missing[e] * faint)
    has_m = reports[i] & (rng.random(flows) > missing[i] * faint)

    order = np.argsort(heading, kind="stable")
    first = np.searchsorted(heading, heading, "left")
    count = np.searchsorted(heading, heading, "right") - first

    def sibling(codes_: np.ndarray, by: np.ndarray, share: float) -> np.ndarray:
        of = rng.gamma(0.7, share / 0.7, n).clip(0, 0.5) if made.uneven else np.full(n, share)
        move = (rng.random(codes_.size) < of[by]) & (count[codes_] > 1)
        step = 1 + (rng.random(codes_.size) * (count[codes_] - 1)).astype(np.int64)
        there = first[codes_] + (codes_ - first[codes_] + step) % count[codes_]
        return np.where(move, there, codes_).astype(np.int16)

    m_code, x_code = sibling(p, i, made.by_importers), sibling(p, e, made.by_exporters)
    routed = np.zeros(flows, bool)
    hub = np.full(flows, -1, np.int16)
    if made.routed:
        routed = (rng.random(flows) < made.routed) & ~np.isin(e, hub_index) & ~np.isin(i, hub_index)
        hub[routed] = hub_index[rng.integers(0, len(HUBS), int(routed.sum()))]
    r = np.nonzero(routed)[0]
    h = hub[r]

    weight = t / np.exp(ln_uv[p]) * np.exp(rng.normal(0, 0.7, flows))
    omega = np.exp(rng.normal(np.log(0.25), 0.5, n))
    unweighed = rng.uniform(0.02, 0.3, n)

    def weighed(by: np.ndarray, of: np.ndarray | slice = slice(None)) -> np.ndarray:
        """What reporters `by` write as the weight of the flows `of`; not a number where they write none."""
        kg = weight[of] * np.exp(rng.normal(0, 1, by.size) * omega[by])
        return np.where(rng.random(by.size) < unweighed[by], np.nan, kg)

    blocks: list[dict[str, np.ndarray]] = []

    def block(
        flow: int,
        rep: np.ndarray,
        par: np.ndarray,
        code: np.ndarray,
        value: np.ndarray,
        kg: np.ndarray,
        cifv: np.ndarray,
        fobv: np.ndarray,
    ) -> None:
        blocks.append(
            {
                "flow": np.full(rep.size, flow, np.int8),
                "rep": rep,
                "par": par,
                "code": code,
                "value": value,
                "kg": kg,
                "cif": cifv,
                "fob": fobv,
            }
        )

    nan = np.nan
    sx = has_x & ~routed
    wx = weighed(e)
    block(0, e[sx], i[sx], x_code[sx], x[sx], wx[sx], np.full(int(sx.sum()), nan), x[sx])
    sr = r[has_x[r]]
    block(0, e[sr], hub[sr], x_code[sr], x[sr], wx[sr], np.full(sr.size, nan), x[sr])
    mk = kind[i]
    block(
        1,
        i[has_m],
        e[has_m],
        m_code[has_m],
        m[has_m],
        weighed(i)[has_m],
        np.where(mk == 1, nan, m)[has_m],
        np.where(mk == 0, nan, f)[has_m],
    )
    if r.size:
        hm = t[r] * np.exp(bm[e[r], h] + error(r.size) * sigma[h])
        hubcif = 1 + np.clip(rate[e[r], h] * np.exp(-0.16 * (ln_uv[p[r]] - 2.0)), 0.003, 0.6)
        hv = np.where(kind[h] == 1, hm, hm * hubcif)
        block(1, h, e[r], p[r], hv, weighed(h, r), np.where(kind[h] == 1, nan, hv), np.where(kind[h] == 0, nan, hm))
        rx = t[r] * 1.05 * np.exp(bx[h, i[r]] + error(r.size) * sigma[h])
        out_of = weighed(h, r)
        block(0, h, i[r], p[r], rx, out_of, np.full(r.size, nan), rx)
        if world != "quiet":
            block(2, h, i[r], p[r], rx, out_of, np.full(r.size, nan), rx)
    con = duckdb.connect()
    con.execute("set preserve_insertion_order=false")
    con.execute(
        "create table part(flow tinyint, rep smallint, par smallint, code smallint, value double, kg double, "
        "cif double, fob double)"
    )
    for piece in blocks:
        con.register("piece", piece)
        con.execute("insert into part select * from piece")
    areas_col = np.array(areas, dtype=object)
    codes_col = np.array(codes, dtype=object)
    con.register("a", {"k": np.arange(n), "name": areas_col})
    con.register("c", {"k": np.arange(products), "name": codes_col})
    con.execute(f"""
      copy (
        select 2019 as period, 2019 as refYear, ['X','M','RX'][flow + 1] as "flowCode", r.name as "reporterISO",
               q.name as "partnerISO", 'H5' as "classificationCode", c.name as "cmdCode",
               round(value, 3) as "primaryValue", round(cif, 3) as cifvalue, round(fob, 3) as fobvalue,
               round(kg, 3) as "netWgt", kg as qty, 8 as "qtyUnitCode", 0 as "partner2Code", 0 as "motCode",
               'C00' as "customsCode", false as "isAggregate"
        from (select flow, rep, par, code, sum(value) as value, case when count(kg) = count(*) then sum(kg) end as kg,
                     case when count(cif) = count(*) then sum(cif) end as cif,
                     case when count(fob) = count(*) then sum(fob) end as fob
              from (select flow, rep, par, code, value, nullif(kg, 'nan') kg, nullif(cif, 'nan') cif, nullif(fob, 'nan') fob from part)
              group by all)
        join a r on r.k = rep join a q on q.k = par join c on c.k = code
        where round(value, 3) > 0
        order by rep, flow
      ) to '{out}/reported.parquet' (format parquet, compression zstd)""")
    if made.full:
        write_full_layout(out / "reported.parquet", seed)
    count_rows = con.execute(f"select count(*) from '{out}/reported.parquet'").fetchone()
    with (out / "geo.csv").open("w", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["exporter", "importer", "dist_km", "contiguous"])
        for k in range(n):
            writer.writerows(
                [areas[k], areas[j], round(float(dist[k, j]), 3), int(contiguous[k, j])] for j in range(n) if j != k
            )
    nanx = np.where(has_x, x, nan)
    np.savez(
        out / "truth.npz",
        e=e,
        i=i,
        p=p,
        t=t,
        cif=cif.astype(np.float32),
        x=nanx.astype(np.float64),
        f=np.where(has_m, f, nan),
        x_code=x_code,
        m_code=m_code,
        hub=hub,
        sigma=sigma,
        tau=tau,
        bx=bx,
        bm=bm,
        kind=kind,
        reports=reports,
        rate=rate,
        ln_uv=ln_uv,
    )
    (out / "world.json").write_text(
        json.dumps(
            {
                "world": world,
                "seed": seed,
                "rows": count_rows and count_rows[0],
                "flows": flows,
                "areas": areas,
                "codes": codes,
            }
        )
    )
    print(json.dumps({"world": world, "rows": count_rows and count_rows[0], "flows": flows}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--world", choices=sorted(WORLDS), default="noise")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    make(arguments.out, arguments.rows, arguments.world, arguments.seed)


if __name__ == "__main__":
    main()
