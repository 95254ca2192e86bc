"""Tables of many kinds, written for these tests: every figure comes out with measure, sides, product, period and unit.

`documents/` holds each table as a file (workbooks and Word documents as JSON) and its figures in `NAME.values`, one per
line: measure/component, reporter>partner@subdivision, product, period, amount (`x` if it is missing), unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from made_documents import bytes_of

from henequen.reading.read import read_file

HERE = Path(__file__).parent / "documents"
NAMES = sorted(path.name.removesuffix(".values") for path in HERE.glob("*.values"))


def line_of(fields: Mapping[str, object]) -> str:
    """An observation on one line, as in the files of values."""
    measure = str(fields["measure"]) + (f"/{fields['component']}" if fields.get("component") else "")
    sides = f"{fields.get('reporter', '?')}>{fields.get('partner', '?')}"
    place = f"@{fields['subdivision']}" if fields.get("subdivision") else ""
    amount = "x"
    if not fields.get("missing"):
        product = Decimal(str(fields["value"])) * Decimal(str(fields.get("multiplier", 1)))
        amount = format(product.normalize(), "f")
    rest = (fields.get("product", "-"), fields.get("period", "-"), amount, fields.get("unit", "-"))
    return " ".join([measure, sides + place, *map(str, rest)])


@pytest.mark.parametrize("name", NAMES)
def test_read_gives_every_figure_of_the_table(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes_of(HERE, name))
    found = read_file(path)
    lines = sorted(line_of(p.fields) for p in found.proposals if p.kind == "observation")
    assert lines == (HERE / f"{name}.values").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("colombia_turquia.html", "contribución"),
        ("uae_ethiopia_air.html", "load factor"),
        ("fiji_remit.txt", "per capita"),
    ],
)
def test_read_counts_why_a_quantity_is_left_out(tmp_path: Path, name: str, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes_of(HERE, name))
    assert any(f'"{word}" names a quantity that is not read' in str(reason) for reason in read_file(path).left_out)


def test_read_leaves_out_a_scale_without_a_known_unit(tmp_path: Path) -> None:
    path = tmp_path / "taka.csv"
    path.write_text("Bangladesh: exports to Bhutan (Tk lakh)\nYear,Exports\n2022,110\n2023,134\n", encoding="utf-8")
    found = read_file(path)
    assert not [proposal for proposal in found.proposals if proposal.kind == "observation"]
    assert any("scale has no unit" in str(reason) for reason in found.left_out)
