# ruff: noqa: E501 (one case is one line)
"""The readers that take what others wrote into the record: packs, facts, registers, treaties, aid registers, feeds, proposals."""

from __future__ import annotations

import json

from reader_door import Case, Reader, changed
from small_pack import PROPOSALS

DRY = ("--pack", "PACK", "--dry-run")
COMMON = "source_publisher,source_title,source_date,source_url,how_seen,confidence,note"
SEEN = "Gazette,Minutes,2021-02-01,https://gazette.example.org/1,stored page excerpt,high,"
FOLLOWUP = (
    f"row_id,item_id,item,date,what_happened,supports_status,{COMMON}\nf-1,F1,Meet,2021-01-20,They met,partial,{SEEN}\n"
)
FIGURES = (
    f"row_id,reporter,partner,flow,year,period,value,unit,valuation,precision,derived,statistic_cited,{COMMON}\n"
    f"t-1,CHL,NZL,X,2019,year,12.50,USD million,FOB (rule),exact,0,customs,{SEEN}\n"
)
DECIDED = "row,table,record,object,cells\nF1,happenings,meet-yearly,,\n"
FACTS = ("import", "facts", "FILE", *DRY, "--json")
TREATIES = "treaty,side,action,date,source,depositary\nfisheries-1994,CHL,ratification,2000-01-01,https://a.example.org,Chile\n"
ENTRIES = "title,source\nA landmark,https://a.example.org/1\n"
IATI = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03"><iati-activity default-currency="USD"><iati-identifier>CL-GOV-1-FISH</iati-identifier>
<title><narrative>Small fishing</narrative></title><recipient-country code="FJ"/>
<budget><value>1000.10</value></budget><budget><value>2000.20</value></budget></iati-activity></iati-activities>
"""
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Institute</title><entry><title>Kelp</title>'
    '<link href="https://a.example.org/kelp"/><published>2019-03-04</published></entry></feed>'
)
PROPOSAL = {"document": "register", "table": "actors", "id": "min-2", "quote": "Ministry of Fisheries of Chile", "kind": "ministry",
            "name": "Ministry of Fish", "country": "CHL"}  # fmt: skip
FIGURE = {"document": "register", **next(one for one in PROPOSALS if one.get("quote") == "44.7"), "component": "fish"}
EVENTS = (
    "subject,kind,title,date,countries,edition,method,recorded_at,recorded_by\n"
    "visit-1999,visit,A visit,1999-05,CHL; NZL,register,manual,2020-02-01,me\n"
)
FIGURES_OF_PACK = (
    "measure,component,reporter,flow,partner,product,period,period_basis,value,unit,unit_mult,decimals,edition,method,recorded_at,recorded_by\n"
    "export,fish,CHL,export,NZL,TOTAL,1999,stated,5,USD,6,0,register,import,2020-02-01,me\n"
)
PLACES = (
    "code,country,level,name_en,name_es,name_ko,romanisation_mr,variants,parent,lat,lon\n"
    "CHL,CHL,country,Chile,Chile,칠레,,,,,\nNZL,NZL,country,New Zealand,Nueva Zelanda,뉴질랜드,,,,-41.3,174.8\n"
)
MANIFEST = (
    'id = "chl_nzl"\nsides = ["CHL", "NZL"]\nlanguages = ["en", "es", "ko"]\nas_of = "2020-12-31"\n\n[title]\nen = "Chile – New Zealand"\n'
    'es = "Chile – Nueva Zelanda"\nko = "칠레 – 뉴질랜드"\n'
)
EDITIONS = "edition_id,kind,publisher,side,title,published_on\nregister,register,Ministry,CHL,Register,2020-01-31\n"
CHECK = ("check", "--pack", "PACK")


def _line(proposal: dict[str, object], **other: object) -> str:
    return json.dumps(proposal | other) + "\n"


READERS = (
    Reader(
        "pack claims", ("record/pack/read.py", "record/pack/strict_csv.py", "record/pack/row.py"), CHECK, "pack/claims/events.csv", EVENTS,
        missing_number=Case(changed(EVENTS, ("1999-05", "1999-99")), refused="events.csv, line 2"),
        key_twice=Case(EVENTS + EVENTS.splitlines()[1] + "\n", refused="events.csv, line 3: the same row twice"),
        areas_merged=Case(changed(EVENTS, ("CHL; NZL", "CHL; Korea")), refused="events.csv, line 2, column countries.*Korea"),
        code_repaired=Case(changed(EVENTS, ("CHL; NZL", "chl; NZL")), refused="events.csv, line 2, column countries.*chl"),
    ),
    Reader(
        "pack figures", ("record/pack/read.py", "record/pack/cells.py"), CHECK, "pack/observations/more.csv", FIGURES_OF_PACK,
        missing_number=Case(changed(FIGURES_OF_PACK, ("stated,5,", "stated,,")), refused="a value and `missing` contradict"),
        key_twice=Case(FIGURES_OF_PACK + FIGURES_OF_PACK.splitlines()[1] + "\n", refused="more.csv, line 3: .*(twice|one id)"),
        areas_merged=Case(changed(FIGURES_OF_PACK, ("export,NZL", "export,Korea")), refused="more.csv, line 2, column partner.*Korea"),
        code_repaired=Case(changed(FIGURES_OF_PACK, ("TOTAL", "30110")), refused="more.csv, line 2, column product"),
    ),
    Reader(
        "pack places", ("record/pack/read.py",), CHECK, "pack/entities/places.csv", PLACES,
        missing_number=Case(changed(PLACES, ("-41.3,174.8", "-41.3,")), refused="places.csv, line 3"),
        key_twice=Case(PLACES + "CHL,CHL,country,Chile,Chile,칠레,,,,,\n", refused="an id occurs twice"),
        areas_merged=Case(changed(PLACES, ("NZL,NZL", "NZL,XXA")), refused="unknown country"),
        code_repaired=Case(changed(PLACES, ("NZL,NZL", "NZL,554")), refused="unknown country"),
    ),
    Reader(
        "pack editions", ("record/pack/read.py",), CHECK, "pack/editions/editions.csv", EDITIONS,
        missing_number=Case(changed(EDITIONS, ("2020-01-31", "2020-02-31")), refused="editions.csv, line 2"),
        key_twice=Case(EDITIONS + EDITIONS.splitlines()[1] + "\n", refused="an id occurs twice"),
        areas_merged=Case(changed(EDITIONS, (",CHL,", ",Korea,")), refused="unknown side"),
        code_repaired=Case(changed(EDITIONS, (",CHL,", ",chl,")), refused="unknown side"),
    ),
    Reader(
        "pack manifest", ("record/pack/manifest.py",), CHECK, "pack/pack.toml", MANIFEST,
        missing_number=Case(changed(MANIFEST, ('"2020-12-31"', '""')), refused="pack.toml"),
        key_twice=Case('as_of = "2021-01-01"\n' + MANIFEST, refused="pack.toml"),
        areas_merged=Case(changed(MANIFEST, ('"CHL", "NZL"', '"CHL", "CHL"')), refused="pack.toml"),
        code_repaired=Case(changed(MANIFEST, ('"CHL", "NZL"', '"CHL", "nzl"')), refused="pack.toml.*nzl|nzl"),
    ),
    Reader(
        "facts", ("record/facts", "jobs/foreign_text.py"), FACTS, "f.csv", FOLLOWUP,
        missing_number=Case(changed(FOLLOWUP, ("2021-01-20", "")), reported="the source gives no date"),
        key_twice=Case(FOLLOWUP + f"f-1,F1,Meet,2022-01-20,They met again,partial,{SEEN}\n", refused="f.csv, line 3.*|f-1"),
        areas_merged="a fact of follow-up names no areas",
        code_repaired=Case(changed(FOLLOWUP, ("f-1,F1", "f-1,f1")), reported="vocab/fact_rows.csv"),
        beside={"pack/vocab/fact_rows.csv": DECIDED},
    ),
    Reader(
        "facts with figures", ("record/facts/figures.py",), FACTS, "f.csv", FIGURES,
        missing_number=Case(changed(FIGURES, ("12.50", "")), reported='"state": "refused"'),
        key_twice=Case(FIGURES + f"t-1,CHL,NZL,X,2019,year,13.50,USD million,FOB (rule),exact,0,customs,{SEEN}\n", refused="t-1"),
        areas_merged=Case(changed(FIGURES, ("CHL,NZL", "CHL,Korea")), reported='"state": "refused"'),
        code_repaired=Case(changed(FIGURES, ("CHL,NZL", "152,NZL")), reported='"state": "refused"'),
    ),
    Reader(
        "treaties", ("record/review/registers.py",), ("import", "treaties", "FILE", *DRY), "t.csv", TREATIES,
        missing_number=Case(changed(TREATIES, ("2000-01-01", "")), refused="t.csv|treaty_actions"),
        key_twice=Case(TREATIES + "fisheries-1994,CHL,ratification,2001-01-01,https://a.example.org,Chile\n", refused="twice"),
        areas_merged=Case(changed(TREATIES, ("CHL,rat", "Chile,rat")), refused="Chile"),
        code_repaired=Case(changed(TREATIES, ("fisheries-1994", "Fisheries-1994")), refused="an unknown treaty"),
    ),
    Reader(
        "register of entries", ("record/review/registers.py",), ("import", "register", "landmark", "FILE", *DRY), "r.csv", ENTRIES,
        missing_number=Case("title,source,from\nA landmark,https://a.example.org/1,20\n", refused="20"),
        key_twice=Case("id,title,source\na,A landmark,https://a.example.org/1\na,Another,https://a.example.org/1\n", refused="twice"),
        areas_merged=Case("title,source,side\nA landmark,https://a.example.org/1,Korea\n", refused="Korea"),
        code_repaired=Case("title,source,side\nA landmark,https://a.example.org/1,152\n", refused="152"),
    ),
    Reader(
        "aid register", ("record/evidence/iati_reader.py", "record/review/projects.py"), ("import", "iati", "FILE", *DRY), "i.xml", IATI,
        missing_number=Case(changed(IATI, ("<value>1000.10</value>", "<value></value>")), refused="i.xml, line .*an amount is missing"),
        key_twice=Case(changed(IATI, ("</iati-activities>", IATI[IATI.index("<iati-activity "):])), refused="an activity is there twice"),
        areas_merged=Case(changed(IATI, ("</title>", '</title><recipient-country code="XX"/>')), refused="an unknown country"),
        code_repaired=Case(changed(IATI, ('code="FJ"', 'code="242"')), refused="an unknown country"),
    ),
    Reader(
        "feed", ("reading/feed.py",), ("literature", "add", "FILE", *DRY), "f.xml", FEED,
        missing_number=Case(changed(FEED, ("2019-03-04", "2019")), reported="1 publications"),
        key_twice=Case(changed(FEED, ("</feed>", FEED[FEED.index("<entry>"):])), reported="1 known"),
        areas_merged="a feed names no areas",
        code_repaired=Case(changed(FEED, ("https://a.example.org/kelp", "a.example.org/kelp")), reported="1 without an address"),
    ),
    Reader(
        "proposals", ("record/review/accept.py",), ("review", "accept", "FILE", "--by", "me", *DRY), "p.jsonl", _line(PROPOSAL),
        missing_number=Case(_line(FIGURE, value=""), refused="value"),
        key_twice=Case(_line(PROPOSAL)[:-2] + ', "name": "Other"}\n', refused="p.jsonl.*occurs twice"),
        areas_merged=Case(_line(PROPOSAL, country="Korea"), refused="Korea"),
        code_repaired=Case(_line(PROPOSAL, country="152"), refused="152"),
    ),
)  # fmt: skip
