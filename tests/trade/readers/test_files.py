"""Files of every provider, and files that are damaged."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from henequen.model.errors import DataError
from henequen.trade.model.reported import ReportedFile
from henequen.trade.readers import area_kinds, area_numbers, open_reported

pytestmark = pytest.mark.process

HEADER = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"


def _rows(file: ReportedFile, *names: str) -> list[tuple[object, ...]]:
    picked = ", ".join(f'"{file.columns[name]}"' for name in names)
    return duckdb.execute(f"select {picked} from '{file.path}'").fetchall()


def _open(folder: Path, text: str | bytes, name: str = "rows.csv") -> ReportedFile:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (file,) = open_reported([path], folder / "read")
    return file


def test_recorded_answers_of_the_service(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/trade/comtrade_api"
    answer, full = open_reported(
        [folder / "sample_get_C_A_HS.json", folder / "sample_get_tha_shrimp_partners.parquet"], tmp_path
    )
    assert _rows(answer, "reporter", "partner", "product", "value")[0] == ("CHN", "32", "TOTAL", 6804128143.0)
    assert full.path.name == "sample_get_tha_shrimp_partners.parquet"  # read where it lies
    assert full.columns["partner2"] == "partner2code"
    assert _rows(full, "product", "partner")[0] == ("030613", 508)


def test_codes_keep_their_zeros_and_na_is_namibia(tmp_path: Path) -> None:
    file = _open(tmp_path, HEADER + "2019,X,NAM,NA,H5,010121,1.005\n")
    assert _rows(file, "partner", "product", "value") == [("NA", "010121", 1.005)]


def test_the_old_service(tmp_path: Path) -> None:
    file = _open(
        tmp_path,
        "Classification,Year,Period,Trade Flow,Reporter Code,Reporter ISO,Partner Code,Partner ISO,Commodity Code,"
        '"Trade Value (US$)",Netweight (kg)\nH4,2014,2014,Import,842,USA,251,FRA,090111,1000,\n',
    )
    assert _rows(file, "flow", "reporter", "partner", "product", "value") == [("M", "USA", "251", "090111", 1000.0)]


def test_baci_is_thousands_of_dollars_and_tonnes(tmp_path: Path) -> None:
    file = _open(tmp_path, "t,i,j,k,v,q\n2019,842,251,10121,3.5,0.25\n")
    assert _rows(file, "flow", "reporter", "partner", "product", "value", "net_kg") == [
        ("X", "842", "251", "010121", 3500.0, 250.0)
    ]


def test_a_mapping_file_names_what_a_portal_leaves_out(shared: Path, tmp_path: Path) -> None:
    sample = next((shared / "data/trade").glob("data*/sample_state_hs6_country_month.csv"))
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[columns]\nperiod = "Month ID"\nflow = "Flow ID"\npartner = "Country ID"\nproduct = "HS6 ID"\nvalue = "Trade Value"\n'
        '[constants]\nreporter = "XAA"\nclassification = "HS"\n[codes.product]\n7391732 = "391732"\n'
    )
    (file,) = open_reported([sample], tmp_path / "read", mapping)
    rows = _rows(file, "period", "flow", "reporter", "partner", "value")
    assert rows[0] == ("201201", "M", "XAA", "DEU", 18862.0)
    mapping.write_text("[columns]\nreporting = 'x'\n")
    with pytest.raises(DataError, match="unknown column"):
        open_reported([sample], tmp_path / "read", mapping)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("2019,X,AUS,BRA,H5,010121,1,extra\n", "line 2"),
        ("2019,X,AUS,BRA,H5,010121\n", "line 2"),
        ("2019,X,AUS,BRA,H5,010121,1\n2019,X,AUS,BRA,H5,\"010129,1\n2019,X,AUS,CHL,H5,010121,1\n", "rows.csv"),
        ("2019,X,AUS,BRA,H5,010121,1\n2019,X,AUS,B\0A,H5,010121,1\n", "line 3"),
        ("2019,X,AUS,BRA,H5,010121,twelve\n", "line 2"),
        ("2019,X,AUS,BRA,H5,010121,\"1,234\"\n", "line 2"),
    ],
)  # fmt: skip
def test_damaged_text_is_refused_with_its_line(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        _open(tmp_path, HEADER + body)
    assert words in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="UTF-8"):
        _open(tmp_path, HEADER.encode() + b"2019,X,AUS,BRA,H5,010121,1\n2019,X,\xff\xfe,BRA,H5,010121,1\n")


def test_a_flipped_byte_is_found_by_its_checksum(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    duckdb.execute(
        "copy (select '2019' as period, 'X' as \"flowCode\", 'AUS' as \"reporterISO\", 'BRA' as \"partnerISO\", "
        f"'H5' as \"classificationCode\", '010121' as \"cmdCode\", 1.0::double as \"primaryValue\") to '{path}'"
    )
    (good,) = open_reported([path], tmp_path / "read")
    path.with_name("rows.parquet.sha256").write_text(f"{good.sha256}  rows.parquet\n")
    open_reported([path], tmp_path / "read")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 0x40
    path.write_bytes(bytes(raw))
    with pytest.raises(DataError, match="checksum"):
        open_reported([path], tmp_path / "read")


def test_a_parquet_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(DataError, match="not a whole Parquet"):
        open_reported([path], tmp_path / "read")


def test_capped_and_cut_answers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not whole"):
        _open(tmp_path, '{"count": 2, "data": [{"cmdCode": "010121"}], "error": ""}', "a.json")
    with pytest.raises(DataError, match="is an error"):
        _open(tmp_path, '{"count": 0, "data": [], "error": "quota"}', "b.json")


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="mapping"):
        _open(tmp_path, "a,b\n1,2\n")


def test_every_area_of_the_service_is_known(shared: Path) -> None:
    kinds, numbers = area_kinds(), area_numbers()
    for name in ("reporter", "partner"):
        with (shared / f"data/trade/comtrade_api/ref_{name}.csv").open(encoding="utf-8") as handle:
            rows = list(csv.DictReader(handle))
        assert len(rows) > 200
        for row in rows:
            area = numbers[str(int(row["id"]))]
            letters = row["iso_3"].strip().upper()
            assert area in kinds, row
            assert numbers.get(letters, letters) in kinds, row
            assert numbers.get(letters, letters) == area or row["id"] == "636", row  # A79 stands for two
            assert (kinds[area] in ("group", "world")) == (
                (row["group"] == "True" and row["id"] != "490") or row["id"] == "0"
            ), row  # 490 is called a group there, and is one economy in practice
    with (shared / "data/trade/codes/comtrade_areas_not_specified.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if "nes" in row["PartnerDesc"] and row["PartnerCode"] not in ("490", "492"):
                assert kinds[numbers[row["PartnerCode"]]] == "unspecified"


def test_two_areas_with_the_same_letters_stay_apart(tmp_path: Path) -> None:
    head = HEADER.replace("partnerISO", "partnerISO,partnerCode")
    file = _open(tmp_path, head + "2019,X,AUS,A79,473,H5,010121,1\n2019,X,AUS,A79,636,H5,010121,2\n")
    assert _rows(file, "partner") == [("473",), ("636",)]
    assert area_numbers()["473"] != area_numbers()["636"]


def test_a_gzip_bomb_is_refused_early(tmp_path: Path) -> None:
    """A file of zeros grows a thousandfold: it is refused after some 64 MB, not after all of it."""
    import gzip

    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=6) as packed:
        for _ in range(300):
            packed.write(b"\0" * (1 << 20))
    with pytest.raises(DataError, match=r"bomb.csv.gz: the gzip file expands beyond the allowed size"):
        open_reported([path], tmp_path / "read")
    left = sum(one.stat().st_size for one in (tmp_path / "read").iterdir())
    assert left < 150 << 20
