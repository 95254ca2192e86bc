# ruff: noqa: E501 (one case is one line)
"""The readers of what a desk brings about places, firms and products: cubes, registers, tables of trade, weights, briefs."""

from __future__ import annotations

from reader_door import Case, Reader, changed

CUBE = (
    "Month ID,Month,State ID,State,HS6 ID,HS6,Flow ID,Flow,Country ID,Country,Trade Value\n"
    "201201,2012-01,19,Nuevo León,17870829,Parts,1,Imports,kor,South Korea,100\n"
    "201201,2012-01,19,Nuevo León,7391732,Tubes,2,Exports,kor,South Korea,7\n"
)
TABLE = "year,exporter,importer,product,value\n" + "".join(
    f"{year},{one},{other},{product},{10 + n}\n"
    for year in (2019, 2020)
    for one, other in (("MEX", "KOR"), ("WLD", "KOR"), ("USA", "KOR"), ("MEX", "WLD"), ("KOR", "MEX"), ("WLD", "MEX"), ("USA", "MEX"), ("WLD", "WLD"))
    for n, product in enumerate(("15t16", "34t35"))
)  # fmt: skip
MAKERS = "id,name,scian,lat,lon,employees\n1,Uno,336370,25.78,-100.18,51 a 100 personas\n2,Dos,326199,25.80,-100.32,\n"
PLANTS = "id,name,hs,value,lat,lon\np1,Planta,870829,100,25.77,-100.05\n"
SUPPLIERS = ("suppliers", "--makers-date", "2025-11", "--plants-date", "2025-11", "--today", "2026-11-30", "--makers")
MAPPED = '[makers]\nscheme = "scian"\n'
SITES = "code,name,country,lat,lon,size,share_15t16\nX1,Xalapa,MEX,19.5,-96.9,488531,0.3\nX2,Gunsan,KOR,35.97,126.74,260000,0.4\n"
TIES = "first,second,since\nX1,X2,1998\n"

READERS = (
    Reader(
        "cube", ("matching/cubes", "matching/user_table.py"), ("cube", "FILE", "--partner", "KOR"), "c.csv", CUBE,
        missing_number=Case(changed(CUBE, ("South Korea,100", "South Korea,")), refused="c.csv:2: the value is not an amount"),
        key_twice=Case(CUBE + CUBE.splitlines()[1] + "\n", reported=r"note: 1 rows repeat the month, state, .*c.csv:2 and .*c.csv:4"),
        areas_merged=Case(CUBE + CUBE.splitlines()[1].replace("kor", "KOR") + "\n", reported="note: 1 rows repeat the month, state"),
        code_repaired=Case(changed(CUBE, ("17870829", "87082999")), refused="no valid year, flow or product"),
    ),
    Reader(
        "table of trade", ("matching/opportunity",), ("opportunity", "Mexico", "--partner", "KOR", "--table", "FILE"), "t.csv", TABLE,
        missing_number=Case(changed(TABLE, ("15t16,10", "15t16,")), refused="t.csv:2"),
        key_twice=Case(TABLE + "2019,MEX,KOR,15t16,11\n", refused="a row occurs twice"),
        areas_merged="exporters and importers are compared letter by letter: two spellings are two areas",
        code_repaired="products are the groups of the table itself, compared letter by letter",
    ),
    Reader(
        "register of makers", ("matching/suppliers/register.py",), (*SUPPLIERS, "FILE", "--plants", "DIR/p.csv"), "m.csv", MAKERS,
        missing_number=Case(changed(MAKERS, ("25.78,-100.18", ",")), reported="distance not known|distancia|not known|unknown"),
        key_twice=Case(changed(MAKERS, ("2,Dos", "1,Dos")), refused="a maker occurs twice"),
        areas_merged="a register of makers names no countries",
        code_repaired=Case(changed(MAKERS, ("scian", "isic")), reported="industry codes read as scian"),
        beside={"p.csv": PLANTS},
    ),
    Reader(
        "register of plants", ("matching/suppliers/register.py",), (*SUPPLIERS, "DIR/m.csv", "--plants", "FILE", "--json"), "p.csv", PLANTS,
        missing_number=Case(PLANTS + "p1,Planta,870829,,25.77,-100.05\n", reported='"value": null'),
        key_twice=Case(PLANTS + "p1,Planta,870829,50,25.77,-100.05\n", reported="1 rows repeat a code of the same plant"),
        areas_merged="a register of plants names no countries",
        code_repaired=Case(changed(PLANTS, ("870829", "30110")), refused="not a code of the Harmonized System"),
        beside={"m.csv": MAKERS},
    ),
    Reader(
        "mapping of registers", ("matching/suppliers/job.py",), (*SUPPLIERS, "DIR/m.csv", "--plants", "DIR/p.csv", "--mapping", "FILE"), "m.toml", MAPPED,
        missing_number="a mapping holds names of columns, no figures",
        key_twice=Case(MAPPED + 'scheme = "isic3"\n', refused="m.toml"),
        areas_merged="a mapping names no areas",
        code_repaired=Case(changed(MAPPED, ("scian", "SCIAN-2018")), refused="an unknown scheme of industries"),
        beside={"m.csv": MAKERS, "p.csv": PLANTS},
    ),
    Reader(
        "places", ("matching/twins/user_places.py",), ("twin", "X1", "--places", "FILE", "--json"), "p.csv", SITES,
        missing_number=Case(changed(SITES, ("488531", "")), reported='"size": null'),
        key_twice=Case(SITES + "X1,Xalapa,MEX,19.5,-96.9,1,0.1\n", refused="a place occurs twice"),
        areas_merged=Case(changed(SITES, ("MEX", "PRK")), refused="the place is in neither country"),
        code_repaired=Case(changed(SITES, ("MEX", "484")), refused="the place is in neither country"),
    ),
    Reader(
        "ties", ("matching/twins/user_places.py",), ("twin", "--back-test", "--places", "DIR/p.csv", "--ties", "FILE"), "t.csv", TIES,
        missing_number="a tie has a year at most, and one without a year is kept without",
        key_twice=Case(TIES + "X2,X1,2001\n", refused="a tie occurs twice"),
        areas_merged="places are named by the codes of the table beside it",
        code_repaired=Case(changed(TIES, ("X1", "x1")), refused="x1"),
        beside={"p.csv": SITES},
    ),
    Reader(
        "weights", ("matching/twins/reasons.py",), ("twin", "Jalisco", "--weights", "FILE"), "w.toml", "[weights]\nsize = 3\n",
        missing_number=Case('[weights]\nsize = ""\n', refused="a weight must be a number"),
        key_twice=Case("[weights]\nsize = 3\nsize = 4\n", refused="w.toml"),
        areas_merged="weights are of reasons",
        code_repaired=Case("[weights]\nSize = 3\n", refused="Size"),
    ),
    Reader(
        "desk file", ("publish/brief",), ("brief", "--topic", "trade", "--desk", "FILE", "--dry-run"), "d.toml", 'classification = "Restricted"\n',
        missing_number="a desk file holds words, no figures",
        key_twice=Case('classification = "Restricted"\nclassification = "Open"\n', refused="d.toml"),
        areas_merged="a desk file names no areas",
        code_repaired=Case('Classification = "Restricted"\n', refused="Classification"),
    ),
)  # fmt: skip
