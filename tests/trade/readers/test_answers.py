"""Answers in JSON: what says two things at once, and pages that are not all there is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.model.errors import DataError
from henequen.trade.readers.answers import answers_to_parquet

ROW = '{"cmdCode": "010121", "primaryValue": 1}'


def taken(folder: Path, text: str) -> int:
    path, out = folder / "answer.json", folder / "answer.parquet"
    path.write_text(text)
    answers_to_parquet(path, out)
    return int(duckdb.execute(f"select count(*) from '{out}'").fetchall()[0][0])


@pytest.mark.parametrize(
    ("text", "where", "key"),
    [
        (f'{{"data": [{ROW}, {{"primaryValue": 1, "cmdCode": "1", "primaryValue": 2}}]}}', "answer.json, record 2", "primaryValue"),
        (f'[{{"data": [{ROW}]}}, {{"data": [{{"a": 1, "a": 1}}]}}]', "answer.json, record 2", "a"),
        (f'{{"data": [{ROW}], "data": []}}', "answer.json", "data"),
        (f'{{"data": [{ROW}], "page": {{"total": 2, "total": 1}}}}', "answer.json", "total"),
    ],
)  # fmt: skip
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, text: str, where: str, key: str) -> None:
    with pytest.raises(DataError, match="has one key twice") as caught:
        taken(tmp_path, text)
    assert (caught.value.where, caught.value.found) == (where, key)


def page(rows: int, total: object, offset: int = 0) -> dict[str, Any]:
    return {"data": [json.loads(ROW)] * rows, "page": {"limit": 0, "offset": offset, "total": total}}


def test_a_page_of_more_rows_is_not_whole(tmp_path: Path) -> None:
    for answer in (page(2, 3), [page(2, 5), page(2, 5, 2)]):
        with pytest.raises(DataError, match="not whole") as caught:
            taken(tmp_path, json.dumps(answer))
        assert "its own total" in str(caught.value.expected)


def test_all_pages_together_are_whole(tmp_path: Path) -> None:
    assert taken(tmp_path, json.dumps([page(2, 3), page(1, 3, 2)])) == 3
    assert taken(tmp_path, json.dumps(page(2, 2))) == 2
    assert taken(tmp_path, json.dumps([page(2, None), page(1, True), {"data": [{"a": 1}], "page": 1}])) == 4
