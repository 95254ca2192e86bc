"""`henequen suppliers`: DENUE-like and KOTRA-like registers, the pack's own plants, gaps, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

MAKERS = """ID,Nombre de la Unidad Económica,Código de la clase de actividad SCIAN,Descripcion estrato personal ocupado,Municipio,\
Número de teléfono,Correo electrónico,Latitud,Longitud
1,Estampados Uno,336370,51 a 100 personas,Apodaca,8180000000,a@example.org,25.78,-100.18
2,Plásticos Dos,326199,251 y más personas,Escobedo,8180000001,b@example.org,25.80,-100.32
3,Restaurante Tres,722511,0 a 5 personas,Apodaca,8180000002,c@example.org,25.78,-100.18
4,Autopartes Lejos,336390,251 y más personas,Tijuana,8180000003,d@example.org,32.50,-117.00
"""
PLANTS = """현지법인명,모기업명,도시,업종코드,HS코드,위도,경도,담당자,전화
Planta Norte,모기업,Pesquería,303,870829;392690,25.77,-100.05,홍길동,02-000
Planta Norte,모기업,Pesquería,303,252329,25.77,-100.05,홍길동,02-000
"""


@pytest.fixture
def registers(tmp_path: Path) -> tuple[Path, Path]:
    makers, plants = tmp_path / "denue.csv", tmp_path / "kotra.csv"
    makers.write_text(MAKERS, encoding="cp1252")
    plants.write_text(PLANTS, encoding="utf-8")
    return plants, makers


DATES = ("--makers-date", "2025-11", "--plants-date", "2025", "--today", "2026-11-30")


@pytest.mark.system(58)
@pytest.mark.system(66)
def test_suppliers_pairs_needs_with_makers_and_lists_gaps(run: Run, registers: tuple[Path, Path]) -> None:
    plants, makers = registers
    answer = run("suppliers", "--plants", plants, "--makers", makers, *DATES, "--json")
    rows = answer.objects
    plant = next(r for r in rows if r["row"] == "plant")
    by_need = {o["need"]: o for o in plant["offers"]}
    assert by_need["870829"]["maker"]["name"] == "Estampados Uno" and by_need["870829"]["km"] == 13
    assert by_need["392690"]["maker"]["name"] == "Plásticos Dos"
    assert all(o["points"] == sum(o["parts"].values()) for o in plant["offers"])
    assert [(g["need"], g["why"]) for g in rows if g["row"] == "gap"] == [("252329", "no_maker")]
    assert answer.code == 3


def test_suppliers_reads_no_personal_data(run: Run, registers: tuple[Path, Path]) -> None:
    plants, makers = registers
    answer = run("suppliers", "--plants", plants, "--makers", makers, *DATES)
    assert "personal data were not read: numero_de_telefono, correo_electronico" in answer.out
    assert "8180000000" not in answer.out and "홍길동" not in answer.out and "example.org" not in answer.out


@pytest.mark.system(58)
def test_suppliers_answers_for_the_plants_of_the_pack(run: Run, registers: tuple[Path, Path]) -> None:
    answer = run("suppliers", "--makers", registers[1], "--place", "MX-NLE", *DATES[:2], *DATES[4:], "--lang", "es")
    assert "Kia Pesquería, MX-NLE/pesqueria, industria 3410" in answer.out
    assert "Plásticos Dos" in answer.out and "Sin proveedor: kia-pesqueria" in answer.out


@pytest.mark.parametrize(
    ("change", "words", "said"),
    [
        (("", ""), ("--makers-date", "2022-01", "--plants-date", "2025"), "register of makers is too old"),
        (("", ""), ("--plants-date", "2025"), "register of makers has no date"),
        (("", ""), ("--makers-date", "2027-01", "--plants-date", "2025"), "not a date of the past"),
        (("SCIAN", "algo"), DATES, "lacks columns"),
        (("336370", "abc"), DATES, ""),
        (("25.78,-100.18", "-100.18,25.78"), DATES, "the coordinates are swapped"),
    ],
)
def test_suppliers_refuses_with_what_to_do(
    run: Run, registers: tuple[Path, Path], change: tuple[str, str], words: tuple[str, ...], said: str
) -> None:
    plants, makers = registers
    makers.write_text(MAKERS.replace(*change) if change[0] else MAKERS, encoding="utf-8")
    answer = run("suppliers", "--plants", plants, "--makers", makers, *words, "--today", "2026-11-30")
    assert answer.code == (1 if said else 3)
    assert said in answer.err


def test_suppliers_takes_a_mapping_and_refuses_personal_columns(run: Run, tmp_path: Path) -> None:
    makers, plants, mapping = tmp_path / "m.csv", tmp_path / "p.csv", tmp_path / "map.toml"
    makers.write_text("firm;branch\nAlpha;2520\n", encoding="utf-8")
    plants.write_text("id,name,hs\n1,Plant,3926\n", encoding="utf-8")
    columns = (
        '[makers]\nscheme = "isic3"\nregister_date = "2025-01"\n[makers.columns]\nname = "firm"\nindustry = "branch"\n'
    )
    mapping.write_text(columns, encoding="utf-8")
    words = ("suppliers", "--plants", plants, "--makers", makers, "--mapping", mapping)
    answer = run(*words, "--plants-date", "2025-02", "--today", "2026-11-30", "--json")
    offer = answer.objects[0]["offers"][0]
    assert answer.code == 0 and offer["maker"]["name"] == "Alpha" and offer["km"] is None
    assert offer["reasons"]["distance"] is None and offer["parts"]["distance"] == 0
    mapping.write_text(columns + 'id = "Phone of owner"\n', encoding="utf-8")
    refused = run(*words, "--plants-date", "2025-02")
    assert refused.code == 1 and "personal data" in refused.err


def test_suppliers_knows_plain_headers_and_codes_of_six_digits(run: Run, tmp_path: Path) -> None:
    makers = tmp_path / "makers.csv"
    head, row = "name,industry_code,lat,lon,place,employees\n", "Partes del Norte,336390,25.5,-100.9,Saltillo,300\n"
    makers.write_text(head + row, encoding="utf-8")
    answer = run("suppliers", "--makers", makers, *DATES[:2], *DATES[4:], "--place", "MX-NLE", "--json")
    plant = next(r for r in answer.objects if r["row"] == "plant")
    assert "Partes del Norte" in {offer["maker"]["name"] for offer in plant["offers"]}
    makers.write_text(head + row.replace("25.5,-100.9", "-77.04,-12.05"), encoding="utf-8")
    swapped = run("suppliers", "--makers", makers, *DATES[:2], *DATES[4:])
    assert swapped.code == 1 and "the coordinates are swapped" in swapped.err and "makers.csv:2" in swapped.err
