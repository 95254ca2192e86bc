from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from henequen.trade.staging.geography import shipped_geography


def test_the_shipped_table_agrees_with_cepii(shared: Path) -> None:
    geography = shipped_geography()
    place = {area: k for k, area in enumerate(geography.areas)}
    rows = duckdb.execute(
        f"select exporter, importer, dist, contig from '{shared}/data/trade/geo/dist_cepii.parquet' where exporter <> importer"
    ).fetchall()
    pairs = [(place[e], place[i], d, c) for e, i, d, c in rows if e in place and i in place]
    ours = np.array([geography.dist_km[e, i] for e, i, _, _ in pairs])
    theirs = np.array([d for _, _, d, _ in pairs], dtype=float)
    near = np.abs(np.log(ours / theirs))
    assert np.quantile(near, 0.9) < 0.10
    differ = [
        (geography.areas[e], geography.areas[i]) for e, i, _, c in pairs if bool(c) != bool(geography.contiguous[e, i])
    ]
    assert len(differ) <= 12  # borders that appeared or that CEPII leaves out
    assert (geography.contiguous == geography.contiguous.T).all()
