# ruff: noqa: E501 (one case is one line)
"""The readers of the worlds that scenarios start from, of tariffs, and of the legal desk's tables."""

from __future__ import annotations

import io

import numpy as np
from reader_door import Case, Reader, changed

TRADE = "importer,exporter,sector,value,tariff\nA,A,s,90,0\nA,B,s,10,0.1\nB,A,s,20,0.05\nB,B,s,80,0\n"
_TO = ("--theta", "5", "--out", "DIR/b")
_LONG = ("scenario", "base", "import", "long", "DIR")
_NO_CODES = "regions and sectors are the table's own words: none is looked up, so none is repaired"
WIDE = "V1,A_s,B_s,A_HFCE,B_HFCE,OUT\nA_s,10,5,80,5,100\nB_s,5,10,5,80,100\nVALU,85,85,0,0,0\nOUT,100,100,0,0,0\n"
WIOD = "IndustryCode,Country,RNr,AAA1,BBB1,AAA57,BBB57,TOT\ns,AAA,1,10,5,80,5,100\ns,BBB,1,5,10,5,80,100\nTXSP,TOT,2,1,1,0,0,2\n"
ADB = (
    "2 economies\n,,,,AAA,BBB,AAA,BBB,ToT\n,,,,c1,c1,F1,F1,\n,Farms,AAA,c1,10,5,80,5,100\n,Farms,BBB,c1,5,10,5,80,100\n"
    ",Taxes,TOT,r99,1,1,0,0,2\n"
)
LINES = "product,supplier,value,tariff_before,tariff_after\n010101,A,100,0.2,0\n010101,B,50,0.3,0.1\n"
SMART = 'title = "P"\nmodel = "partial"\n[partial]\nmethod = "smart"\nimporter = "MEX"\nlines = "lines.csv"\n'
GSIM = 'title = "P"\nmodel = "partial"\n[partial]\nmethod = "gsim"\nlines = "lines.csv"\n'
WORLD = (
    "product,importer,exporter,value,tariff_before,tariff_after,demand,substitution,supply\n"
    "01,A,A,90,0,0,-1.5,5,2\n01,A,B,10,0.1,0,-1.5,5,3\n01,B,A,20,0.05,0,-1.2,5,2\n01,B,B,80,0,0,-1.2,5,3\n"
)
SCENARIO = 'title = "Free"\n[baseline]\ndeficits = "keep"\n[[counterfactual.change]]\nimporters = ["A"]\nexporters = ["B"]\nset = 0.0\n'
SPEC = ("scenario", "run", "FILE", "--base", "BASE", "--out", "DIR/out")
PANEL = "exporter,importer,year,trade,rta\n" + "".join(
    f"{one},{other},{year},{10 + 3 * n + k + year % 7},{int(year > 2005 and one != other and {one, other} == {'A', 'B'})}\n"
    for n, one in enumerate("ABCDEFGH") for k, other in enumerate("ABCDEFGH") for year in range(2000, 2012)
)  # fmt: skip
PLACES = "place,region,sector,share,source\nX-1,A,s,0.5,Census 2020\n"
RATES = "importer,exporter,sector,tariff,mfn\nMEX,KOR,s,5,8\nMEX,USA,s,0,8\n"
SCHEDULE = "code,duty,staging\n01012100,5%,A\n01012900,10%,B\n"
UNITS = "code,unit_value,unit\n010121,2,USD/kg\n"


def _archive(**arrays: object) -> bytes:
    held = io.BytesIO()
    np.savez(held, **arrays)  # type: ignore[arg-type]
    return held.getvalue()


def _cp2015(**other: object) -> bytes:
    square, rates = np.array([[[90.0], [10.0]], [[20.0], [80.0]]]), np.zeros((2, 2, 1))
    arrays: dict[str, object] = {
        "trade_value": square, "tariff_1993": rates, "tariff_2005": rates, "io_share": np.zeros((2, 1, 1)),
        "va_share": np.ones((2, 1)), "gross_output": np.array([[110.0], [90.0]]), "theta": np.array([5.0]),
        "region_code": np.array(["A", "B"]), "region_name": np.array(["Alpha", "Beta"]), "sector_name": np.array(["s"]),
    }  # fmt: skip
    return _archive(**(arrays | other))


def _world(**other: object) -> bytes:
    arrays: dict[str, object] = {
        "intermediate": np.array([[10.0, 5, 1], [5, 10, 2], [1, 1, 9]]), "final": np.array([[80.0, 5, 3], [5, 80, 2], [1, 1, 50]]),
        "country": np.array(["A", "B", "C"]), "sector": np.array(["s"]),
    }  # fmt: skip
    return _archive(**(arrays | other))


READERS = (
    Reader(
        "base long", ("scenarios/bases/long.py", "scenarios/bases/table.py"), (*_LONG, *_TO), "trade.csv", TRADE,
        missing_number=Case(changed(TRADE, ("90,0", ",0")), refused="trade.csv, row 1, column value: a number is missing"),
        key_twice=Case(TRADE + "A,B,s,11,0.2\n", refused="rows 2 and 5: the flow is there twice"),
        areas_merged=Case(TRADE + "a,B,s,11,0.2\n", refused="rows 2 and 5: the flow is there twice"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "base icio", ("scenarios/bases/icio.py",), ("scenario", "base", "import", "icio", "FILE", *_TO), "i.csv", WIDE,
        missing_number=Case(changed(WIDE, ("A_s,10,5", "A_s,,5")), refused="i.csv, line 2, column A_s: a number is missing"),
        key_twice=Case(changed(WIDE, ("VALU", "B_s,5,10,5,80,100\nVALU")), refused="twice"),
        areas_merged=Case(WIDE.replace("A_", "XX1_").replace("B_", "XX2_"), reported="areas_split.*--merge XX1=CODE --merge XX2=CODE"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "base wiod", ("scenarios/bases/wiod.py",), ("scenario", "base", "import", "wiod", "FILE", *_TO), "w.csv", WIOD,
        missing_number=Case(changed(WIOD, ("1,10,5", "1,,5")), refused="w.csv, row 1, column AAA1: a number is missing"),
        key_twice=Case(WIOD + "s,BBB,1,5,10,5,80,100\n", refused="twice"),
        areas_merged=Case(changed(WIOD, ("s,BBB", "s,aaa")), refused="w.csv"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "base adb", ("scenarios/bases/adb.py", "scenarios/bases/sheet.py"), ("scenario", "base", "import", "adb", "FILE", *_TO), "a.csv", ADB,
        missing_number=Case(changed(ADB, ("AAA,c1,10,5", "AAA,c1,,5")), refused="the uses of an industry do not sum to its output"),
        key_twice=Case(ADB + ",Farms,BBB,c1,5,10,5,80,100\n", refused="a row occurs twice"),
        areas_merged=Case(changed(ADB, (",Farms,BBB", ",Farms,bbb")), refused="a row of an economy or industry without a column"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "base cp2015", ("scenarios/bases/cp2015.py",), ("scenario", "base", "import", "cp2015", "FILE", "--out", "DIR/b"), "cp2015_base1993.npz",
        _cp2015(),
        missing_number=Case(_cp2015(trade_value=np.array([[[90.0], [np.nan]], [[20.0], [80.0]]])), refused="sales are not finite"),
        key_twice=Case(_cp2015(region_code=np.array(["A", "A"])), refused="a region is there twice"),
        areas_merged=Case(_cp2015(region_code=np.array(["A", "A"])), refused="a region is there twice"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "world table", ("scenarios/value_added",), ("scenario", "value-added", "FILE", "--side", "A", "--side", "B", "--third", "C"),
        "w.npz", _world(),
        missing_number=Case(_world(final=np.array([[80, 5, np.nan], [5, 80, 2], [1, 1, 50]])), refused="do not fit"),
        key_twice=Case(_world(sector=np.array(["s", "s"]), country=np.array(["A", "B", "C"])), refused="a sector is there twice"),
        areas_merged=Case(_world(country=np.array(["A", "B", "B"])), refused="a country is there twice"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "base gravity", ("scenarios/bases/gravity.py",), ("scenario", "base", "import", "gravity", "FILE", "--out", "DIR/b"), "g.csv",
        "exporter,importer,trade,dist\nA,A,90,1\nA,B,20,9\nB,A,10,9\nB,B,80,1\n",
        missing_number=Case("exporter,importer,trade,dist\nA,A,90,1\nA,B,,9\nB,A,10,9\nB,B,80,1\n", refused="row 2, column trade: a number is missing"),
        key_twice=Case("exporter,importer,trade,dist\nA,A,90,1\nA,B,20,9\nA,B,21,9\nB,A,10,9\nB,B,80,1\n", refused="rows 2 and 3: the pair is there twice"),
        areas_merged=Case("exporter,importer,trade,dist\nA,A,90,1\nA,B,20,9\na,B,21,9\nB,A,10,9\nB,B,80,1\n", refused="rows 2 and 3: the pair is there twice"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "tariffs", ("scenarios/bases/tariffs.py",), (*_LONG, "--tariffs", "t=DIR/t.csv", *_TO), "t.csv",
        "importer,exporter,sector,rate\nA,B,s,5\nB,A,s,3\n",
        missing_number=Case("importer,exporter,sector,rate\nA,B,s,\nB,A,s,3\n", refused="t.csv, row 1, column rate: a number is missing"),
        key_twice=Case("importer,exporter,sector,rate\nA,B,s,5\nA,B,s,35\n", refused="rows 1 and 2"),
        areas_merged=Case("importer,exporter,sector,rate\nA,B,s,5\na,B,s,35\n", refused="rows 1 and 2"),
        code_repaired=Case("importer,exporter,sector,rate\nA,B,S1,5\n", refused="the base has no such sector"),
        beside={"trade.csv": TRADE},
    ),
    Reader(
        "tariff lines", ("scenarios/tariffs/from_lines.py",), (*_LONG, "--tariff-lines", "t=DIR/l.csv", *_TO), "l.csv",
        "importer,exporter,line,sector,rate,value\nA,B,010121,s,5,100\nA,B,010129,s,3,77\n",
        missing_number=Case("importer,exporter,line,sector,rate,value\nA,B,010121,s,,100\n", refused="l.csv, row 1, column rate: a number is missing"),
        key_twice=Case("importer,exporter,line,sector,rate,value\nA,B,010121,s,5,100\nA,B,010121,s,3,77\n", refused="rows 1 and 2: the line is there twice"),
        areas_merged=Case("importer,exporter,line,sector,rate,value\nA,B,010121,s,5,100\na,b,010121,s,3,77\n", refused="rows 1 and 2: the line is there twice"),
        code_repaired=Case("importer,exporter,line,sector,rate,value\nA,B,010121,s,5,100\nA,B,10121,s,3,77\n", refused="10121"),
        beside={"trade.csv": TRADE},
    ),
    Reader(
        "elasticities", ("scenarios/bases/long.py",), (*_LONG, "--theta", "FILE", "--out", "DIR/b"), "theta.csv", "sector,theta\ns,5\n",
        missing_number=Case("sector,theta\ns,\n", refused="row 1, column theta: a number is missing"),
        key_twice=Case("sector,theta\ns,5\ns,8\n", refused="rows 1 and 2: the sector is there twice"),
        areas_merged="elasticities are by sector",
        code_repaired=Case("sector,theta\nt,5\n", refused="s"),
        beside={"trade.csv": TRADE},
    ),
    Reader(
        "scenario", ("scenarios/spec", "scenarios/multi_sector"), SPEC, "s.toml", SCENARIO,
        missing_number=Case(changed(SCENARIO, ("set = 0.0\n", "")), refused="s.toml"),
        key_twice=Case(SCENARIO + "set = 0.1\n", refused="s.toml"),
        areas_merged=Case(changed(SCENARIO, ('"A"', '"Atlantis"')), refused="Atlantis"),
        code_repaired=Case(SCENARIO + 'sectors = ["S1"]\n', refused="S1"),
    ),
    Reader(
        "places of a scenario", ("scenarios/result/places.py",), ("scenario", "run", "DIR/s.toml", "--base", "BASE", "--places", "FILE", "--out", "DIR/out"),
        "p.csv", PLACES,
        missing_number=Case(changed(PLACES, ("0.5", "")), refused="a share is not a number"),
        key_twice=Case(PLACES + "X-1,A,s,0.2,Census 2020\n", refused="lines 2 and 3: a sector of a place is there twice"),
        areas_merged=Case(changed(PLACES, ("X-1,A", "X-1,a")), refused="no such region"),
        code_repaired=Case(changed(PLACES, ("A,s", "A,S1")), refused="no such region and sector"),
        beside={"s.toml": SCENARIO},
    ),
    Reader(
        "SMART lines", ("scenarios/bases/lines.py", "scenarios/bases/line_table.py", "scenarios/partial"),
        ("scenario", "run", "DIR/p.toml", "--out", "DIR/out"), "lines.csv", LINES,
        missing_number=Case(changed(LINES, ("100,0.2", "100,")), refused="row 1, column tariff_before: a number is missing"),
        key_twice=Case(LINES + "010101,A,10,0.1,0\n", refused="rows 1 and 3: the line is there twice"),
        areas_merged=Case(LINES + "010101,a,10,0.1,0\n", refused="rows 1 and 3: the line is there twice"),
        code_repaired=Case(LINES + "10101,A,10,0.1,0\n", refused="10101"),
        beside={"p.toml": SMART},
    ),
    Reader(
        "GSIM lines", ("scenarios/bases/world_lines.py",), ("scenario", "run", "DIR/p.toml", "--out", "DIR/out"), "lines.csv", WORLD,
        missing_number=Case(changed(WORLD, ("10,0.1", "10,")), refused="row 2, column tariff_before: a number is missing"),
        key_twice=Case(WORLD + "01,A,B,10,0.1,0,-1.5,5,3\n", refused="rows 2 and 5: the line is there twice"),
        areas_merged=Case(WORLD + "01,a,B,10,0.1,0,-1.5,5,3\n", refused="rows 2 and 5: the line is there twice"),
        code_repaired=Case(WORLD + "1,A,B,10,0.1,0,-1.5,5,3\n", refused="1"),
        beside={"p.toml": GSIM},
    ),
    Reader(
        "panel of an event study", ("scenarios/event_study",),
        ("scenario", "event-study", "FILE", "--pair", "A", "--pair", "B", "--start", "2006", "--reference", "2005", "--placebos", "20"),
        "p.csv", PANEL,
        missing_number=Case(changed(PANEL, ("A,A,2000,15", "A,A,2000,")), refused="row 1, column trade: a number is missing"),
        key_twice=Case(PANEL + "A,A,2000,15,0\n", refused="the flow is there twice"),
        areas_merged=Case(PANEL + "a,a,2000,15,0\n", refused="the flow is there twice"),
        code_repaired=_NO_CODES,
    ),
    Reader(
        "tariff schedule", ("scenarios/tariffs/schedules.py", "scenarios/tariffs/user_rows.py"), ("legal", "tariffs", "FILE"), "s.csv", SCHEDULE,
        missing_number=Case(changed(SCHEDULE, ("5%", "")), refused="s.csv, line 2"),
        key_twice=Case(SCHEDULE + "0101.21.00,7%,A\n", refused="a code occurs twice"),
        areas_merged="a schedule is of one importer",
        code_repaired=Case(changed(SCHEDULE, ("01012100", "1012100")), refused="1012100"),
    ),
    Reader(
        "unit values", ("scenarios/desk_job.py",), ("legal", "tariffs", "DIR/s.csv", "--unit-values", "FILE"), "u.csv", UNITS,
        missing_number=Case(changed(UNITS, ("2,", ",")), refused="u.csv, line 2"),
        key_twice=Case(UNITS + "0101.21,3,USD/kg\n", refused="a code occurs twice"),
        areas_merged="unit values are by product",
        code_repaired=Case(changed(UNITS, ("010121", "10121")), refused="10121"),
        beside={"s.csv": SCHEDULE},
    ),
    Reader(
        "rates", ("scenarios/desk_job.py", "scenarios/tariffs/margins.py"), ("legal", "margin", "FILE", "--importer", "MEX", "--exporter", "KOR"), "r.csv", RATES,
        missing_number=Case(changed(RATES, ("s,5", "s,")), refused="row 1, column tariff: not a rate"),
        key_twice=Case(RATES + "MEX,KOR,s,6,8\n", refused="rows 1 and 3: a rate is there twice"),
        areas_merged="importer and exporter are compared letter by letter: two spellings are two areas",
        code_repaired=Case(changed(RATES, ("MEX,KOR", "484,410")), refused="no rates of this pair"),
    ),
    Reader(
        "partners", ("scenarios/desk_job.py",), ("rank", "FILE", "--partner", "KOR"), "p.csv", "partner,exports,imports\nUSA,5,6\nKOR,3,2\n",
        missing_number=Case("partner,exports,imports\nUSA,5,6\nKOR,,2\n", refused="p.csv, line 3, column exports: not a number"),
        key_twice=Case("partner,exports,imports\nUSA,5,6\nKOR,3,2\nKOR,4,2\n", refused="a partner occurs twice"),
        areas_merged=Case("partner,exports,imports\nGBR,5,6\nUK,1,2\nKOR,3,2\n", refused="UK, also line 2 as GBR"),
        code_repaired=Case("partner,exports,imports\nUSA,5,6\n410,3,2\n", refused="no row of this partner"),
    ),
)  # fmt: skip
