"""Rules of every reader of bases, run over all of them: content first, no key twice, no empty number, the file named."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pytest

from henequen.model.errors import DataError
from henequen.scenarios.bases import Base, load_base, save_base
from henequen.scenarios.bases.cp2015 import import_cp2015
from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.bases.icio import import_icio
from henequen.scenarios.bases.lines import read_lines
from henequen.scenarios.bases.long import import_long, read_theta
from henequen.scenarios.bases.tariffs import add_tariffs
from henequen.scenarios.bases.wiod import import_wiod
from henequen.scenarios.bases.world_lines import read_world_lines
from henequen.scenarios.tariffs.from_lines import add_tariff_lines

TRADE = "importer,exporter,sector,value,tariff\nA,A,s,90,0\nA,B,s,10,0.1\nB,A,s,20,0.05\nB,B,s,80,0\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Two regions, one sector."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "trade.csv").write_text(TRADE, encoding="utf-8")
    return import_long(folder, theta=5.0)


@dataclass(frozen=True)
class Reader:
    """One reader: the file that it takes, a valid text of it, how to read it; `key` is false where a key has no row."""

    name: str
    file: str
    text: str
    read: Callable[[Path, Base], object]
    numbers: tuple[str, ...]
    needs: str = ""


def _folder(path: Path, _base: Base) -> object:
    return import_long(path.parent, theta=None if path.name == "theta.csv" else 5.0)


WIDE = "V1,A_s,B_s,A_HFCE,B_HFCE,OUT\nA_s,10,5,80,5,100\nB_s,5,10,5,80,100\nVALU,85,85,0,0,0\nOUT,100,100,0,0,0\n"
WIOD = "IndustryCode,Country,RNr,AAA1,BBB1,AAA57,BBB57,TOT\ns,AAA,1,10,5,80,5,100\ns,BBB,1,5,10,5,80,100\nTXSP,TOT,2,1,1,0,0,2\n"
READERS = [
    Reader("long", "trade.csv", TRADE, _folder, ("90", "10", "0.1")),
    Reader("output", "output.csv", "region,sector,output\nA,s,110\nB,s,90\n", _folder, ("110",), TRADE),
    Reader("inputs", "inputs.csv", "region,input,sector,share\nA,s,s,0.2\nB,s,s,0.3\n", _folder, ("0.2",), TRADE),
    Reader("value_added", "value_added.csv", "region,sector,share\nA,s,1.0\nB,s,1.00\n", _folder, ("1.0\n",), TRADE),
    Reader("theta", "theta.csv", "sector,theta\ns,5\n", lambda p, b: read_theta(p), ("5",)),
    Reader("icio", "i.csv", WIDE, lambda p, b: import_icio(p, theta=5.0), ("85", "80")),
    Reader("wiod", "w.csv", WIOD, lambda p, b: import_wiod(p, theta=5.0, industries=56), ("80", "10")),
    Reader(
        "gravity",
        "g.csv",
        "exporter,importer,trade,dist\nA,A,90,1\nA,B,20,9\nB,A,10,9\nB,B,80,1\n",
        lambda p, b: import_gravity(p),
        ("90", "10"),
    ),
    Reader(
        "tariffs",
        "t.csv",
        "importer,exporter,sector,rate\nA,B,s,5\nB,A,s,3\n",
        lambda p, b: add_tariffs(b, p, "t"),
        ("5",),
    ),
    Reader(
        "tariff lines",
        "l.csv",
        "importer,exporter,line,sector,rate,value\nA,B,0101,s,5,100\nA,B,0102,s,3,77\n",
        lambda p, b: add_tariff_lines(b, p, "t"),
        ("5", "77"),
    ),
    Reader(
        "SMART lines",
        "s.csv",
        "product,supplier,value,tariff_before,tariff_after\n01,A,100,0.2,0\n01,B,50,0.3,0.1\n",
        lambda p, b: read_lines(p),
        ("100", "0.2", "0.1"),
    ),
    Reader(
        "GSIM lines",
        "w2.csv",
        "product,importer,exporter,value,tariff_before,tariff_after\n01,A,B,100,0.2,0\n01,B,A,50,0.3,0.1\n",
        lambda p, b: read_world_lines(p, demand=-1.0, substitution=2.0, supply=1.5),
        ("100", "0.2", "0.1"),
    ),
]
ALL = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)


def _put(reader: Reader, folder: Path, content: str | bytes) -> Path:
    if reader.needs:
        (folder / "trade.csv").write_text(reader.needs, encoding="utf-8")
    path = folder / reader.file
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@ALL
def test_reader_takes_its_valid_table(reader: Reader, base: Base, tmp_path: Path) -> None:
    reader.read(_put(reader, tmp_path, reader.text), base)


@ALL
def test_reader_refuses_a_key_twice_with_both_rows(reader: Reader, base: Base, tmp_path: Path) -> None:
    lines = reader.text.splitlines()
    second = (
        lines[1].rsplit(",", 1)[0] + "," + lines[1].rsplit(",", 1)[1].replace("0", "00")
    )  # another value or the same
    path = _put(reader, tmp_path, "\n".join([*lines, second]) + "\n")
    with pytest.raises(DataError, match="twice") as caught:
        reader.read(path, base)
    where = str(caught.value.where)
    assert str(path) in where
    assert "rows 1 and" in where, where


@ALL
def test_reader_never_reads_an_empty_number_as_zero(reader: Reader, base: Base, tmp_path: Path) -> None:
    for number in reader.numbers:
        end = "\n" if number.endswith("\n") else ""
        text = reader.text.replace(f",{number}", f",{end}", 1)
        assert text != reader.text
        path = _put(reader, tmp_path, text)
        with pytest.raises(DataError) as caught:
            reader.read(path, base)
        assert str(path) in str(caught.value.where), number


def _workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("trade.csv", TRADE)
    return buffer.getvalue()


FOREIGN = {
    "workbook": _workbook(),
    "archive": _archive(),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff",
    "tar": b"trade.csv".ljust(257, b"\0") + b"ustar\x0000".ljust(300, b"\0"),
    "page": b"<!DOCTYPE html><html><body>404</body></html>",
    "pdf": b"%PDF-1.7\n",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "truncated Parquet": b"PAR1" + b"\0" * 100,
    "lying Parquet": b"PAR1" + b"\0" * 100 + (10**9).to_bytes(4, "little") + b"PAR1",
    "NUL bytes": b"a,b\n\0\0\0,1\n",
    "UTF-16": "importer,exporter\nA,B\n".encode("utf-16"),
    "Latin letters": "importer,exporter,sector,value\nM\xe9,B,s,1\n".encode("latin-1"),
    "empty": b"",
    "a long line": b"a," * 3_000_000,
    "a quote that never ends": b'importer,exporter\n"' + b"x\n" * 200_000,
    "JSON": b'{"a": 1}',
}


@ALL
@pytest.mark.parametrize("kind", FOREIGN)
def test_reader_looks_at_the_content_and_names_the_file(kind: str, reader: Reader, base: Base, tmp_path: Path) -> None:
    path = _put(reader, tmp_path, FOREIGN[kind])
    with pytest.raises(DataError) as caught:
        reader.read(path, base)
    assert str(path) in str(caught.value.where)
    assert len(str(caught.value)) < 1_500


def test_parquet_of_too_many_rows_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "many.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT 'A' AS importer, 1 AS value FROM range(7000000)) TO '{path}' (FORMAT parquet)"
        )
    with pytest.raises(DataError, match="too large"):
        import_long(path)


def test_parquet_and_csv_give_the_same_base(base: Base, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TRADE, encoding="utf-8")
    path = tmp_path / "trade.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{tmp_path / 't.csv'}')) TO '{path}' (FORMAT parquet)")
    (tmp_path / "t.csv").unlink()
    assert import_long(tmp_path, theta=5.0).digest() == base.digest()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"\xff" * 300, b"\x93NUMPY\x01\x00"]
)
def test_replication_file_that_is_damaged_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "cp2015_base1993.npz").write_bytes(content)
    with pytest.raises(DataError, match="cp2015_base1993"):
        import_cp2015(tmp_path)


def test_base_folder_with_a_changed_or_foreign_part_is_refused_by_name(base: Base, tmp_path: Path) -> None:
    save_base(base, tmp_path / "b")
    (tmp_path / "b" / "trade.npy").write_bytes(b"\x80\x04pickle")
    with pytest.raises(DataError, match=r"trade\.npy"):
        load_base(tmp_path / "b")
    (tmp_path / "b" / "base.json").write_text(json.dumps({"format": 1, "kind": []}), encoding="utf-8")
    with pytest.raises(DataError, match=r"base\.json"):
        load_base(tmp_path / "b")


def test_base_carries_a_description_that_is_read_again(base: Base, tmp_path: Path) -> None:
    (tmp_path / "trade.csv").write_text(TRADE, encoding="utf-8")
    (tmp_path / "regions.csv").write_text("code,name\nA,Alpha\nB,Beta\n", encoding="utf-8")
    (tmp_path / "base.toml").write_text(
        'source = "Office of Tables, 2020"\nlicence = "CC BY 4.0"\ncurrency = "million US dollars"\nyear = 2020\nduties_year = 2021\n',
        encoding="utf-8",
    )
    made = import_long(tmp_path, theta=5.0)
    save_base(made, tmp_path / "b")
    text = (tmp_path / "b" / "base.toml").read_text(encoding="utf-8")
    for part in ("Office of Tables", "CC BY 4.0", "million US dollars", "year = 2020", '"2021"', '"A" = "Alpha"'):
        assert part in text
    again = load_base(tmp_path / "b")
    assert (again.about.licence, again.about.duties_year, again.year) == ("CC BY 4.0", "2021", 2020)
    (tmp_path / "base.toml").write_text("licence = 4\n", encoding="utf-8")
    with pytest.raises(DataError, match="licence"):
        import_long(tmp_path, theta=5.0)


def test_tariffs_choose_the_applied_rate_whatever_the_order_of_rows(base: Base, tmp_path: Path) -> None:
    rows = ["A,B,s,BND,35", "A,B,s,AHS,5", "A,B,s,MFN,20", "B,A,s,MFN,9", "B,A,s,PRF,2"]
    for number, order in enumerate((rows, rows[::-1])):
        path = tmp_path / f"{number}.csv"
        path.write_text(
            "Reporter,Partner,Product,DutyType,Simple Average\n" + "\n".join(order) + "\n", encoding="utf-8"
        )
        made = add_tariffs(base, path, "t")
        assert made.tariffs("t")[0, 1, 0] == pytest.approx(0.05)
        assert made.tariffs("t")[1, 0, 0] == pytest.approx(0.02)
        note = next(item for item in made.adjustments if item.rule == "tariff_t_duty_type_chosen")
        assert note.where == ("AHS in 1 cell(s)", "PRF in 1 cell(s)")
    path.write_text("Reporter,Partner,Product,DutyType,AHS\nA,B,s,BND,35\n", encoding="utf-8")
    with pytest.raises(DataError, match="ceiling"):
        add_tariffs(base, path, "t")


def test_rates_in_the_other_unit_get_a_note_with_the_figure(base: Base, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("importer,exporter,sector,rate\nA,B,s,0.05\nB,A,s,0.2\n", encoding="utf-8")
    notes = [item for item in add_tariffs(base, path, "t").adjustments if item.rule == "rates_look_like_fractions"]
    assert "0.2 %" in notes[0].where[0]
    path.write_text("product,supplier,value,tariff_before,tariff_after\n1,A,5,9,0\n1,B,5,5,5\n", encoding="utf-8")
    assert {item.rule for item in read_lines(path).notes} == {"rates_look_like_percentages"}


def test_wide_table_with_split_areas_says_how_to_join_them(tmp_path: Path) -> None:
    path = tmp_path / "i.csv"
    path.write_text(WIDE.replace("A_", "XX1_").replace("B_", "XX2_"), encoding="utf-8")
    note = next(item for item in import_icio(path, theta=5.0).adjustments if item.rule == "areas_split")
    assert "--merge XX1=CODE --merge XX2=CODE" in note.where[0]
    joined = import_icio(path, theta=5.0, merge={"XX2": "XX1"})
    assert joined.regions == ("XX1",) and np.isclose(joined.arrays["trade"].sum(), 200)


def test_final_demand_of_the_whole_beside_its_parts_says_how_to_join_them(tmp_path: Path) -> None:
    """The extended tables of the OECD: industries of MX1 and MX2, final demand of MEX."""
    path = tmp_path / "i.csv"
    text = WIDE.replace("A_", "XX1_").replace("B_", "XX2_")
    head, _, rest = text.partition("\n")
    final = [name for name in head.split(",") if name.endswith("_HFCE")]
    path.write_text(head.replace(final[0], "XXX_HFCE") + "\n" + rest, encoding="utf-8")
    with pytest.raises(DataError) as refused:
        import_icio(path, theta=5.0)
    assert "--merge XX1=CODE --merge XX2=CODE" in str(refused.value)
