"""The figures of the mirror engine, as ratios, in one run on one machine.

    python benchmarks/mirror.py --rows 1000000 --worlds noise bias hubs quiet misfiled guard
    python benchmarks/mirror.py --rows 22000000 --worlds noise --update
    python benchmarks/mirror.py --rows 1000000 --worlds noise --years 30

Floor: DuckDB scans the rows, joins exports and mirrored imports on all keys (full outer) and writes; same rows, same memory
limit. CPU seconds (user and system, of the whole process) come first; wall seconds depend on who else is at work. The
oracles are those of `mirror_score.py`. Every part is a process of its own: what this one held would be counted as theirs.
With `--update`, one reporter is taken out of the year and put back as an update. With `--years`, the year is written
once for each of so many periods and all are reconciled in one run.
Worlds are kept in the folder `--folder` (default: benchmarks/worlds beside the script, not under version control).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOOR = """
import sys, duckdb
folder, memory = sys.argv[1:]
con = duckdb.connect()
con.execute(f"set memory_limit='{memory}'; set preserve_insertion_order=false; set temp_directory='{folder}/spill'")
codes = {kind for kind, in con.execute(f'''select column_type from (describe select "motCode" from
  '{folder}/reported.parquet')''').fetchall()}
leaf = '''length("cmdCode") = 6 and "partner2Code" = '0' and "motCode" = '0' and "customsCode" = 'C00' '''
leaf = leaf if codes == {"VARCHAR"} else "true"
con.execute(f'''copy (
  select coalesce(x.period, m.period) period, coalesce(x."reporterISO", m."partnerISO") exporter,
         coalesce(x."partnerISO", m."reporterISO") importer, coalesce(x."cmdCode", m."cmdCode") product,
         x."primaryValue" x_value, m."primaryValue" m_value
  from (select * from '{folder}/reported.parquet' where "flowCode" = 'X' and {leaf}) x
  full join (select * from '{folder}/reported.parquet' where "flowCode" = 'M' and {leaf}) m
    on x.period = m.period and x."reporterISO" = m."partnerISO" and x."partnerISO" = m."reporterISO"
       and x."cmdCode" = m."cmdCode") to '{folder}/floor.parquet' ''')
"""


@dataclass(frozen=True)
class Cost:
    """What a process and its children took: CPU and wall seconds, largest memory of one process in MB."""

    cpu: float
    wall: float
    memory: float


def measured(command: list[str]) -> Cost:
    """Run a command to its end; its own accounting by the operating system, children included."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever has run it once does not compile it again
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):  # 3: done, with findings
        raise SystemExit(f"{' '.join(command[:6])}... ended with {status}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def reconcile(given: Path, out: Path, folder: Path, *more: str) -> Cost:
    """`henequen mirror reconcile` as a user calls it."""
    return measured(
        [
            sys.executable,
            "-m",
            "henequen",
            "mirror",
            "reconcile",
            str(given),
            "--out",
            str(out),
            "--geo",
            str(folder / "geo.csv"),
            *more,
        ]
    )


SPLIT = """
import sys, duckdb
folder, con = sys.argv[1], duckdb.connect()
rows = f"'{folder}/reported.parquet'"
reporters = con.execute(f'select "reporterISO", count(*) n from {rows} group by 1 order by n').fetchall()
one = reporters[len(reporters) // 2][0]
con.execute(f"copy (select * from {rows} where \\"reporterISO\\" <> '{one}') to '{folder}/without.parquet'")
con.execute(f"copy (select * from {rows} where \\"reporterISO\\" = '{one}') to '{folder}/one.parquet'")
"""

REDATE = """
import sys, duckdb
folder, target, year = sys.argv[1:]
duckdb.execute(f"copy (select * replace ({year} as period, {year} as \\"refYear\\") from '{folder}/reported.parquet') "
               f"to '{target}' (format parquet)")
"""


def update(folder: Path, memory: str) -> tuple[Cost, Cost, int]:
    """Take one middling reporter out, reconcile, put it back as an update: what it costs with the touched rows alone and
    with all rows, and the touched rows."""
    measured([sys.executable, "-c", SPLIT, str(folder)])
    reconcile(folder / "without.parquet", folder / "base.parquet", folder, "--memory", memory)
    base = ("--memory", memory, "--update", str(folder / "base.parquet"))
    touched = reconcile(folder / "one.parquet", folder / "update.parquet", folder, *base, "--touched")
    whole = reconcile(folder / "one.parquet", folder / "whole.parquet", folder, *base, "--whole")
    report = json.loads((folder / "update.report.json").read_text())
    return touched, whole, sum(rule["rows"] for rule in report["rules"])


def years(folder: Path, memory: str, count: int) -> Cost:
    """Reconcile `count` periods in one run: the world's year under other dates, one file a period."""
    many = folder / "years"
    many.mkdir(exist_ok=True)
    for year in range(2020 - count, 2020):
        target = many / f"{year}.parquet"
        if not target.is_file():
            measured([sys.executable, "-c", REDATE, str(folder), str(target), str(year)])
    for other in many.glob("*.parquet"):
        if not 2020 - count <= int(other.stem) < 2020:
            other.unlink()
    return reconcile(many, folder / "years.parquet", folder, "--memory", memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--worlds", nargs="+", default=["noise", "bias", "hubs", "quiet", "misfiled", "guard"])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--methods", nargs="+", default=["two_level"])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--years", type=int)
    parser.add_argument("--folder", type=Path, default=HERE / "worlds")
    arguments = parser.parse_args()
    for world in arguments.worlds:
        folder = arguments.folder / f"{world}-{arguments.rows}-{arguments.seed}"
        if not (folder / "world.json").is_file():
            measured(
                [
                    sys.executable,
                    str(HERE / "mirror_world.py"),
                    str(folder),
                    "--rows",
                    str(arguments.rows),
                    "--world",
                    world,
                    "--seed",
                    str(arguments.seed),
                ]
            )
        world_note = json.loads((folder / "world.json").read_text())
        floor = measured([sys.executable, "-c", FLOOR, str(folder), arguments.memory])
        print(f"\n{world}: {world_note['rows']:,} rows, {world_note['flows']:,} true flows")
        print(f"  floor                cpu {floor.cpu:7.2f} s  wall {floor.wall:7.2f} s  memory {floor.memory:6.0f} MB")
        for method in arguments.methods:
            out = folder / f"{method}.parquet"
            threads = ["--threads", str(arguments.threads)] if arguments.threads else []
            cost = reconcile(
                folder / "reported.parquet", out, folder, "--memory", arguments.memory, "--method", method, *threads
            )
            print(
                f"  {method:<20} cpu {cost.cpu:7.2f} s  wall {cost.wall:7.2f} s  memory {cost.memory:6.0f} MB   "
                f"cpu x{cost.cpu / floor.cpu:.2f}  wall x{cost.wall / floor.wall:.2f} of the floor"
            )
            told = subprocess.run(
                [sys.executable, str(HERE / "mirror_score.py"), str(folder), str(out), "--json"],
                capture_output=True,
                check=True,
                text=True,
            )
            found = json.loads(told.stdout)
            for name in ("cells", "totals", "all_keys"):
                best = found[name]["ours"] / found[name]["ratio"]
                print(
                    f"    {name:<10} error {found[name]['ours']:.4f}  best oracle {best:.4f}  ratio {found[name]['ratio']:.3f}"
                    + (
                        f"  against one without routes {found[name]['ratio_no_routes']:.3f}"
                        if "no_routes" in found[name]
                        else ""
                    )
                )
            totals = found["totals"]
            print(
                f"    totals of  exporter only {totals['exporter_only']:.4f}  importer only {totals['importer_only']:.4f}  "
                f"mean {totals['mean']:.4f}"
            )
            print(f"    coverage   {100 * found['coverage']['all']:.2f} % of a 90 % interval")
            level = "pair" if world == "bias" else "product"
            told_of = found["correlation"]
            print(
                f"    variances  correlation with the truth at {level} level: exporters {told_of[f'{level}_exporter']:.3f}, "
                f"importers {told_of[f'{level}_importer']:.3f}"
            )
            if arguments.update and method == "two_level":
                change, whole, touched = update(folder, arguments.memory)
                for name, one in (("update of a reporter", change), ("the same, complete", whole)):
                    print(
                        f"  {name:<20} cpu {one.cpu:7.2f} s  wall {one.wall:7.2f} s  memory {one.memory:6.0f} MB   "
                        f"{100 * one.cpu / cost.cpu:.1f} % of the year ({touched:,} rows)"
                    )
            if arguments.years and method == "two_level":
                all_of = years(folder, arguments.memory, arguments.years)
                print(
                    f"  {arguments.years} years             cpu {all_of.cpu:7.2f} s  wall {all_of.wall:7.2f} s  "
                    f"memory {all_of.memory:6.0f} MB   {all_of.wall / cost.wall:.1f} times a year"
                )


if __name__ == "__main__":
    main()
