"""A brief as a Word document that a desk can edit; packed again with fixed dates, so that the same brief gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from henequen.publish.brief.brief import Brief, Line
from henequen.publish.site.catalogue import Catalogue, catalogue

__all__ = ["docx_of"]

_THEN = (1980, 1, 1, 0, 0, 0)
_FONT = "Malgun Gothic"
"""A font with Latin and Hangul that word processors have; another is taken where it is missing."""


def docx_of(brief: Brief) -> bytes:
    """The brief as DOCX."""
    from docx import Document
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    t = catalogue(brief.language)
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(17)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(9.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    properties = document.core_properties
    properties.title, properties.author, properties.language = brief.title, "Henequen", brief.language
    properties.created = properties.modified = datetime(1980, 1, 1)
    if brief.classification:
        document.add_paragraph(brief.classification).alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    document.add_heading(brief.title, 0)
    document.add_paragraph(brief.subtitle)
    for line in brief.purpose:
        document.add_paragraph(_text(t, line))
    if brief.changes:
        _section(document, t, t("brief.h_changes"), brief.changes)
    _section(document, t, t("brief.h_points"), brief.points, "List Number")
    _section(document, t, t("brief.h_unknown"), brief.unknown, empty=t("brief.nothing"))
    for key in ("they_owe", "we_owe"):
        _section(document, t, t(f"brief.h_{key}"), getattr(brief, key), empty=t("brief.nothing_recorded"))
    document.add_page_break()  # type: ignore[no-untyped-call]
    for sheet in brief.sheets:
        document.add_heading(t("brief.h_sheet", topic=sheet.title), 1)
        for key, lines in (("take", sheet.take), ("background", sheet.background), ("counterpart", sheet.counterpart)):
            if lines:
                document.add_heading(t(f"brief.h_{key}"), 2)
                for line in lines:
                    document.add_paragraph(_text(t, line), style="List Bullet")
    for key in ("pending", "chronology", "who", "notes", "sources"):
        if getattr(brief, key):
            _section(document, t, t(f"brief.h_{key}"), getattr(brief, key))
    section.footer.paragraphs[0].text = t("brief.footer", edition=brief.edition, day=brief.as_of)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _section(
    document: object, t: Catalogue, title: str, lines: tuple[Line, ...], style: str = "List Bullet", empty: str = ""
) -> None:
    document.add_heading(title, 1)  # type: ignore[attr-defined]
    for line in lines:
        document.add_paragraph(_text(t, line), style=style)  # type: ignore[attr-defined]
    if not lines and empty:
        document.add_paragraph(empty)  # type: ignore[attr-defined]


def _text(t: Catalogue, line: Line) -> str:
    tags = [t(f"brief.certainty_{line.certainty}")] if line.certainty else []
    tags += [t(f"brief.change_{line.change}")] if line.change else []
    return line.text + "".join(f" [{tag}]" for tag in tags)


def _with_fixed_dates(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(archive.namelist()):
            out.writestr(zipfile.ZipInfo(name, _THEN), archive.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
