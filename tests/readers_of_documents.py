# ruff: noqa: E501 (one case is one line)
"""The readers of documents (`henequen read`), one of each format: what a document leaves empty, repeats or doubts stays so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP

from openpyxl import Workbook
from reader_door import Case, Reader

Rows = Sequence[tuple[str, str]]
READ = ("read", "FILE", "--json")
HEAD = "Exports of Chile to New Zealand (US$ million)"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ZERO = r'"value": "?0(\.0)?"?[,}]'
GOOD: Rows = [("2019", "12.5"), ("2020", "13.5"), ("2021", "14.5")]
EMPTY: Rows = [("2019", "12.5"), ("2020", ""), ("2021", "14.5")]
TWICE: Rows = [("2019", "12.5"), ("2020", "13.5"), ("2020", "99.5"), ("2021", "14.5")]


def _csv(rows: Rows, head: str = HEAD, first: str = "Year") -> str:
    return f"{first},{head}\n" + "".join(f"{one},{other}\n" for one, other in rows)


def _html(rows: Rows, head: str = HEAD, first: str = "Year") -> str:
    body = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
    return f"<html><body><table><caption>{head}</caption><tr><th>{first}</th><th>{head}</th></tr>{body}</table></body></html>"


def _xlsx(rows: Rows, head: str = HEAD, first: str = "Year") -> bytes:
    book, held = Workbook(), io.BytesIO()
    page = book.worksheets[0]
    page.append([first, head])
    for one, other in rows:
        page.append([one if first != "Year" else int(one), float(other) if other else None])
    book.save(held)
    return held.getvalue()


def _docx(rows: Rows, head: str = HEAD, first: str = "Year") -> bytes:
    def cell(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    body = "".join(f"<w:tr>{cell(one)}{cell(other)}</w:tr>" for one, other in [(first, head), *rows])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{head}</w:t></w:r></w:p><w:tbl>{body}</w:tbl></w:body></w:document>',
        )
    return held.getvalue()


def _text(rows: Rows, head: str = HEAD, first: str = "Year") -> str:
    return "".join(
        f"Exports of Chile to New Zealand were US$ {other} million in {one}.\n"
        if other
        else f"For {one} no figure of the exports of Chile to New Zealand was published.\n"
        for one, other in rows
    )


def _mail(rows: Rows, head: str = HEAD, first: str = "Year") -> bytes:
    message = EmailMessage(SMTP)
    message["From"], message["Date"], message["Subject"] = "a@b.example", "Mon, 03 Feb 2020 10:00:00 +0000", "Figures"
    message.set_content(_text(rows))
    return message.as_bytes()


def _pdf(rows: Rows, head: str = HEAD, first: str = "Year") -> bytes:
    import pikepdf

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    shown = "".join(f"({line}) Tj T* " for line in _text(rows).splitlines())
    page.Contents = pdf.make_stream(f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode())
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
    )
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


_TABLES = ("reading/tables", "reading/formats/sheet_tables.py")
_FORMATS: tuple[tuple[str, tuple[str, ...], Callable[..., str | bytes], bool], ...] = (
    ("csv", ("reading/formats/delimited.py", *_TABLES), _csv, True),
    ("html", ("reading/formats/html.py", "reading/formats/html_table.py"), _html, True),
    ("xlsx", ("reading/formats/xlsx.py", "reading/formats/office.py"), _xlsx, True),
    ("docx", ("reading/formats/docx.py",), _docx, True),
    ("txt", ("reading/formats/plain.py", "reading/prose", "reading/read.py"), _text, False),
    ("eml", ("reading/formats/mail.py",), _mail, False),
    ("pdf", ("reading/formats/pdf.py",), _pdf, False),
)


def _reader(kind: str, modules: tuple[str, ...], make: Callable[..., str | bytes], table: bool) -> Reader:
    doubtful = (
        make(GOOD, "Exports of Chile to Korea (US$ million)")
        if table
        else "Exports of Chile to Korea were US$ 5.5 million in 2019.\n"
    )
    return Reader(
        f"document {kind}", modules, READ, f"d.{kind}", make(GOOD),
        missing_number=Case(make(EMPTY), reported=r'"value": "12.5"', absent=ZERO),
        key_twice=Case(make(TWICE), reported=r'"value": "13.5"[\s\S]*"value": "99.5"'),
        areas_merged=Case(doubtful, reported='"status": "ok"', absent='"partner": "(KOR|PRK)"')
        if table or kind == "txt" else "the text is read by the readers of prose, as that of a plain text",
        code_repaired=Case(make([("30110", "12.5"), ("870323", "13.5")], "Exports of Chile to New Zealand in 2020 (US$ million)", "HS code"),
                           reported='"status": "ok"', absent="030110")
        if table else "running text names goods in words; a code in it stays part of the quotation",
    )  # fmt: skip


READERS = tuple(_reader(*one) for one in _FORMATS)
