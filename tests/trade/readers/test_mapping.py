"""Mapping files: the names that they take, and files of known providers beside those that are mapped."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from henequen.model.errors import DataError
from henequen.trade.model.reported import REPORTED_COLUMNS, ReportedFile
from henequen.trade.readers import open_reported
from henequen.trade.readers.mapping import read_mapping

V1 = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n2022,X,CHL,NZL,H5,010121,100\n"
STATES = (
    "Month ID,State ID,HS6 ID,Flow ID,Country ID,Trade Value\n202201,1,1010121,1,nzl,100\n202202,2,1010121,1,nzl,20\n"
)
CUSTOMS = '기간,시도,품목,국가,금액\n2022.01,서울,010121,칠레,"1,000"\n2022.02,부산,010121,칠레,"200"\n'
MAPPING = (
    'encoding = "cp949"\ngrouping = ","\nadd = ["place", "month"]\n'
    '[columns]\nperiod = "기간"\nplace = "시도"\nproduct = "품목"\npartner = "국가"\nvalue = "금액"\n'
    '[constants]\nreporter = "NZL"\nflow = "M"\nclassification = "H5"\n[codes.partner]\n"칠레" = "CHL"\n'
)


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def customs(tmp_path: Path) -> Path:
    path = tmp_path / "customs.csv"
    path.write_text(CUSTOMS, encoding="cp949")
    return path


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def cells(file: ReportedFile) -> list[tuple[str, float]]:
    period, value = (file.columns[name] for name in ("period", "value"))
    return duckdb.execute(f'select "{period}", sum("{value}") from \'{file.path}\' group by 1').fetchall()


@pytest.mark.parametrize("first", [True, False])
def test_files_of_a_known_provider_stand_beside_mapped_ones(
    tmp_path: Path, mapping: Path, customs: Path, first: bool
) -> None:
    known = written(tmp_path / "known.csv", V1)
    files = open_reported([known, customs] if first else [customs, known], tmp_path / "read", mapping)
    assert {file.name: cells(file) for file in files} == {
        "known.csv": [("2022", 100.0)], "customs.csv": [("2022", 1200.0)]}  # fmt: skip


def test_parts_of_the_mapping_are_added_up_in_its_files_alone(tmp_path: Path, mapping: Path, customs: Path) -> None:
    states = written(tmp_path / "states.csv", STATES)
    with pytest.raises(DataError, match="parts by place") as caught:
        open_reported([states, customs], tmp_path / "read", mapping)
    assert caught.value.where == "states.csv"
    files = open_reported([states, customs], tmp_path / "again", mapping, ["place", "month"])
    assert [cells(file) for file in files] == [[("2022", 120.0)], [("2022", 1200.0)]]


def test_a_file_that_is_neither_is_told_what_it_lacks_of_both(tmp_path: Path, mapping: Path, customs: Path) -> None:
    other = written(tmp_path / "other.csv", V1.replace("flowCode", "way"))
    with pytest.raises(DataError, match="lacks mapped columns") as caught:
        open_reported([customs, other], tmp_path / "read", mapping)
    assert caught.value.where == "other.csv"
    assert "국가" in str(caught.value.expected)
    assert "those of comtrade; lacking flowCode" in str(caught.value.expected)


def test_a_mapping_that_no_file_has_the_columns_of_is_refused(tmp_path: Path, mapping: Path) -> None:
    known = written(tmp_path / "known.csv", V1)
    with pytest.raises(DataError, match="lacks mapped columns") as caught:
        open_reported([known], tmp_path / "read", mapping)
    assert "국가" in str(caught.value.expected)


def test_a_file_in_another_encoding_than_the_mapping_says_is_told_so(tmp_path: Path, mapping: Path) -> None:
    utf8 = written(tmp_path / "customs.csv", CUSTOMS)
    with pytest.raises(DataError, match=r"lacks mapped|not cp949"):
        open_reported([utf8, written(tmp_path / "known.csv", V1)], tmp_path / "read", mapping)


def test_a_mistyped_name_is_told_all_that_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    text = '[columns]\nperiod = "a"\n[constants]\nvalue_multiplyer = "1000"\n'
    path.write_text(text)
    with pytest.raises(DataError, match="unknown column name") as caught:
        read_mapping(path)
    told = str(caught.value.expected).split(", ")
    assert {*REPORTED_COLUMNS, "place", "value_multiplier", "weight_multiplier"} == set(told)
    assert caught.value.where == "map.toml, [constants]"
    path.write_text('[columns]\nperoid = "a"\n')
    with pytest.raises(DataError, match="unknown column name") as caught:
        read_mapping(path)
    assert str(caught.value.expected).endswith("[columns.X], [columns.M]")
