"""Every importer on a tiny file in its provider's format, worked by hand; and what each refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from henequen.model.errors import DataError
from henequen.scenarios.bases import load_base, save_base
from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.bases.icio import import_icio
from henequen.scenarios.bases.long import import_long
from henequen.scenarios.bases.tariffs import add_tariffs
from henequen.scenarios.bases.wiod import import_wiod

# Two areas, two industries. AAA_G sells 10+5 at home to industries, 2+3 to BBB's, 30 and 8 to final demand: 58.
ICIO = """V1,AAA_G,AAA_S,BBB_G,BBB_S,AAA_HFCE,AAA_INVNT,BBB_HFCE,BBB_INVNT,OUT
AAA_G,10,5,2,3,30,-4,12,0,58
AAA_S,6,4,0,0,40,0,0,0,50
BBB_G,4,1,8,7,10,0,20,-60,-10
BBB_S,0,0,5,9,0,0,30,0,44
TLS,1,1,1,1,2,0,2,0,8
VA,37,39,-26,24,0,0,0,0,74
OUT,58,50,-10,44,82,-4,64,-60,0
"""


def test_icio_counts_what_it_clips(tmp_path: Path) -> None:
    file = tmp_path / "2018_SML.csv"
    file.write_text(
        ICIO.replace("-60,-10", "0,50").replace("-26", "34").replace("-10,44,82,-4,64,-60", "50,44,82,-4,64,0")
    )
    base = import_icio(file, theta=5.0, year=2018)
    assert base.regions == ("AAA", "BBB") and base.sectors == ("G", "S")
    # BBB buys from AAA in G: 2 + 3 + 12; home sales of AAA in G: 10 + 5 + 30 - 4.
    assert base.arrays["trade"][1, 0, 0] == 17 and base.arrays["trade"][0, 0, 0] == 41
    # Inputs of G per unit of AAA_G: (10 + 4) / 58; value added is the rest, taxes included.
    assert base.arrays["io_coef"][0, 0, 0] == pytest.approx(14 / 58)
    assert base.arrays["va_share"][0, 0] == pytest.approx(38 / 58)
    rules = {item.rule: item for item in base.adjustments}
    assert rules["taxes_on_products_in_value_added"].amount == 4
    assert rules["negative_final_uses_netted"].cells == 1


def test_icio_refuses_uses_that_are_not_the_output(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(ICIO.replace("30,-4,12,0,58", "30,-4,12,0,99"))
    with pytest.raises(DataError, match=r"AAA_G[\s\S]*found: +58[\s\S]*expected: 99"):
        import_icio(file, theta=5.0)


def test_icio_merges_split_areas(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    good = ICIO.replace("-60,-10", "0,50").replace("-26", "34").replace("-10,44,82,-4,64,-60", "50,44,82,-4,64,0")
    file.write_text(good.replace("BBB", "B1").replace("AAA", "B2"))
    with pytest.raises(DataError):  # one region alone trades with nobody, but it is a base
        import_icio(file, theta=-1.0, merge={"B1": "B", "B2": "B"})
    base = import_icio(file, theta=4.0, merge={"B1": "B", "B2": "B"})
    assert base.regions == ("B",) and base.arrays["trade"][0, 0, 0] == pytest.approx(58 + 50)


WIOD = """IndustryCode,IndustryDescription,Country,RNr,Year,AAA1,AAA2,AAA57,BBB1,BBB2,BBB57,TOT
G,Goods,AAA,1,2014,10,5,26,2,3,12,58
S,Services,AAA,2,2014,6,4,40,0,0,0,50
G,Goods,BBB,1,2014,4,1,10,8,7,20,50
S,Services,BBB,2,2014,0,0,0,5,9,30,44
TXSP,taxes,TOT,66,2014,1,1,2,1,1,2,8
VA,value added,TOT,70,2014,37,39,0,34,24,0,134
GO,output,TOT,73,2014,58,50,0,50,44,0,202
"""


def test_wiod_has_the_same_numbers_in_its_own_layout(tmp_path: Path) -> None:
    file = tmp_path / "WIOT2014.csv"
    file.write_text(WIOD)
    base = import_wiod(file, theta=5.0, year=2014)
    assert base.arrays["trade"][1, 0, 0] == 17 and base.arrays["trade"][0, 0, 0] == 41
    assert base.arrays["io_coef"][0, 0, 0] == pytest.approx(14 / 58)


def _long(folder: Path, trade: str) -> Path:
    (folder / "trade.csv").write_text(trade)
    (folder / "theta.csv").write_text("sector,theta\nwine,4\ncloth,6\n")
    return folder


LONG = """importer,exporter,sector,value,tariff,tariff_2030
A,A,wine,50,,
A,B,wine,10,0.1,0.0
B,B,wine,60,,
B,A,wine,5,0.2,0.1
A,A,cloth,70,,
A,B,cloth,5,0.05,0.05
B,B,cloth,40,,
B,A,cloth,9,0.0,0.0
"""


def test_long_table_with_two_tariff_sets(tmp_path: Path) -> None:
    base = import_long(_long(tmp_path, LONG))
    assert base.tariff_sets() == ["data", "2030"] and base.data_tariffs == "data"
    assert base.tariffs("data")[1, 0, 0] == 0.2 and base.tariffs("2030")[1, 0, 0] == 0.1
    assert base.arrays["surplus"].tolist() == [-1.0, 1.0]
    assert base.arrays["va_share"].tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("A,B,wine,10,0.1,0.0", "A,B,wine,-10,0.1,0.0", r"importer A, exporter B, wine: sales are negative"),
        ("A,B,wine,10,0.1,0.0", "A,B,wine,10,-1.0,0.0", r"-100 % or below"),
        ("A,B,wine,10,0.1,0.0", "A,B,wine,10,,0.0", r"row 2, tariff: a tariff is missing"),
        ("A,B,wine,10,0.1,0.0", "A,B,wine,1 0,0.1,0.0", r"not a number"),
        ("A,B,wine,10,0.1,0.0", "A,B,wine,10,0.1", r"line 3"),
        ("A,B,wine,10,0.1,0.0", "A,A,wine,10,0.1,0.0", r"twice"),
    ],
)
def test_long_table_names_the_cell_at_fault(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        import_long(_long(tmp_path, LONG.replace(old, new)))


def test_a_region_without_output_is_named(tmp_path: Path) -> None:
    extra = LONG + "C,A,wine,3,0,0\n"
    with pytest.raises(DataError, match=r"C: a region has no output"):
        import_long(_long(tmp_path, extra))


@pytest.mark.parametrize("theta", ["0", "-2", "101"])
def test_elasticities_out_of_reach_are_refused_by_sector(tmp_path: Path, theta: str) -> None:
    folder = _long(tmp_path, LONG)
    (folder / "theta.csv").write_text(f"sector,theta\nwine,{theta}\ncloth,6\n")
    with pytest.raises(DataError, match=r"sector wine"):
        import_long(folder)


def test_an_elasticity_of_65_is_taken_and_noted(tmp_path: Path) -> None:
    folder = _long(tmp_path, LONG)
    (folder / "theta.csv").write_text("sector,theta\nwine,64.85\ncloth,6\n")
    assert any(item.rule == "elasticity_very_high" for item in import_long(folder).adjustments)


def test_a_sector_without_trade_is_noted(tmp_path: Path) -> None:
    base = import_long(
        _long(tmp_path, LONG.replace("A,B,cloth,5", "A,B,cloth,0").replace("B,A,cloth,9", "B,A,cloth,0"))
    )
    assert next(item for item in base.adjustments if item.rule == "sector_without_trade").where == ("cloth",)


def test_tariff_table_in_the_words_of_wits(tmp_path: Path) -> None:
    base = import_long(_long(tmp_path, LONG))
    file = tmp_path / "wits.csv"
    file.write_text("Reporter Name,Partner Name,Product,Simple Average\nA,World,wine,12.5\nB,A,cloth,3\n")
    more = add_tariffs(base, file, "wits")
    assert more.tariffs("wits")[0, 1, 0] == 0.125 and more.tariffs("wits")[1, 0, 1] == 0.03
    assert next(item for item in more.adjustments if item.rule == "tariff_wits_kept_from_data").cells == 2
    file.write_text("importer,exporter,sector,rate\nA,Z,wine,12.5\n")
    with pytest.raises(DataError, match=r"row 1: the base has no such region"):
        add_tariffs(base, file, "other")


def test_base_survives_the_disk_and_notices_an_altered_byte(tmp_path: Path) -> None:
    base = import_long(_long(tmp_path, LONG))
    save_base(base, tmp_path / "base")
    again = load_base(tmp_path / "base")
    assert again.digest() == base.digest() and again.adjustments == base.adjustments
    head = json.loads((tmp_path / "base" / "base.json").read_text())
    assert head["arrays"]["trade"]["axes"] == ["importer", "exporter", "sector"]
    array = tmp_path / "base" / "theta.npy"
    data = bytearray(array.read_bytes())
    data[-1] ^= 1
    array.write_bytes(bytes(data))
    with pytest.raises(DataError, match="altered"):
        load_base(tmp_path / "base")
    with pytest.raises(DataError, match="this is not a base"):
        load_base(tmp_path)


def test_gravity_panel_wants_a_year_and_every_pair(tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    rows = "".join(
        f"{i},{n},{y},{1 + (i == n) * 9},{1000 if i != n else 100}\n" for y in (2000, 2001) for i in "AB" for n in "AB"
    )
    file.write_text("iso3_o,iso3_d,year,tradeflow,dist\n" + rows)
    with pytest.raises(DataError, match="several years"):
        import_gravity(file)
    base = import_gravity(file, year=2001)
    assert base.arrays["output"].tolist() == [11, 11]
    assert base.arrays["cost:lndist"][0, 1] == pytest.approx(np.log(1000))
    file.write_text("exporter,importer,trade\nA,A,5\nB,B,5\nA,B,1\n")
    with pytest.raises(DataError, match="B to A"):
        import_gravity(file)
