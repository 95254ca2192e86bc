"""Updates of a result: complete data sets, or the touched flows alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.trade.editions import complete
from henequen.trade.editions.checksum_file import check_seal
from henequen.trade.editions.columns import OUTPUT_COLUMNS
from henequen.trade.editions.edition import compare, rows_of
from henequen.trade.editions.lineage import chain_of, source_of_flow
from henequen.trade.editions.output_rows import rows_source
from henequen.trade.gap.edition import explain_edition

Toy = Callable[..., Any]
KEYS = "period, exporter, importer, product, x_value, m_value"


def _revised(periods: dict[str, list[Any]], year: str, reporter: str) -> list[dict[str, Any]]:
    """The whole year of a reporter, its values doubled."""
    rows = [r for r in periods[year] if r["reporterISO"] == reporter]
    return [dict(r) | {"primaryValue": 2 * float(r["primaryValue"])} for r in rows]


def _plain(path: Path) -> str:
    """A result as any other program reads it, without our note."""
    if path.is_file():
        return f"select * from read_parquet('{path}')"
    return f"select * from read_parquet('{path}/**/*.parquet', hive_partitioning = true, hive_types = {{'period': varchar}})"


def _same(one: str, other: str) -> None:
    """Two tables have the same rows, to the last digit, and each key once."""
    columns = ", ".join(row[0] for row in duckdb.execute(f"describe {other}").fetchall())
    for left, right in ((one, other), (other, one)):
        apart = f"select {columns} from ({left}) except all select {columns} from ({right})"
        assert duckdb.execute(apart).fetchall() == []
    keys = "period, exporter, importer, classification, product"
    counted = f"select count(*), count(distinct ({keys})) from ({one})"
    ((rows, distinct),) = duckdb.execute(counted).fetchall()
    assert rows == distinct > 100


def _bytes(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture
def base(reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path) -> Path:
    """A result of three periods; in one of them goods go through a hub."""
    reconciled([r for rows in periods.values() for r in rows], name="base")
    return tmp_path / "base.parquet"


def test_an_update_of_a_folder_is_a_complete_data_set(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    before = _bytes(base)
    late = _revised(periods, "2018", "DEU")
    _, of_touched = reconciled(late, base=base, whole=False, name="touched")
    _, of_whole = reconciled(late, base=base, name="whole")
    touched, whole = tmp_path / "touched.parquet", tmp_path / "whole.parquet"
    assert _bytes(base) == before, "the earlier result keeps every byte and its times"
    _same(_plain(whole), rows_of(touched))
    assert rows_of(whole).count("read_parquet") == 1 and compare(touched, whole) == ([], [])
    check_seal(whole)
    assert [(path.parent.name, path.stat().st_ino) for path in sorted(whole.rglob("*.parquet"))] == [
        ("period=2017", (base / "period=2017" / "flows.parquet").stat().st_ino),
        ("period=2018", (whole / "period=2018" / "flows.parquet").stat().st_ino),
        ("period=2019", (base / "period=2019" / "flows.parquet").stat().st_ino),
    ], "an untouched period keeps its file, without a copy"
    assert of_whole["rules"] == of_touched["rules"], "the report counts what was reconciled again"
    assert (of_touched["complete"], of_whole["complete"]) == (False, True)
    for pair in (("DEU", "AUS"), ("AUS", "BRA"), ("CHL", "NOR")):
        assert explain_edition(whole, *pair, "*") == explain_edition(touched, *pair, "*")


def test_a_complete_update_needs_its_base_no_longer(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    reconciled(_revised(periods, "2019", "DEU"), base=base, name="whole")
    whole = tmp_path / "whole.parquet"
    assert chain_of(whole) == [base, whole]
    told = duckdb.execute(f"select count(*) from ({rows_of(whole)})").fetchone()
    shutil.rmtree(base)
    assert chain_of(whole) == [whole]
    assert duckdb.execute(f"select count(*) from ({rows_of(whole)})").fetchone() == told
    assert explain_edition(whole, "DEU", "AUS", "2019")


def test_complete_and_touched_updates_build_on_each_other(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    orders = [("2019", "DEU"), ("2018", "AUS"), ("2019", "CHL")]
    made: dict[str, Path] = {}
    for kinds in ("ttt", "www", "twt", "ttw"):
        at = base
        for number, (kind, (year, reporter)) in enumerate(zip(kinds, orders, strict=True)):
            name = kinds[: number + 1]
            if name not in made:
                reconciled(_revised(periods, year, reporter), base=at, whole=kind == "w", name=name)
                made[name] = tmp_path / f"{name}.parquet"
            at = made[name]
    for kinds in ("www", "twt", "ttw"):
        _same(rows_of(made[kinds]), rows_of(made["ttt"]))
    for kinds in ("www", "ttw"):
        _same(_plain(made[kinds]), rows_of(made["ttt"]))
    for period, exporter, importer in (("2019", "DEU", "CHL"), ("2018", "AUS", "BRA"), ("2019", "DEU", "BRA")):
        counts = {
            duckdb.execute(
                f"select count(*) from {source_of_flow(made[kinds], period, exporter, importer)} where period = '{period}'"
            ).fetchone()
            for kinds in ("www", "ttw")
        }
        assert len(counts) == 1


def test_a_result_in_one_file_gets_an_update_of_touched_flows_unless_asked(
    reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    reconciled(periods["2019"], name="base")
    base, late = tmp_path / "base.parquet", _revised(periods, "2019", "DEU")
    rows, _ = reconciled(late, base=base, name="touched")
    assert all("DEU" in (r["exporter"], r["importer"]) for r in rows)
    reconciled(late, base=base, whole=True, name="whole")
    assert (tmp_path / "whole.parquet").is_file()
    _same(_plain(tmp_path / "whole.parquet"), rows_of(tmp_path / "touched.parquet"))


def test_single_puts_a_complete_update_into_one_file(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    late = _revised(periods, "2019", "DEU")
    reconciled(late, base=base, name="folder")
    reconciled(late, base=base, single=True, name="single")
    assert (tmp_path / "single.parquet").is_file()
    _same(_plain(tmp_path / "single.parquet"), _plain(tmp_path / "folder.parquet"))
    reconciled(_revised(periods, "2018", "AUS"), base=tmp_path / "single.parquet", whole=True, name="again")
    assert sorted(p.parent.name for p in (tmp_path / "again.parquet").rglob("*.parquet")) == [
        "period=2017", "period=2018", "period=2019"]  # fmt: skip


def test_a_disk_without_links_gets_copies(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("not on this disk")

    monkeypatch.setattr(complete.os, "link", refuse)
    reconciled(_revised(periods, "2019", "DEU"), base=base, name="whole")
    kept = Path("period=2017", "flows.parquet")
    assert (tmp_path / "whole.parquet" / kept).read_bytes() == (base / kept).read_bytes()
    assert (tmp_path / "whole.parquet" / kept).stat().st_ino != (base / kept).stat().st_ino
    check_seal(tmp_path / "whole.parquet")


def test_a_folder_is_explained_and_compared_like_a_file(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    assert [one.period for one in explain_edition(base, "AUS", "BRA", "*")] == ["2017", "2018", "2019"]
    rows, report = reconciled(_revised(periods, "2019", "DEU"), base=base, whole=False, name="touched")
    assert {one["period"] for one in rows} == {"2019"} and report["touched"] == [["2019", "DEU"]]
    changes, _ = compare(base, tmp_path / "touched.parquet")
    assert changes
    count = duckdb.execute(
        f"select distinct period from ({rows_of(tmp_path / 'touched.parquet')}) order by 1"
    ).fetchall()
    assert count == [("2017",), ("2018",), ("2019",)]


def test_an_update_differs_from_a_whole_run_in_the_touched_flows_alone(
    base: Path, reconciled: Toy, periods: dict[str, list[Any]], tmp_path: Path
) -> None:
    late = _revised(periods, "2019", "DEU")
    reconciled(late, base=base, name="update")
    written, others = _plain(tmp_path / "update.parquet"), "period = '2019' and 'DEU' not in (exporter, importer)"
    for one, other in ((rows_of(base), written), (written, rows_of(base))):
        names = ", ".join(OUTPUT_COLUMNS)
        kept = f"select {names} from ({one}) where {others} except select {names} from ({other})"
        assert duckdb.execute(kept).fetchall() == []
    stay = [r for rows in periods.values() for r in rows if (r["period"], r["reporterISO"]) != ("2019", "DEU")]
    reconciled([*stay, *late], name="again")
    again = f"select * from {rows_source(tmp_path / 'again.parquet')}"
    for one, other in ((again, written), (written, again)):
        left = duckdb.execute(
            f"select {KEYS} from ({one}) where period = '2017' except select {KEYS} from ({other})"
        ).fetchall()
        assert left == [], "what the new files do not touch is that of a whole run, to the last digit"
    touched = "period = '2019' and 'DEU' in (exporter, importer)"
    assert duckdb.execute(
        f"select count(*) from (select {KEYS} from ({again}) where {touched} and x_value is not null "
        f"except select {KEYS} from ({written}))"
    ).fetchone() == (0,)
