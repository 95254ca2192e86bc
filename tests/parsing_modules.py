"""Which modules parse, and why each may: the list of the test that keeps parsers in children, and of the test of all readers."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import henequen

ROOT = Path(henequen.__file__).parent
PARSERS = {
    "csv.reader", "csv.DictReader", "csv_rows", "json.loads", "json.load", "read_json_once",
    "tomllib.loads", "tomllib.load", "read_toml", "parse_toml",
    "email.message_from_bytes", "pypdfium2.PdfDocument",
    "zipfile.ZipFile", "lxml.etree.fromstring", "etree.fromstring", "lxml.html.document_fromstring", "ET.fromstring",
    "ET.XMLPullParser", "XMLPullParser", "duckdb.connect", "np.load", "np.loadtxt",
}  # fmt: skip
CHILD = "runs in a child with limits"
OWN = "reads data of the package"
ANSWER = "reads what a child of ours, the store or an earlier run of ours wrote"
GATE = "is the bounded door itself"

ALLOWED = {
    "files/csv_rows.py": GATE,
    "files/json_once.py": GATE,
    "files/toml_gate.py": GATE,
    "files/foreign.py": "looks at the names in an archive, to say what the file is",
    "files/atomic.py": "reads its own journal, and refuses one that it did not write",
    "files/handover.py": "reads its own journal",
    "jobs": ANSWER,
    "jobs/foreign_text.py": CHILD,
    "reading": CHILD,
    "model": OWN,
    "matching": CHILD,
    "matching/suppliers/industry.py": OWN,
    "trade/model": OWN,
    "trade/readers": CHILD,
    "trade/sql": CHILD,
    "trade/staging": CHILD,
    "trade/editions": CHILD,
    "trade/editions/page_data.py": ANSWER,
    "trade/editions/sidecar.py": ANSWER,
    "trade/fetch/answer.py": CHILD,
    "trade/fetch/manifest.py": ANSWER,
    "trade/fetch/comtrade/areas.py": OWN,
    "trade/python.py": ANSWER,
    "trade/tables.py": OWN,
    "scenarios": CHILD,
    "scenarios/result/read.py": ANSWER,
    "scenarios/runs.py": ANSWER,
    "record/pack": CHILD,
    "record/pack/describe.py": "the header of a table that the program has just written",
    "record/store": ANSWER,
    "record/evidence/printed.py": OWN,
    "record/evidence/iati_reader.py": CHILD,
    "record/evidence/text_reader.py": CHILD,
    "record/questions": OWN,
    "record/review/accept.py": "lines that the child of `jobs/foreign_text.py` wrote",
    "record/review/event_log.py": ANSWER,
    "record/review/bodies.py": OWN,
    "publish/brief/as_pdf.py": "counts the pages of the PDF that it has just made",
    "publish/brief/as_docx.py": "gives its own document fixed times",
    "publish/export/write.py": "counts the rows that it has just written",
    "publish/search/words.py": OWN,
    "publish/search/index.py": ANSWER,
    "cli/heads.py": OWN,
    "cli/words.py": OWN,
    "publish/site/catalogue.py": OWN,
}


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{_name(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


@cache
def parsing(path: Path) -> tuple[str, ...]:
    text = path.read_text(encoding="utf-8")
    if not any(name.rpartition(".")[2] in text for name in PARSERS):
        return ()
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return tuple(name for call in calls if (name := _name(call.func)) in PARSERS)


def reason(name: str) -> str:
    parts = name.split("/")
    for size in range(len(parts), 0, -1):
        if found := ALLOWED.get("/".join(parts[:size])):
            return found
    return ""
