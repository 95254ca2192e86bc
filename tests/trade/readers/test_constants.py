"""Columns that hold one value: told by the footer, and not read again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from henequen.trade.readers import open_reported
from henequen.trade.readers.parquet import constant_columns


def written(path: Path, query: str) -> Path:
    duckdb.execute(f"copy ({query}) to '{path}' (format parquet, row_group_size 2048)")
    return path


def test_one_value_in_all_row_groups_is_told_and_nulls_do_not_matter(tmp_path: Path) -> None:
    path = written(
        tmp_path / "rows.parquet",
        "select i, 0 as mot, 'C00' as customs, case when i % 7 = 0 then null else 'x' end as some, "
        "case when i < 5000 then 'a' else 'b' end as two, null::varchar as none from range(10000) t(i)",
    )
    assert constant_columns(path) == {"mot": "0", "customs": "C00", "some": "x"}


def test_without_statistics_nothing_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.parquet", "select 'nan'::double as odd, i as k from range(10) t(i)")
    assert constant_columns(path) == {}


@pytest.mark.parametrize("last", ["C00", "C01"])
def test_a_breakdown_in_the_last_row_alone_is_no_constant(tmp_path: Path, last: str) -> None:
    path = written(
        tmp_path / "rows.parquet",
        "select 2019 as period, 'X' as \"flowCode\", 'AUS' as \"reporterISO\", 'BRA' as \"partnerISO\", 'H5' as "
        f'"classificationCode", \'010121\' as "cmdCode", 1.0::double as "primaryValue", case when i = 9999 then \'{last}\' '
        "else 'C00' end as \"customsCode\" from range(10000) t(i)",
    )
    (file,) = open_reported([path], tmp_path / "read")
    assert file.constant.get("customs") == ("C00" if last == "C00" else None)
    assert file.constant["flow"] == "X"
