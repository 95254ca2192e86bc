# ruff: noqa: E501 (one case is one line)
"""The readers of what the two sides report of their trade, and of the tables beside it."""

from __future__ import annotations

import csv
import io
import json

from reader_door import Case, Reader, changed

HEAD = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue,cifvalue,fobvalue,netWgt\n"
ROWS = HEAD + (
    "2011,X,KOR,SDN,H3,030110,1000,,,10\n2011,M,SDN,KOR,H3,030110,1100,1100,,10\n"
    "2011,X,KOR,NZL,H3,854231,500,,,5\n2011,M,NZL,KOR,H3,854231,530,530,,5\n"
)
OUT = ("--out", "DIR/o.parquet")


def _json(rows: str) -> str:
    return json.dumps({"data": list(csv.DictReader(io.StringIO(rows)))})


def _two_numbers(text: str, numbers: tuple[str, str] = ("736", "729")) -> str:
    return changed(text, ("2011,X,KOR,SDN,H3,030110,1000,,,10\n", "".join(
        f"2011,X,KOR,{number},H3,030110,{value},,,10\n" for number, value in zip(numbers, (1000, 70), strict=True))))  # fmt: skip


READERS = (
    Reader(
        "reported rows",
        ("trade/readers", "trade/staging", "trade/reconcile", "trade/sql", "trade/editions"),
        ("mirror", "reconcile", "FILE", *OUT),
        "r.csv",
        ROWS,
        missing_number=Case(
            changed(ROWS, ("1000,,,10", ",,,10")), reported="finding: 1 rows without a value are left out"
        ),
        key_twice=Case(
            changed(ROWS, ("X,KOR,SDN,H3,030110,1000", "X,KOR,SDN,H3,030110,1001,,,10\n2011,X,KOR,SDN,H3,030110,1000")),
            refused="reported twice with different values",
        ),
        areas_merged=Case(
            _two_numbers(ROWS), reported="several codes of one area: 729, 736 are SDN; they are added up"
        ),
        code_repaired=Case(ROWS.replace("030110", "30110"), reported="finding: .*zero"),
    ),
    Reader(
        "reported rows as JSON",
        ("trade/readers/answers.py", "trade/readers/envelopes.py"),
        ("mirror", "reconcile", "FILE", *OUT),
        "r.json",
        _json(ROWS),
        missing_number=Case(
            _json(changed(ROWS, ("1000,,,10", ",,,10"))), reported="finding: 1 rows without a value are left out"
        ),
        key_twice=Case(
            _json(ROWS).replace('"primaryValue": "1000"', '"primaryValue": "1", "primaryValue": "1000"'),
            refused="r.json.*twice",
        ),
        areas_merged=Case(_json(_two_numbers(ROWS)), reported="several codes of one area: 729, 736 are SDN"),
        code_repaired=Case(_json(ROWS.replace("030110", "30110")), reported="finding: .*zero"),
    ),
    Reader(
        "indicators",
        ("trade/indicators",),
        ("indicators", "FILE", "--reporter", "KOR", "--partner", "NZL", "--year", "2011"),
        "r.csv",
        ROWS,
        missing_number=Case(changed(ROWS, ("500,,,5", ",,,5")), reported="missing"),
        key_twice=Case(
            changed(ROWS, ("X,KOR,NZL,H3,854231,500", "X,KOR,NZL,H3,854231,501,,,10\n2011,X,KOR,NZL,H3,854231,500")),
            refused="twice",
        ),
        areas_merged=Case(_two_numbers(ROWS), reported="several codes of one area"),
        code_repaired=Case(ROWS.replace("030110", "30110"), reported="zero"),
    ),
    Reader(
        "mirror explain",
        ("trade/gap",),
        ("mirror", "explain", "KOR", "NZL", "2011", "FILE"),
        "r.csv",
        ROWS,
        missing_number=Case(
            changed(ROWS, ("500,,,5", ",,,5")),
            reported="1 rows without a value are left out; they are not read as zero: r.csv",
        ),
        key_twice=Case(
            changed(ROWS, ("X,KOR,NZL,H3,854231,500", "X,KOR,NZL,H3,854231,501,,,10\n2011,X,KOR,NZL,H3,854231,500")),
            refused="twice",
        ),
        areas_merged=Case(_two_numbers(ROWS), reported="several codes of one area"),
        code_repaired=Case(ROWS.replace("854231", "30110"), reported="zero"),
    ),
    Reader(
        "geography",
        ("trade/staging/geography.py",),
        ("mirror", "reconcile", "DIR/r.csv", "--geo", "FILE", *OUT),
        "g.csv",
        "exporter,importer,dist_km,contiguous\nKOR,NZL,9900,0\nKOR,SDN,9000,0\n",
        missing_number=Case(
            "exporter,importer,dist_km,contiguous\nKOR,NZL,,0\nKOR,SDN,9000,0\n", refused="row 1, column dist_km"
        ),
        key_twice=Case(
            "exporter,importer,dist_km,contiguous\nKOR,NZL,9900,0\nKOR,NZL,500,0\n", refused="rows? .*twice|twice"
        ),
        areas_merged=Case(
            "exporter,importer,dist_km,contiguous\nKOR,NZL,9900,0\nKOR,736,9000,0\nKOR,729,500,0\n", refused="736"
        ),
        code_repaired=Case("exporter,importer,dist_km,contiguous\nkor,NZL,9900,0\n", refused="kor"),
        beside={"r.csv": ROWS},
    ),
    Reader(
        "concordance",
        ("trade/readers/concordance.py",),
        ("mirror", "reconcile", "DIR/r.csv", "--concordance", "FILE", "--to", "H5", *OUT),
        "c.csv",
        "from_classification,to_classification,from_code,to_code,share\nH3,H5,030110,030111,0.4\nH3,H5,030110,030119,0.6\nH3,H5,854231,854231,1\n",
        missing_number=Case(
            "from_classification,to_classification,from_code,to_code,share\nH3,H5,030110,030111,0.4\nH3,H5,030110,030119,\nH3,H5,854231,854231,1\n",
            reported="finding: .*stay under their own edition: no choice",
        ),
        key_twice=Case(
            "from_classification,to_classification,from_code,to_code,share\nH3,H5,030110,030111,0.4\nH3,H5,030110,030111,0.6\nH3,H5,854231,854231,1\n",
            refused="twice",
        ),
        areas_merged="a concordance names no areas",
        code_repaired=Case(
            "from_classification,to_classification,from_code,to_code,share\nH3,H5,30110,030111,1\nH3,H5,854231,854231,1\n",
            refused="30110",
        ),
        beside={"r.csv": ROWS},
    ),
    Reader(
        "mapping",
        ("trade/readers/mapping.py",),
        ("mirror", "reconcile", "DIR/r.csv", "--mapping", "FILE", *OUT),
        "m.toml",
        '[columns]\nperiod = "y"\nflow = "f"\nreporter = "r"\npartner = "p"\nproduct = "k"\nvalue = "v"\n[constants]\nclassification = "H3"\n',
        missing_number="a mapping holds names of columns, no figures",
        key_twice=Case('[columns]\nperiod = "y"\nperiod = "z"\n', refused="m.toml.*(twice|overwrite|TOML)"),
        areas_merged="a mapping names no areas by itself; those of the rows are checked with the rows",
        code_repaired=Case(
            '[columns]\nperiod = "y"\nflow = "f"\nreporter = "r"\npartner = "p"\nproduct = "kk"\nvalue = "v"\n',
            refused="kk",
        ),
        beside={"r.csv": "y,f,r,p,k,v\n2011,X,KOR,NZL,854231,500\n2011,M,NZL,KOR,854231,530\n"},
    ),
)
