"""Tables of numbered commitments, next to matrices of responsibility: the number of a row is no issue."""

from __future__ import annotations

from pathlib import Path

from henequen.reading.read import read_file

TABLE = """# Plan de acción Perú - Portugal

| N.º | Compromiso | Responsable | Plazo | Situación |
|---|---|---|---|---|
| 1 | Instalar dos estaciones de medición en Arequipa | Perú y Portugal | 30 de junio de 2025 | En curso |
| 2 | Entregar el estudio de corrientes marinas | Portugal | diciembre de 2024 | Cumplido |
"""

MATRIX = """# Plan de acción Perú - Portugal

| N.º | Tema | Perú | Portugal |
|---|---|---|---|
| 1 | Pesca | Ministerio de la Producción | Ministério da Agricultura e do Mar |
| 2 | Turismo | Ministerio de Comercio Exterior y Turismo | Turismo de Portugal |
"""


def test_read_numbered_commitments_are_commitments_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(TABLE, encoding="utf-8")
    found = [p for p in read_file(path).proposals if p.kind in ("commitment", "responsibility")]
    assert [(p.kind, p.fields.get("number"), p.fields.get("owner_countries")) for p in found] == [
        ("commitment", "1", ["PER", "PRT"]),
        ("commitment", "2", ["PRT"]),
    ]
    deadline = found[0].fields["deadline"]
    assert isinstance(deadline, dict) and deadline["value"] == "2025-06-30"


def test_read_matrix_with_numbered_rows_takes_the_issue_from_its_own_column(tmp_path: Path) -> None:
    path = tmp_path / "matriz.md"
    path.write_text(MATRIX, encoding="utf-8")
    found = [p.fields for p in read_file(path).proposals if p.kind == "responsibility"]
    assert {(f["issue"], f["country"]) for f in found} == {
        (issue, country) for issue in ("Pesca", "Turismo") for country in ("PER", "PRT")
    }
