"""Hostile, damaged and foreign files: each is refused by name, or read within limits, and the rest of the batch goes on."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from reading_door import read

from henequen.reading.read import read_bytes, read_file

pytestmark = pytest.mark.process

Maker = Callable[[], bytes]


def workbook() -> bytes:
    """A small ordinary workbook."""
    book = openpyxl.Workbook()
    book.active.append(["Year", "Exports (US$ million)"])  # type: ignore[union-attr]
    book.active.append([2020, 12.5])  # type: ignore[union-attr]
    book.active.append([2021, 13.5])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def sheet(text: bytes) -> bytes:
    """The workbook with another sheet."""
    return rezipped(lambda name, data: text if name == "xl/worksheets/sheet1.xml" else data)


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def protected_pdf() -> bytes:
    """A PDF that asks for a password."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def blank_pdf() -> bytes:
    """A PDF without text."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def nested_zip() -> bytes:
    """A ZIP archive in a ZIP archive."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "x")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return out.getvalue()


REFUSED: dict[str, tuple[Maker, str]] = {
    "empty": (lambda: b"", "empty"),
    "white space": (lambda: b"\n\n \t", "empty"),
    "json": (lambda: b'[{"a": 1}, {"a": 2}]', "JSON"),
    "json lines": (lambda: b'{"a": 1}\n{"a": 2}\n', "JSON"),
    "xml": (lambda: b"<?xml version='1.0'?>\n<rates><rate/></rates>", "XML"),
    "parquet": (lambda: b"PAR1" + bytes(200) + b"PAR1", "Parquet"),
    "sqlite": (lambda: b"SQLite format 3\0" + bytes(100), "SQLite"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(30), "gzip"),
    "seven zip": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(30), "7-Zip"),
    "zip in zip": (nested_zip, "ZIP"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "old office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format"),
    "protected office": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "password"
    ),
    "program": (lambda: b"\x7fELF" + bytes(100), "program"),
    "binary": (lambda: bytes(range(256)) * 40, "neither text"),
    "damaged pdf": (lambda: b"%PDF-1.7\n" + b"garbage " * 50, "damaged PDF"),
    "protected pdf": (protected_pdf, "password"),
    "damaged zip": (lambda: workbook()[:300], "damaged"),
    "bomb": (lambda: sheet(HEAD + b" " * 20_000_000 + b"</worksheet>"), "bomb"),
    "entities": (
        lambda: sheet(b'<!DOCTYPE a [<!ENTITY b "c">]>' + HEAD + b"<sheetData/></worksheet>"), "document type"
    ),
    "same name twice": (lambda: rezipped(lambda n, d: d, {"XL/workbook.xml": b"<x/>"}), "two parts"),
    "huge merge": (
        lambda: sheet(
            HEAD + b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
            b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
        ), "merges"
    ),
    "column beyond the last": (
        lambda: sheet(HEAD + b'<sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>'), "last column"
    ),
    "row beyond the last": (
        lambda: sheet(HEAD + b'<sheetData><row r="99999999"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'),
        "last row",
    ),
    "sheet not well formed": (lambda: sheet(HEAD + b"<sheetData><row>"), "not well formed"),
    "deep html": (lambda: b"<html><body>" + b"<div>" * 5000 + b"text", "nested"),
    "many columns": (lambda: b"\n".join([b",".join([b"1"] * 30_000)] * 3), "columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_read_refuses_file_with_reason(tmp_path: Path, name: str) -> None:
    make, word = REFUSED[name]
    path = tmp_path / "file"
    path.write_bytes(make())
    reading = read_file(path)
    assert reading.status == "refused"
    assert reading.reason is not None and word.lower() in reading.reason.lower()
    assert not reading.proposals


def test_read_says_that_a_pdf_without_text_needs_ocr(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(blank_pdf())
    assert read_file(path).status == "unreadable_without_ocr"


def test_read_refuses_what_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_file(tmp_path / "pipe").reason == "not a regular file"
    assert read_file(tmp_path).reason == "a folder, not a file"


def test_read_refuses_a_file_that_changes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.txt"
    path.write_text("first line\n")
    before = Path.read_bytes

    def grow(self: Path) -> bytes:
        data = before(self)
        with self.open("a") as file:
            file.write("another line\n")
        return data

    monkeypatch.setattr(Path, "read_bytes", grow)
    reading = read_file(path)
    assert reading.status == "refused"
    assert "changed" in (reading.reason or "")


def test_read_goes_on_after_hostile_files(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(REFUSED["bomb"][0]())
    (tmp_path / "b.html").write_bytes(REFUSED["deep html"][0]())
    (tmp_path / "c.pdf").write_bytes(REFUSED["protected pdf"][0]())
    (tmp_path / "d.xlsx").write_bytes(workbook())
    code, lines = read(*sorted(tmp_path.iterdir()))
    assert code == 1
    assert [line["status"] for line in lines if line["kind"] == "document"] == ["refused"] * 3 + ["ok"]
    assert sum(line["kind"] == "observation" for line in lines) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.html", "c.pdf", "d.xlsx"]


def test_read_limits_spans_of_html_cells(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Item {n}</td><td>{n}</td></tr>" for n in range(5))
    path = tmp_path / "spans.html"
    path.write_text(f"<table><tr><td colspan=999999 rowspan=65000>Exports, US$ million</td></tr>{rows}</table>")
    reading = read_file(path)
    assert reading.status == "ok"
    assert reading.document is not None and reading.document.tables[0].columns < 2000


def test_read_marks_direction_marks_and_mixed_encodings(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(
        "Ventas: \u202e000.1\u202c dólares\nMás texto aquí, según José\n".encode() + "Año\n".encode("cp1252")
    )
    document = read_file(path).document
    assert document is not None
    assert {mark.kind for mark in document.marks} == {"direction", "mixed_encoding"}


def test_read_keeps_script_and_formula_as_plain_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><title>&lt;script&gt;x&lt;/script&gt;</title><body><script>evil()</script><p>Plain words.</p></body></html>"
    )
    document = read_file(page).document
    assert document is not None
    assert "evil" not in document.text
    book = openpyxl.Workbook()
    book.active.append(["Year", "Exports"])  # type: ignore[union-attr]
    book.active.append([2020, "=1+1"])  # type: ignore[union-attr]
    book.save(tmp_path / "formula.xlsx")
    document = read_file(tmp_path / "formula.xlsx").document
    assert document is not None
    assert any(mark.kind == "left_out" for mark in document.marks)


def test_read_marks_hidden_sheets_rows_and_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    for row in (["Year", "Exports (US$ million)", "Imports (US$ million)"], [2019, 1, 2], [2020, 3, 4], [2021, 5, 6]):
        shown.append(row)
    shown.row_dimensions[3].hidden = True
    shown.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("draft")
    hidden.append(["Year", "Exports"])
    hidden.append([1999, 7])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "hidden.xlsx")
    reading = read_file(tmp_path / "hidden.xlsx")
    assert [p.fields["value"] for p in reading.proposals if p.kind == "observation"] == ["1", "5"]
    assert reading.document is not None
    assert sum(mark.kind == "hidden_text" for mark in reading.document.marks) == 2


def test_read_bytes_takes_an_ordinary_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert read_bytes(path)[0] == b"abc"


def test_read_takes_a_file_of_bare_separators(tmp_path: Path) -> None:
    path = tmp_path / "pipes.txt"
    path.write_text(("|" * 100 + "\n") * 20, encoding="utf-8")
    assert read_file(path).status == "ok"


def test_line_with_too_many_cells_is_left_out_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_text(
        "Exports of A\n\n" + "\t".join(["1.2 million dollars"] * 2_100) + "\n\nThe end.\n", encoding="utf-8"
    )
    reading = read_file(path)
    assert reading.document is not None
    assert [mark.kind for mark in reading.document.marks] == ["left_out"]
    assert reading.proposals == ()


def test_row_of_three_hundred_cells_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    head = ["Product", *(f"{1700 + number}" for number in range(300))]
    rows = ["\t".join(head), *("\t".join([name, *["1.5"] * 300]) for name in ("Paper", "Timber"))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    document = read_file(path).document
    assert document is not None
    assert [(table.rows, table.columns) for table in document.tables] == [(3, 301)]
