"""Files put together without decoding them say what they said apart."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from at_hand import need_spark

from henequen.model.errors import DataError
from henequen.trade.editions.parquet_append import ParquetAppender
from henequen.trade.editions.thrift_compact import decoded

LABELS = "create type label as enum ('', 'both', 'exporter_only', 'kept')"
ROWS = """
  select {k} as period, i + 100000 * {k} as id, i::double / 7 as x,
         case when i % 5 > 0 then sqrt(i) + {k} end as sometimes, cast(null as double) as never,
         (case i % 3 when 0 then 'both' when 1 then 'kept' end)::label as rule,
         'text ' || (i % 40 + 100 * {k}) as repeated, md5(i::varchar) as mixed, i % 2 = 0 as even
  from range({n}) r(i)"""
OPTIONS = "format parquet, row_group_size 2048"


def write(path: Path, k: int, n: int, options: str = OPTIONS, query: str = ROWS) -> Path:
    with duckdb.connect() as con:
        con.execute(LABELS)
        # no column is known to be without nulls, see `DuckEngine.write`
        rows = query.format(k=k, n=n)
        nulls = ", ".join("null" for _ in con.execute(f"describe {rows}").fetchall())
        con.execute(
            f"copy (select * from ({rows}) union all select {nulls} where random() > 1) to '{path}' ({options})"
        )
    return path


def put_together(target: Path, parts: list[Path]) -> Path:
    whole = ParquetAppender(target)
    for part in parts:
        whole.append(part)
        assert not part.exists()
    whole.finish()
    return target


@pytest.mark.parametrize("options", [OPTIONS, OPTIONS + ", compression zstd, dictionary_size_limit 1"])
def test_what_was_in_the_parts_is_in_the_whole(tmp_path: Path, options: str) -> None:
    sizes = [9000, 1, 0, 30_000, 2048]
    apart, parts = [], []
    for k, n in enumerate(sizes):
        parts.append(write(tmp_path / f"part-{k}.parquet", k, n, options))
        apart.append(f"select * from read_parquet('{tmp_path}/copy-{k}.parquet')")
        (tmp_path / f"copy-{k}.parquet").write_bytes(parts[-1].read_bytes())
    whole = f"select * from read_parquet('{put_together(tmp_path / 'whole.parquet', parts)}')"
    every = " union all ".join(apart)
    for where in (
        "true", "period = 3", "id = 305000", "id between 308000 and 400100", "x > 1200", "rule = 'kept'", "rule is null",
        "never is not null", "repeated = 'text 317'", "repeated = 'text 999'", "sometimes > 150 and even", "mixed < '0a'",
    ):  # fmt: skip
        left, right = (f"select * from ({one}) where {where}" for one in (whole, every))
        n = duckdb.execute(f"select count(*) from ({right})").fetchone()
        assert duckdb.execute(f"select count(*) from ({left})").fetchone() == n
        assert duckdb.execute(f"({left}) except all ({right})").fetchall() == []
    told = duckdb.execute(f"select num_rows, num_row_groups from parquet_file_metadata('{tmp_path}/whole.parquet')")
    assert told.fetchone() == (sum(sizes), 5 + 1 + 15 + 1)


def test_bloom_filters_come_along(tmp_path: Path) -> None:
    parts = [write(tmp_path / f"part-{k}.parquet", k, 5000) for k in range(3)]
    whole = put_together(tmp_path / "whole.parquet", parts)
    probed = duckdb.execute(f"select * from parquet_bloom_probe('{whole}', 'repeated', 'text 217')").fetchall()
    assert [excludes for *_, excludes in probed] == [True] * 6 + [False] * 3


def test_one_part_is_the_whole(tmp_path: Path) -> None:
    part = write(tmp_path / "part.parquet", 1, 5000)
    before = part.read_bytes()
    assert put_together(tmp_path / "whole.parquet", [part]).read_bytes() == before
    empty = [write(tmp_path / f"empty-{k}.parquet", k, 0) for k in range(2)]
    whole = put_together(tmp_path / "none.parquet", empty)
    assert duckdb.execute(f"select count(*) from '{whole}'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select {k} as period, i as id from range({n}) r(i)", "2 columns"),
        ("select {k} as period, i::double as id, i as n from range({n}) r(i)", "id"),
        ("select {k} as period, i as number, i as n from range({n}) r(i)", "number"),
        ("select i as id, {k} as period, i as n from range({n}) r(i)", "3 columns"),
    ],
)
def test_other_columns_are_refused_and_nothing_is_written(tmp_path: Path, query: str, words: str) -> None:
    one = write(tmp_path / "one.parquet", 1, 10, query="select {k} as period, i as id, i as n from range({n}) r(i)")
    other = write(tmp_path / "other.parquet", 1, 10, query=query)
    whole = ParquetAppender(tmp_path / "whole.parquet")
    whole.append(one)
    so_far = (tmp_path / "whole.parquet").read_bytes()
    with pytest.raises(DataError, match="different columns") as caught:
        whole.append(other)
    assert caught.value.found == words
    assert other.exists()
    assert (tmp_path / "whole.parquet").read_bytes() == so_far


def test_a_column_that_may_not_be_null_is_another_column(tmp_path: Path) -> None:
    paths = [tmp_path / "one.parquet", tmp_path / "other.parquet"]
    kinds = []
    for path, rows in zip(paths, ("(1), (null)", "(1), (2)"), strict=True):
        with duckdb.connect() as con:
            con.execute("create table numbers (id integer)")
            con.execute(f"insert into numbers values {rows}")
            con.execute(f"copy numbers to '{path}'")
            kinds.append(
                con.execute(f"select repetition_type from parquet_schema('{path}') where name = 'id'").fetchone()
            )
    assert kinds[0] != kinds[1], "this DuckDB writes all columns as such that may be null: the case needs another maker"
    with pytest.raises(DataError, match="different columns"):
        put_together(tmp_path / "whole.parquet", paths)


def test_a_part_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    raw = write(tmp_path / "part.parquet", 1, 5000).read_bytes()
    damaged = tmp_path / "damaged.parquet"
    whole = ParquetAppender(tmp_path / "whole.parquet")
    whole.append(tmp_path / "part.parquet")
    for end in (
        0,
        1,
        5,
        11,
        12,
        40,
        len(raw) // 2,
        len(raw) - 300,
        len(raw) - 9,
        len(raw) - 8,
        len(raw) - 4,
        len(raw) - 1,
    ):
        damaged.write_bytes(raw[:end])
        with pytest.raises(DataError, match="not a whole Parquet file"):
            whole.append(damaged)
        other = ParquetAppender(tmp_path / "other.parquet")
        other.append(damaged)  # a part that is alone is taken as it is: the engine wrote it
        (tmp_path / "second.parquet").write_bytes(raw)
        with pytest.raises(DataError, match="not a whole Parquet file"):
            other.append(tmp_path / "second.parquet")


def test_an_altered_footer_is_refused_or_taken_and_nothing_else(tmp_path: Path) -> None:
    raw = write(tmp_path / "part.parquet", 1, 1).read_bytes()
    footer = len(raw) - 8 - int.from_bytes(raw[-8:-4], "little")
    refused = 0
    for at in range(footer, len(raw)):
        for bit in ((1, 16), (4, 64))[at % 2]:
            altered = bytearray(raw)
            altered[at] ^= bit
            damaged = tmp_path / "damaged.parquet"
            damaged.write_bytes(bytes(altered))
            (tmp_path / "first.parquet").write_bytes(raw)
            try:
                put_together(tmp_path / "whole.parquet", [tmp_path / "first.parquet", damaged])
            except DataError:
                refused += 1
    assert refused > (len(raw) - footer) / 2


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_parts_of_spark_keep_their_page_indexes(tmp_path: Path) -> None:
    need_spark()
    from henequen.trade.sql.spark import SparkEngine

    given = tmp_path / "given.parquet"
    duckdb.execute(
        "copy (select i as id, case when i % 7 > 0 then i / 3 end as x, case i % 3 when 0 then 'kept' when 1 then 'both' end "
        f"as rule from range(120000) r(i)) to '{given}'"
    )
    engine = SparkEngine(tmp_path / "spark", threads=1)
    try:
        engine.source("given", given)
        parts = []
        for k, (low, high) in enumerate([(0, 50_000), (50_000, 50_000), (50_000, 120_000)]):
            parts.append(tmp_path / f"part-{k}.parquet")
            engine.write(f"select id, x, rule from given where id >= {low} and id < {high}", parts[-1])
        whole = put_together(tmp_path / "whole.parquet", parts)
        engine.source("whole", whole)
        asked = "select count(*) as n, cast(sum(id) as bigint) as ids from {0} where id between {1} and {2} and rule = 'kept'"
        for low, high in ((0, 120_000), (49_990, 50_100), (100_000, 100_050)):
            read, expected = (engine.fetch(asked.format(name, low, high)) for name in ("whole", "given"))
            assert {k: v.tolist() for k, v in read.items()} == {k: v.tolist() for k, v in expected.items()}
    finally:
        engine.close()
    assert duckdb.execute(f"from '{whole}' except all from '{given}'").fetchall() == []
    raw = whole.read_bytes()
    footer = decoded(raw[-8 - int.from_bytes(raw[-8:-4], "little") : -8])
    chunks = [chunk for group in footer[4][1][1] for chunk in group[1][1][1]]
    assert len(chunks) == 6
    pages = 0
    for chunk in chunks:
        offset, length, meta = chunk[4][1], chunk[5][1], chunk[3][1]
        index = decoded(raw[offset : offset + length])[1][1][1]
        assert index[0][1][1] == meta[9][1]
        for page in index:  # each place is that of a page's header: a data page of the size that the index says
            at, size = page[1][1], page[2][1]
            header = decoded(raw[at : at + size])
            assert header[1] == (5, 0)
            assert header[3][1] < size
        pages += len(index)
    assert pages > 2 * len(chunks)
