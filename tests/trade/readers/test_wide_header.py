"""A text file with very many columns is refused by its header; the engine would take minutes over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from henequen.model.errors import DataError
from henequen.trade.readers.text import read_header, text_to_parquet


def test_a_header_with_very_many_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(50_000)) + "\n" + "1," * 49_999 + "1\n", encoding="utf-8")
    with pytest.raises(DataError, match="too many columns"):
        read_header(path)
    with pytest.raises(DataError, match="too many columns"):
        text_to_parquet(path, tmp_path / "wide.parquet", set())
