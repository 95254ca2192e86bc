"""The tables of the ADB in their publisher's layout: the workbook as downloaded, or its sheet as CSV; and what is refused."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from henequen.model.errors import DataError
from henequen.scenarios.bases.adb import import_adb

Rows = list[list[object]]
NAMES = ("Farms", "Factories")
# What each industry sells: to the four industries, then five final uses of either economy.
SALES = {
    ("AAA", "c1"): [10, 5, 2, 3, 20, 4, 1, 3, -4, 6, 2, 1, 1, 4],
    ("AAA", "c2"): [6, 4, 0, 0, 30, 5, 3, 2, 0, 0, 0, 0, 0, 0],
    ("BBB", "c1"): [4, 1, 8, 7, 5, 1, 1, 2, 1, 10, 3, 3, 4, 0],
    ("BBB", "c2"): [0, 0, 5, 9, 0, 0, 0, 0, 0, 20, 4, 2, 4, 0],
}


def sheet(codes_above: bool = False) -> Rows:
    """The sheet; older workbooks have a row of numbers above the names of industries."""
    areas = ["AAA", "AAA", "BBB", "BBB", *["AAA"] * 5, *["BBB"] * 5, "ToT"]
    codes = ["c1", "c2", "c1", "c2", *[f"F{n}" for n in range(1, 6)] * 2, ""]
    rows: Rows = [
        ["Multiregional Input-Output Table 2022"],
        ["2 economies, at current prices"],
        ["In millions of US$"],
        [],
    ]
    if codes_above:
        rows.append(["", "", "", "", *[f"{n:04}" for n in range(1, 16)]])
    rows.append(["", "", "", "", *NAMES, *NAMES, *["Final use"] * 10, "TOTAL"])
    rows += [["", "", "", "", *areas], ["", "", "", "", *codes]]
    for number, ((area, code), sold) in enumerate(SALES.items()):
        rows.append(["", NAMES[number % 2], area, code, *sold, sum(sold)])
    rows.append(["", "Taxes less subsidies on products", "TOT", "r99", 1, 1, 1, 1, *[0] * 11])
    rows.append(["", "Value added at basic prices", "TOT", "r64", 9, 9, 9, 9, *[0] * 11])
    return rows


def write_csv(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "ADB MRIO 2022"
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    book.create_sheet("Legend").append(["AAA", "Alpha"])
    book.save(path)
    return path


@pytest.mark.parametrize("codes_above", [False, True])
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_adb_reads_the_workbook_and_its_csv(tmp_path: Path, write: object, codes_above: bool) -> None:
    name = "ADB-MRIO-2022.xlsx" if write is write_xlsx else "ADB-MRIO-2022.csv"
    file = write(tmp_path / name, sheet(codes_above))  # type: ignore[operator]
    base = import_adb(file, theta=5.0, year=2022)
    assert base.regions == ("AAA", "BBB") and base.sectors == ("c1", "c2")
    # BBB buys from AAA's farms: 2 + 3 for its industries, 14 for final uses; at home AAA sells 10 + 5 + 24.
    assert base.arrays["trade"][1, 0, 0] == 19 and base.arrays["trade"][0, 0, 0] == 39
    assert base.arrays["io_coef"][0, 0, 0] == pytest.approx(14 / sum(SALES["AAA", "c1"]))
    rules = {item.rule: item for item in base.adjustments}
    assert rules["taxes_on_products_in_value_added"].amount == 4
    assert rules["negative_final_uses_netted"].cells == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[:4], "not a table in the layout of the ADB"),
        (lambda rows: [[*row[:-1], 999] if row[3:4] == ["c2"] else row for row in rows], "do not sum to its output"),
        (lambda rows: [row for row in rows if row[2:4] != ["BBB", "c2"]], "a column and no row"),
        (lambda rows: [*rows, rows[7]], "a row occurs twice"),
        (
            lambda rows: [["", "x", "CCC", "c1", *row[4:]] if row[2:4] == ["BBB", "c1"] else row for row in rows],
            "CCC c1",
        ),
        (lambda rows: [[*row[:4], "n.a.", *row[5:]] if row[2:4] == ["BBB", "c1"] else row for row in rows], "row 10"),
    ],
)
def test_adb_refuses_by_row(tmp_path: Path, change: object, said: str) -> None:
    file = write_csv(tmp_path / "table.csv", change(sheet()))  # type: ignore[operator]
    with pytest.raises(DataError) as caught:
        import_adb(file, theta=5.0)
    assert said in str(caught.value) and "table.csv" in str(caught.value)


def test_adb_refuses_damaged_and_other_workbooks(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "table.xlsx", sheet())
    (tmp_path / "cut.xlsx").write_bytes(file.read_bytes()[:-400])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "b")
    for name in ("cut.xlsx", "other.zip"):
        with pytest.raises(DataError, match=name.replace(".", r"\.")):
            import_adb(tmp_path / name, theta=5.0)


@pytest.mark.system(16)
def test_a_downloaded_workbook_becomes_a_base_that_solves(tmp_path: Path) -> None:
    """The door: import, check and run a scenario on the base."""
    file, out = write_xlsx(tmp_path / "ADB-MRIO-2022.xlsx", sheet()), tmp_path / "adb"

    def henequen(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from henequen.cli import main; main()", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
        )

    words = ("scenario", "base", "import", "adb", file, "--theta", 5, "--year", 2022, "--out", out)
    done = henequen(*words, "--licence", "as the publisher states it")
    assert done.returncode == 0 and (out / "base.json").is_file(), done.stderr
    spec = tmp_path / "s.toml"
    spec.write_text(
        'title = "Costs between the two fall"\nmodel = "caliendo_parro"\n[baseline]\ntariffs = "none"\n[counterfactual]\n'
        'tariffs = "none"\n[[counterfactual.change]]\namong = ["AAA", "BBB"]\nsectors = "all"\niceberg = 0.95\n',
        encoding="utf-8",
    )
    ran = henequen("scenario", "run", spec, "--base", out, "--out", tmp_path / "result")
    assert ran.returncode in (0, 3), ran.stderr
    assert json.loads((tmp_path / "result" / "diagnostics.json").read_text(encoding="utf-8"))["converged"] is True
