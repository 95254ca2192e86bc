"""DOCX: paragraphs, headings, lists and tables in their order; deleted and hidden text is not read."""

from __future__ import annotations

import re

import lxml.etree  # type: ignore[import-untyped]

from henequen.model.message import Message
from henequen.reading.document import Block, Cell, Mark, ReadDocument, ReadTable
from henequen.reading.formats.office import OfficeFile, local_name
from henequen.reading.layout.builder import TextBuilder

__all__ = ["read_docx"]

_MOST_CELLS = 300_000


def read_docx(name: str, data: bytes) -> ReadDocument:
    """The document of a DOCX file. Raises Refusal for bombs and damage."""
    file = OfficeFile(data)
    reader = _Reader(_heading_styles(file))
    tree = file.tree("word/document.xml")
    body = next((e for e in tree.iter("{*}body")), tree)
    reader.walk(body)
    for part, kind in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "footnote")):
        if part in file.names:
            for note in file.tree(part):
                if note.get(f"{{{note.nsmap.get('w', '')}}}type") in ("separator", "continuationSeparator"):
                    continue
                text = "\n".join(filter(None, (reader.paragraph_text(p) for p in note.iter("{*}p"))))
                if text.strip():
                    reader.write(text.strip(), kind, 0)
    marks = [*reader.marks]
    if reader.hidden:
        marks.append(Mark("hidden_text", Message("text_that_page_does_not_show", hidden=" ".join(reader.hidden)[:80])))
    if reader.deleted:
        marks.append(Mark("left_out", Message("deletions_tracked_changes_were_not_read", deleted=reader.deleted)))
    title = None
    if "docProps/core.xml" in file.names:
        title = next((e.text for e in file.tree("docProps/core.xml") if local_name(e) == "title" and e.text), None)
    return ReadDocument(
        name=name,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        text=reader.builder.text,
        blocks=tuple(reader.blocks),
        tables=tuple(reader.tables),
        marks=tuple(marks),
        title=title,
    )


def _heading_styles(file: OfficeFile) -> dict[str, int]:
    """Heading level by style id: by the outline level of the style, or by its name."""
    levels: dict[str, int] = {}
    if "word/styles.xml" not in file.names:
        return levels
    for style in file.tree("word/styles.xml").iter("{*}style"):
        identity = _attribute(style, "styleId")
        title = next((_attribute(e, "val") for e in style if local_name(e) == "name"), "")
        outline = next((_attribute(e, "val") for e in style.iter("{*}outlineLvl")), "")
        named = re.search(r"(?:heading|t[ií]tulo|제목)\s*(\d)", title, re.I)
        if outline.isdecimal() and int(outline) < 9:
            levels[identity] = int(outline) + 1
        elif named:
            levels[identity] = int(named.group(1))
        elif title.lower() in ("title", "título", "제목"):
            levels[identity] = 1
    return levels


def _attribute(element: lxml.etree._Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


class _Reader:
    """Walks the body and gathers text, blocks and tables."""

    def __init__(self, headings: dict[str, int]) -> None:
        self.headings = headings
        self.builder = TextBuilder()
        self.blocks: list[Block] = []
        self.tables: list[ReadTable] = []
        self.marks: list[Mark] = []
        self.hidden: list[str] = []
        self.deleted = 0

    def write(self, text: str, kind: str, level: int) -> None:
        """Append one block."""
        span = self.builder.add(text)
        self.blocks.append(Block(kind, span.start, span.end, None, level))
        self.builder.add("\n\n")

    def walk(self, holder: lxml.etree._Element) -> None:
        """Paragraphs and tables of a body, content controls and insertions included."""
        for item in holder:
            tag = local_name(item)
            if tag == "p":
                text = self.paragraph_text(item).strip()
                if text:
                    self.write(text, *self._kind(item))
            elif tag == "tbl":
                self._table(item)
            elif tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"):
                self.walk(item)

    def _kind(self, paragraph: lxml.etree._Element) -> tuple[str, int]:
        style = next((_attribute(e, "val") for e in paragraph.iter("{*}pStyle")), "")
        if style in self.headings:
            return "heading", self.headings[style]
        if "aption" in style or "pígrafe" in style:
            return "caption", 0
        numbered = any(True for _ in paragraph.iter("{*}numPr"))
        return ("list_item", 0) if numbered or "List" in style else ("paragraph", 0)

    def paragraph_text(self, paragraph: lxml.etree._Element) -> str:
        """The shown text of a paragraph."""
        parts: list[str] = []
        for run in paragraph.iter("{*}r", "{*}del", "{*}moveFrom"):
            tag = local_name(run)
            if tag != "r":
                self.deleted += 1
                continue
            if any(local_name(a) in ("del", "moveFrom") for a in run.iterancestors()):
                continue
            owner = next((a for a in run.iterancestors() if local_name(a) in ("p", "txbxContent")), None)
            if owner is not paragraph and owner is not None and local_name(owner) == "p":
                continue  # a text box inside the paragraph is read with its own paragraphs
            text = "".join(_run_piece(e) for e in run)
            properties = next((e for e in run if local_name(e) == "rPr"), None)
            if text.strip() and properties is not None and _is_hidden(properties):
                self.hidden.append(text.strip())
                continue
            parts.append(text)
        return "".join(parts)

    def _table(self, table: lxml.etree._Element) -> None:
        rows = _inside(table, "tr")
        cells: list[Cell] = []
        above: dict[int, int] = {}
        start = self.builder.length
        columns = 0
        nested: list[lxml.etree._Element] = []
        for number, row in enumerate(rows):
            if number:
                self.builder.add("\n")
            properties = next((e for e in row if local_name(e) == "trPr"), None)
            skipped = (
                next((_attribute(e, "val") for e in properties.iter("{*}gridBefore")), "0")
                if properties is not None
                else "0"
            )
            column = int(skipped) if skipped.isdecimal() else 0
            is_head = properties is not None and any(True for _ in properties.iter("{*}tblHeader"))
            first = True
            for item in _inside(row, "tc"):
                shape = next((e for e in item if local_name(e) == "tcPr"), None)
                across, merge = 1, ""
                if shape is not None:
                    stated = next((_attribute(e, "val") for e in shape.iter("{*}gridSpan")), "1")
                    across = max(1, min(int(stated) if stated.isdecimal() and len(stated) < 5 else 1, 500))
                    merge = next((_attribute(e, "val") or "continue" for e in shape.iter("{*}vMerge")), "")
                if merge == "continue" and column in above:
                    cell = cells[above[column]]
                    cells[above[column]] = Cell(
                        cell.row,
                        cell.column,
                        cell.text,
                        cell.start,
                        cell.end,
                        number - cell.row + 1,
                        cell.column_span,
                        cell.header,
                    )
                else:
                    texts = (self.paragraph_text(p).strip() for p in item if local_name(p) == "p")
                    text = "\n".join(t for t in texts if t)
                    nested.extend(_inside(item, "tbl"))
                    if not first:
                        self.builder.add("\t")
                    first = False
                    span = self.builder.add(text)
                    cells.append(Cell(number, column, text, span.start, span.end, 1, across, is_head))
                    above[column] = len(cells) - 1
                column += across
                columns = max(columns, column)
                if len(cells) > _MOST_CELLS:
                    return
        if not cells:
            return
        if columns < 2 or (len(rows) < 2 and columns < 3):
            self.blocks.append(Block("paragraph", start, self.builder.length))
        else:
            self.tables.append(ReadTable(len(self.tables) + 1, None, None, "", (), tuple(cells), len(rows), columns))
            self.blocks.append(Block("table", start, self.builder.length))
        self.builder.add("\n\n")
        for inner in nested:
            self._table(inner)


def _inside(holder: lxml.etree._Element, tag: str) -> list[lxml.etree._Element]:
    """Children called `tag`, also inside content controls and insertions."""
    children = []
    for item in holder:
        if local_name(item) == tag:
            children.append(item)
        elif local_name(item) in ("sdt", "sdtContent", "ins", "customXml"):
            children.extend(_inside(item, tag))
    return children


def _run_piece(element: lxml.etree._Element) -> str:
    tag = local_name(element)
    if tag == "t":
        return element.text or ""
    if tag == "tab":
        return "\t"
    if tag in ("br", "cr"):
        return "\n"
    if tag == "noBreakHyphen":
        return "-"
    return ""


def _is_hidden(properties: lxml.etree._Element) -> bool:
    for item in properties:
        tag, value = local_name(item), _attribute(item, "val").lower()
        if tag == "vanish" and value not in ("0", "false"):
            return True
        if tag == "color" and value == "ffffff":
            return not any(local_name(e) in ("shd", "highlight") for e in properties) and not _shaded(properties)
        if tag == "sz" and value in ("1", "2"):
            return True
    return False


def _shaded(element: lxml.etree._Element) -> bool:
    """Is the paragraph or cell shaded? White letters are visible there."""
    for holder in element.iterancestors():
        if local_name(holder) in ("p", "tc", "tbl"):
            for item in holder:
                if local_name(item) in ("pPr", "tcPr", "tblPr") and any(
                    _attribute(e, "fill").lower() not in ("", "auto", "ffffff") for e in item.iter("{*}shd")
                ):
                    return True
                if local_name(item) == "tblPr" and any(True for _ in item.iter("{*}tblStyle")):
                    return True
    return False
