# ruff: noqa: E501 (one door is one line)
"""The doors that take files, each with a valid file, and the hostile files that `hostile.py` sends through them."""

from __future__ import annotations

import gzip
import io
import json
import random
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
NO_FILES = ("folder", "pipe", "device", "link to itself", "text that is gone")
TRADE = "importer,exporter,sector,value,tariff\nA,A,s,90,0\nA,B,s,10,0.1\nB,A,s,20,0.05\nB,B,s,80,0\n"
REPORTED = (
    "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue,cifvalue,fobvalue,netWgt\n"
    + "".join(
        f"2019,{flow},{one},{other},H5,{code},{value}.5,,,{value}\n"
        for n, (one, other) in enumerate(
            [("CHL", "NZL"), ("NZL", "CHL"), ("CHL", "AUS"), ("AUS", "CHL"), ("NZL", "AUS"), ("AUS", "NZL")]
        )
        for flow in "XM"
        for code, value in (("030110", 1000 + n), ("220410", 2000 + n), ("870323", 3000 + n))
    )
)
FACTS = (
    "row_id,item_id,item,date,what_happened,supports_status,source_publisher,source_title,source_date,source_url,how_seen,"
    "confidence,note\nf1,meet-yearly,Meetings,2020-02-01,Held,delivered,Register,Title,2020-02-02,https://a.example/1,read,high,\n"
)
IATI = (
    '<?xml version="1.0"?><iati-activities version="2.03"><iati-activity><iati-identifier>X-1</iati-identifier>'
    "<title><narrative>A</narrative></title></iati-activity></iati-activities>"
)
FEED = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>E</title>'
    '<link href="https://a.example/x"/><published>2020-01-01</published></entry></feed>'
)
SCENARIO = 'title = "Free"\n[baseline]\ndeficits = "keep"\n[[counterfactual.change]]\nimporters = ["A"]\nexporters = ["B"]\nset = 0.0\n'
PARTIAL = 'title = "P"\nmodel = "partial"\n[partial]\nmethod = "smart"\nimporter = "MEX"\nlines = "lines.csv"\n'
LINES = "product,supplier,value,tariff_before,tariff_after\n01,A,100,0.2,0\n01,B,50,0.3,0.1\n"


@dataclass
class Door:
    """A way in: the command (FILE is the file, DIR its folder), the name and a valid content of the file, files beside it."""

    name: str
    file: str
    valid: bytes
    command: list[str]
    beside: dict[str, bytes] = field(default_factory=dict)
    pack: bool = False


def doors() -> list[Door]:
    """Every door of the command line that takes a file from outside."""
    run = ["scenario", "run", "FILE", "--base", "BASE", "--out", "DIR/out"]
    reconcile = ["mirror", "reconcile"]
    read = ["read", "FILE"]
    text = "The Ministry of Trade of Chile signed an agreement with Peru on 12 March 1994. Exports were 165.1 million dollars."
    return [
        Door("pack.toml", "pack.toml", b"", ["check", "--pack", "DIR"], pack=True),
        Door("pack table", "claims/events.csv", b"", ["check", "--pack", "DIR"], pack=True),
        Door("data package", "datapackage.json", b'{"resources": []}', ["check", "--pack", "DIR"], pack=True),
        Door("scenario", "s.toml", SCENARIO.encode(), run),
        Door(
            "scenario lines",
            "lines.csv",
            LINES.encode(),
            ["scenario", "run", "DIR/p.toml", "--out", "DIR/out"],
            {"p.toml": PARTIAL.encode()},
        ),
        Door(
            "base long",
            "trade.csv",
            TRADE.encode(),
            ["scenario", "base", "import", "long", "DIR", "--theta", "5", "--out", "DIR/b"],
        ),
        Door(
            "base icio",
            "i.csv",
            b"V1,A_s,B_s,A_HFCE,B_HFCE,OUT\nA_s,10,5,80,5,100\nB_s,5,10,5,80,100\nVALU,85,85,0,0,0\nOUT,100,100,0,0,0\n",
            ["scenario", "base", "import", "icio", "FILE", "--theta", "5", "--out", "DIR/b"],
        ),
        Door(
            "base gravity",
            "g.csv",
            b"exporter,importer,trade,dist\nA,A,90,1\nA,B,20,9\nB,A,10,9\nB,B,80,1\n",
            ["scenario", "base", "import", "gravity", "FILE", "--out", "DIR/b"],
        ),
        Door(
            "base cp2015",
            "c.npz",
            _archive({"a.npy": b"\x93NUMPY"}),
            ["scenario", "base", "import", "cp2015", "FILE", "--out", "DIR/b"],
        ),
        Door(
            "tariffs",
            "t.csv",
            b"importer,exporter,sector,rate\nA,B,s,5\nB,A,s,3\n",
            ["scenario", "base", "import", "long", "DIR", "--theta", "5", "--tariffs", "t=FILE", "--out", "DIR/b"],
            {"trade.csv": TRADE.encode()},
        ),
        Door(
            "tariff lines",
            "l.csv",
            b"importer,exporter,line,sector,rate,value\nA,B,0101,s,5,100\nA,B,0102,s,3,77\n",
            ["scenario", "base", "import", "long", "DIR", "--theta", "5", "--tariff-lines", "t=FILE", "--out", "DIR/b"],
            {"trade.csv": TRADE.encode()},
        ),
        Door("reported rows", "r.csv", REPORTED.encode(), [*reconcile, "FILE", "--out", "DIR/o.parquet"]),
        Door("reported parquet", "r.parquet", _parquet(), [*reconcile, "FILE", "--out", "DIR/o.parquet"]),
        Door(
            "reported json", "r.json", json.dumps({"data": []}).encode(), [*reconcile, "FILE", "--out", "DIR/o.parquet"]
        ),
        Door(
            "geography",
            "g.csv",
            b"exporter,importer,dist_km,contiguous\nCHL,NZL,9000,0\n",
            [*reconcile, "DIR/r.csv", "--geo", "FILE", "--out", "DIR/o.parquet"],
            {"r.csv": REPORTED.encode()},
        ),
        Door(
            "mapping",
            "m.toml",
            b'[columns]\nperiod = "y"\n',
            [*reconcile, "DIR/r.csv", "--mapping", "FILE", "--out", "DIR/o.parquet"],
            {"r.csv": REPORTED.encode()},
        ),
        Door(
            "concordance",
            "c.csv",
            b"H4,H5\n030110,030110\n",
            [*reconcile, "DIR/r.csv", "--concordance", "FILE", "--out", "DIR/o.parquet"],
            {"r.csv": REPORTED.encode()},
        ),
        Door("indicators", "r.csv", REPORTED.encode(), ["indicators", "FILE"]),
        Door("schedule", "s.csv", b"code,duty,staging\n01012100,5%,A\n", ["legal", "tariffs", "FILE"]),
        Door("rates", "r.csv", b"importer,exporter,sector,tariff,mfn\nMEX,KOR,s,5,8\n", ["legal", "margin", "FILE"]),
        Door("partners", "p.csv", b"partner,exports,imports\nUSA,5,6\nKOR,3,2\n", ["rank", "FILE", "--partner", "KOR"]),
        Door(
            "makers",
            "m.csv",
            b"id,nombre_act,codigo_act,latitud,longitud\n1,x,336310,20.6,-103.3\n",
            ["suppliers", "--makers", "FILE", "--makers-date", "2026-01-01", "--today", "2026-06-01"],
        ),
        Door("places", "p.csv", b"name,country,lat,lon\nX,MEX,20.6,-103.3\n", ["twin", "Jalisco", "--places", "FILE"]),
        Door("weights", "w.toml", b"[weights]\nsize = 3\n", ["twin", "Jalisco", "--weights", "FILE"]),
        Door(
            "table of trade",
            "t.csv",
            b"year,exporter,importer,product,value\n2019,MEX,KOR,15,5\n",
            ["opportunity", "Jalisco", "--table", "FILE"],
        ),
        Door("cube", "c.csv", b"State,Flow,Country,HS2,Year,Value\nJalisco,Exports,kor,01,2019,5\n", ["cube", "FILE"]),
        Door("facts", "f.csv", FACTS.encode(), ["import", "facts", "FILE", "--dry-run"]),
        Door("aid register", "i.xml", IATI.encode(), ["import", "iati", "FILE", "--dry-run"]),
        Door(
            "treaties",
            "t.csv",
            b"treaty,side,action,date,source\nx,MEX,signed,2000-01-01,https://a.example\n",
            ["import", "treaties", "FILE", "--dry-run"],
        ),
        Door(
            "register",
            "r.csv",
            b"title,source\nA,https://a.example/1\n",
            ["import", "register", "work", "FILE", "--dry-run"],
        ),
        Door("feed", "f.xml", FEED.encode(), ["literature", "add", "FILE", "--dry-run"]),
        Door(
            "proposals",
            "p.jsonl",
            b'{"table": "actors", "id": "a"}\n',
            ["review", "accept", "FILE", "--by", "me", "--dry-run"],
        ),
        Door(
            "desk file",
            "d.toml",
            b'classification = "Restricted"\n',
            ["brief", "--topic", "trade", "--desk", "FILE", "--dry-run"],
        ),
        Door("document text", "d.txt", text.encode(), read),
        Door(
            "document html",
            "d.html",
            f"<html><body><p>{text}</p><table><tr><td>1</td></tr></table></body></html>".encode(),
            read,
        ),
        Door("document docx", "d.docx", _docx(text), read),
        Door("document xlsx", "d.xlsx", _xlsx(), read),
        Door("document pdf", "d.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n", read),
        Door("document csv", "d.csv", b"year,exports\n2019,1.5\n", read),
        Door(
            "document mail",
            "d.eml",
            f"From: a@b.example\nDate: Mon, 3 Feb 2020 10:00:00 +0000\n\n{text}\n".encode(),
            read,
        ),
        Door("own documents", "d.txt", text.encode(), ["documents", "add", "FILE", "--dry-run"]),
        Door(
            "panel", "p.csv", b"exporter,importer,year,trade,rta\nA,B,2000,5,0\n", ["scenario", "event-study", "FILE"]
        ),
        Door("world table", "w.npz", _archive({"a.npy": b"\x93NUMPY"}), ["scenario", "value-added", "FILE"]),
    ]


def _archive(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def _docx(text: str) -> bytes:
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    return _archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    for row in (("year", "exports"), (2019, 1.5)):
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def _parquet() -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "r.csv").write_text(REPORTED, encoding="utf-8")
        duckdb.execute(f"copy (from read_csv('{folder}/r.csv', all_varchar=true)) to '{folder}/r.parquet'")
        return (Path(folder) / "r.parquet").read_bytes()


def bombs() -> dict[str, bytes]:
    """Files of other kinds, and files that grow."""
    zeros = b"\0" * (1 << 20)
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as inner,
    ):
        for _ in range(1500):
            inner.write(zeros)
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for part in ("word/document.xml", "xl/workbook.xml"):
            with archive.open(
                part, "w", force_zip64=True
            ) as inner:  # piece by piece: a child's memory begins with ours
                for _ in range(300):
                    inner.write(zeros)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as out:
        for _ in range(1500):
            out.write(b"1,2,3,4,5,6,7,8\n" * (1 << 16))
    laughs = (
        "<!DOCTYPE a [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]><a>&a11;</a>"
    )
    return {
        "zip bomb": held.getvalue(),
        "office bomb": office.getvalue(),
        "gzip bomb": packed.getvalue(),
        "entity bomb": laughs.encode(),
        "sheet bomb": _sheet_bomb(),
        "deep xml": b"<a>" * 200_000,
        "deep json": b"[" * 200_000,
        "deep toml": b"a = " + b"[" * 100_000,
        "long key": b".".join([b"a"] * 30_000) + b" = 1\n",
    }


def _sheet_bomb() -> bytes:
    """A workbook of a few kilobytes whose sheet has a hundred million cells."""
    row = b"<row>" + b"<c t='n'><v>1</v></c>" * 1000 + b"</row>"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1'/></sheets></workbook>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b"<worksheet><sheetData>")
            for _ in range(20_000):
                sheet.write(row)
            sheet.write(b"</sheetData></worksheet>")
    return held.getvalue()


def cases(door: Door, rng: random.Random, others: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The valid file, its mutations, and files of other kinds."""
    valid = door.valid
    yield "valid", valid
    yield "empty", b""
    yield "noise", rng.randbytes(4096)
    yield "cut", valid[: len(valid) // 2]
    yield "cut late", valid[:-9]
    yield "NUL", valid[: len(valid) // 2] + b"\0" + valid[len(valid) // 2 :]
    for n in (1, 2, 3):
        changed = bytearray(valid)
        for _ in range(max(1, len(changed) // 100)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        yield f"flips {n}", bytes(changed)
    head, _, rest = valid.partition(b"\n")
    yield "wide row", head + b"\n" + b"1," * 500_000 + b"1\n" + rest
    yield "long line", head + b"\n" + b"x" * 6_000_000 + b"\n" + rest
    yield "many columns", b",".join(b"c%d" % n for n in range(50_000)) + b"\n" + b"1," * 49_999 + b"1\n"
    yield "huge number", (valid.replace(b"5", b"5" * 5000, 1) if b"5" in valid else valid + b"9" * 5000)
    yield "no number", valid.replace(b"5", b"NaN", 1).replace(b"1", b"1e400", 1)
    yield "infinite", valid.replace(b"5", b"Infinity").replace(b"2", b"-1e999")
    yield "negative", valid.replace(b",", b",-")
    yield (
        "emptied",
        b"\n".join(line if n == 0 else b"," * line.count(b",") for n, line in enumerate(valid.split(b"\n"))),
    )
    yield "twice", valid + valid.partition(b"\n")[2]
    yield "head twice", head + b"," + head + b"\n" + rest
    yield "31 February", valid.replace(b"2019", b"2019-02-31").replace(b"2020-02-01", b"2999-02-31")
    yield "right to left", valid.replace(b"e", "\u202ee\u2066".encode())
    yield "BOM and CRLF", b"\xef\xbb\xbf" + valid.replace(b"\n", b"\r\n")
    yield "utf-16 be", b"\xfe\xff" + valid.decode("utf-8", "replace").encode("utf-16-be")
    yield "huge cell", head + b"\n" + b'"' + b"x" * 3_000_000 + b'"' + b"," * head.count(b",") + b"\n"
    yield "lone quotes", valid.replace(b",", b',"')
    yield "names twice in JSON", b'{"data": [], "data": [{"a": 1, "a": 2}]}'
    yield "deep xml in json", b'{"a":' * 50_000
    for kind in NO_FILES:
        yield kind, b""
    yield "quote", valid + b'"' + b"a,b\n" * 100_000
    yield "utf-16", valid.decode("utf-8", "replace").encode("utf-16")
    yield "latin-1", valid + "\xe9\xff".encode("latin-1")
    yield from others.items()
