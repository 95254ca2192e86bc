"""A toy world small enough to reconcile in a second, and a helper that reconciles any rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from at_hand import need_spark

from henequen.trade.editions.output_rows import rows_source
from henequen.trade.readers import area_kinds, area_numbers, former_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

HEADER = (
    "period", "flowCode", "reporterISO", "partnerISO", "classificationCode", "cmdCode",
    "primaryValue", "cifvalue", "fobvalue", "netWgt", "partner2Code", "motCode", "customsCode",
)  # fmt: skip
Row = dict[str, object]


def _row(flow: str, reporter: str, partner: str, product: str, value: object, **more: object) -> Row:
    """One reported row in Comtrade's words."""
    base: Row = {
        "period": "2019", "flowCode": flow, "reporterISO": reporter, "partnerISO": partner, "classificationCode": "H5",
        "cmdCode": product, "primaryValue": value, "cifvalue": "", "fobvalue": "", "netWgt": "", "partner2Code": "0",
        "motCode": "0", "customsCode": "C00",
    }  # fmt: skip
    return base | more


def _write_rows(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as CSV with Comtrade's header."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _world(seed: int = 1, areas: int = 12, products: int = 300, noise: float = 0.15) -> list[Row]:
    """Reports of `areas` areas on each other with normal noise and a CIF rate of 6 %; 3 % of rows missing a side."""
    rng = np.random.default_rng(seed)
    names = ["AUS", "BRA", "CHL", "DEU", "EGY", "FRA", "GBR", "IND", "JPN", "KEN", "NOR", "ZAF"][:areas]
    rows: list[Row] = []
    for e in names:
        for i in names:
            if e == i:
                continue
            for k in rng.choice(products, products // 3, replace=False):
                code = f"{10 + k // 12:02d}{k % 12 // 4 + 1:02d}{10 * (k % 4) + 10:02d}"
                value = float(np.exp(rng.normal(11, 1.5)))
                if rng.random() > 0.03:
                    rows.append(_row("X", e, i, code, round(value * np.exp(rng.normal(0, noise)), 2), netWgt=100))
                if rng.random() > 0.03:
                    m = round(value * 1.06 * np.exp(rng.normal(0, noise)), 2)
                    rows.append(_row("M", i, e, code, m, cifvalue=m, netWgt=100))
    return rows


Reconciled = Callable[..., tuple[list[dict[str, Any]], dict[str, Any]]]


@pytest.fixture
def reconciled(tmp_path: Path) -> Reconciled:
    """Reconcile rows or files into `out.parquet` (or another `name`); returns the output rows as mappings, and the report."""

    def run(given: Sequence[Row] | Path, **options: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        path = given if isinstance(given, Path) else _write_rows(tmp_path / "reported.csv", given)
        files = open_reported([path], tmp_path / "read", options.pop("mapping", None))
        out = tmp_path / f"{options.pop('name', 'out')}.parquet"
        report = reconcile(Plan(files, out, **options), AreaCodes(area_kinds(), area_numbers(), former_numbers()))
        found = duckdb.execute(f"select * from {rows_source(out)} order by period, exporter, importer, product")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()], report

    return run


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The cluster engine, set up for tables of a few thousand rows: most of its time goes into compiling plans, not into rows."""
    need_spark()
    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    (folder / "spark-defaults.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_SHUFFLE_PARTITIONS", "2")
        yield


@pytest.fixture
def row() -> Callable[..., Row]:
    """One reported row in Comtrade's words: row(flow, reporter, partner, product, value, **more columns)."""
    return _row


@pytest.fixture
def world() -> Callable[..., list[Row]]:
    """A toy world's reports: world(seed=1, areas=12, products=300, noise=0.15)."""
    return _world


@pytest.fixture
def write_rows() -> Callable[[Path, Sequence[Row]], Path]:
    """Write rows as CSV."""
    return _write_rows
