"""Delimited tables (CSV) of any dialect: the separator on which most lines agree, one cell per field, ragged rows
marked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from henequen.model.message import Message
from henequen.reading.document import Block, Cell, Mark, ReadDocument, ReadTable
from henequen.reading.formats.refusal import Refusal

__all__ = ["read_delimited", "sniff_dialect"]

MOST_CELLS = 1_000_000
MOST_COLUMNS = 20_000
_NOTE = re.compile(
    r"\W*(?:sources?|fuentes?|notas?|notes?|자료|주|출처|fonte)\b\s*\d*\s*[:：.)]|\*|※|\(?[a-z\d]{1,2}\)?[/)=:]", re.I
)
_MARKDOWN_RULE = re.compile(r"\|(?:\s*:?-{2,}:?\s*\|)+")


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    start: int
    end: int


def sniff_dialect(text: str) -> str | None:
    """The separator of a delimited table, or None if the text is not one.

    >>> sniff_dialect("year;value\\n2001;1,5\\n2002;2,5\\n")
    ';'
    >>> sniff_dialect("One sentence, with a comma.\\nAnother one, too.\\n") is None
    True
    """
    sample = text[:200_000].lstrip("\ufeff")
    stated = re.match(r"sep=(.)\r?\n", sample)
    if stated:
        return stated.group(1)
    lines = [line for line in re.split(r"\r\n|\n|\r", sample) if line.strip()]
    if any(_MARKDOWN_RULE.fullmatch(line.strip()) for line in lines):
        return None  # a page of Markdown, whose tables have a line of dashes below the header
    if len(text) > len(sample) and lines:
        lines.pop()
    if len(lines) < 2:
        return None
    best: tuple[float, str] | None = None
    for separator in (";", "\t", "|") if _groups_digits(lines) else (";", "\t", "|", ","):
        rows = [row for row in _fields(sample, separator, 4000) if any(f.text.strip() for f in row)]
        wide = [row for row in rows if len(row) > 1]
        counts = Counter(len(row) for row in (wide if separator in ";\t" else rows))  # sentences contain commas too
        width = counts.most_common(1)[0][0] if counts else 0
        if width < 2 or not wide:
            continue
        first = next(index for index, row in enumerate(rows) if len(row) == width)
        rows = rows[first:] if first <= 3 else rows  # titles above the table may hold the separator
        blocks = _in_blocks(rows)
        agreed = sum(len(row) == width or block for row, block in zip(rows, blocks, strict=True))
        loose = sum(1 < len(row) != width and not block for row, block in zip(rows, blocks, strict=True))
        if agreed < 2 or loose > 0.2 * agreed or agreed < 0.6 * len(rows):
            continue
        lengths = sorted(len(f.text) for row in rows if len(row) == width for f in row)
        if separator in ",;" and (lengths[len(lengths) // 2] > 60 or _is_prose(rows, width)):
            continue
        score = width * agreed / len(rows)
        if best is None or score > 1.05 * best[0]:
            best = (score, separator)
    return best[1] if best else None


def _in_blocks(rows: list[list[_Field]]) -> list[bool]:
    """Whether each row is of a run of four and more with as many fields: a second table of the file."""
    widths = [len(row) for row in rows]
    inside = [False] * len(rows)
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or widths[end] != widths[start]:
            if end - start >= 4 and widths[start] > 1:
                inside[start:end] = [True] * (end - start)
            start = end
    return inside


_WIDE_GAP = re.compile(r"\S {2,}\S")


def _groups_digits(lines: list[str]) -> bool:
    """Whether the commas group the digits of figures in columns made with spaces."""
    commas = sum(line.count(",") for line in lines)
    grouped = sum(len(re.findall(r"(?<=\d),(?=\d{3}(?!\d))", line)) for line in lines)
    spaced = sum(bool(_WIDE_GAP.search(line)) for line in lines if "," in line)
    return grouped > 0.6 * commas and spaced > 0.5 * sum("," in line for line in lines)


def _is_prose(rows: list[list[_Field]], width: int) -> bool:
    """Sentences with as many commas each: fields that begin with a space and end in a full stop."""
    spaced = sum(f.text.startswith(" ") for row in rows for f in row[1:])
    total = max(1, sum(len(row) - 1 for row in rows))
    ends = sum(row[-1].text.rstrip().endswith((".", ":", "다.")) for row in rows)
    words = sum(len(f.text.split()) for row in rows for f in row) / max(1, sum(len(row) for row in rows))
    return (spaced > 0.8 * total and (ends > 0.5 * len(rows) or words > 6)) or (ends > 0.7 * len(rows) and words > 4)


def _fields(text: str, separator: str, most_rows: int = 0) -> list[list[_Field]]:
    """The rows of a delimited text; each field with its place, quotes inside its place only if they are doubled in it."""
    rows: list[list[_Field]] = []
    row: list[_Field] = []
    at, length = 0, len(text)
    cells = 0
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    while at < length:
        start = at
        opening_quote = re.compile(r"[ ]*\"").match(text, at)
        if opening_quote and (closing := _closing_quote(text, opening_quote.end(), separator)) is not None:
            inner_start, inner_end = opening_quote.end(), closing
            row.append(_Field(text[inner_start:inner_end].replace('""', '"'), inner_start, inner_end))
            at = closing + 1
            while at < length and text[at] == " ":
                at += 1
        else:
            match = plain.match(text, at)
            assert match is not None
            at = match.end()
            row.append(_Field(text[start:at], start, at))
        cells += 1
        if at < length and text[at] == separator:
            at += 1
            if at == length or text[at] in "\r\n":
                row.append(_Field("", at, at))
            else:
                continue
        if at < length and text[at] == "\r":
            at += 1
        if at < length and text[at] == "\n":
            at += 1
        rows.append(row)
        row = []
        if most_rows and len(rows) >= most_rows:
            return rows
        if cells > MOST_CELLS:
            raise Refusal(Message("table_has_more_than_cells", most_cells=f"{MOST_CELLS:,}"))
    return rows


def _closing_quote(text: str, at: int, separator: str) -> int | None:
    """The end of a quoted field; None if no quote closes it before a separator or a line end."""
    while True:
        at = text.find('"', at)
        if at < 0:
            return None
        if text[at + 1 : at + 2] == '"':
            at += 2
            continue
        rest = text[at + 1 : at + 40].lstrip(" ")
        return at if not rest or rest[0] in (separator, "\r", "\n") else None


def read_delimited(name: str, text: str, separator: str) -> ReadDocument:
    """The document of a delimited table: titles above, notes below, repeated separators for empty cells."""
    offset = 1 if text.startswith("\ufeff") else 0
    stated = re.match(r"sep=.\r?\n", text[offset:])
    if stated:
        offset += stated.end()
    rows = [
        [_Field(f.text, f.start + offset, f.end + offset) for f in row] for row in _fields(text[offset:], separator)
    ]
    if max((len(row) for row in rows), default=0) > MOST_COLUMNS:
        raise Refusal(Message("table_has_more_than_columns", most_columns=f"{MOST_COLUMNS:,}"))
    filled = [index for index, row in enumerate(rows) if sum(bool(f.text.strip()) for f in row) >= 2]
    usual = Counter(len(rows[index]) for index in filled).most_common(1)[0][0] if filled else 0
    blocks: list[Block] = []
    tables: list[ReadTable] = []
    marks: list[Mark] = []
    captions: list[str] = []
    notes: list[str] = []
    run: list[int] = []

    def close() -> None:
        if len(run) >= 2:
            tables.append(_table(rows, run, len(tables) + 1, "\n".join(captions[-3:]), usual, marks))
            blocks.append(Block("table", rows[run[0]][0].start, rows[run[-1]][-1].end))
            captions.clear()
            notes.clear()
        run.clear()

    for index, row in enumerate(rows):
        texts = [f for f in row if f.text.strip()]
        if not texts:
            close()
        elif (
            not run
            and not tables
            and len(row) != usual
            and (text[row[0].start : row[0].start + 1] == "#" or len(row) < usual)
        ):
            # a title with the separator in it
            start, end = row[0].start, row[-1].end
            blocks.append(Block("caption", start, end))
            captions.append(text[start:end].lstrip("# ").strip())
        elif len(texts) == 1 and (not run or index > (filled[-1] if filled else 0)) and row[0].text.strip():
            close()
            noted = bool(tables) and not _titles_next(rows, index)
            blocks.append(Block("footnote" if noted else "caption", texts[0].start, texts[0].end))
            (notes if noted else captions).append(texts[0].text.strip())
            if noted:
                last = tables[-1]
                tables[-1] = ReadTable(
                    last.number,
                    None,
                    None,
                    last.caption,
                    tuple(notes),
                    last.cells,
                    last.rows,
                    last.columns,
                    last.repairs,
                )
        else:
            run.append(index)
    close()
    blocks.sort(key=lambda block: block.start)
    return ReadDocument(
        name=name, media_type="text/csv", text=text, blocks=tuple(blocks), tables=tuple(tables), marks=tuple(marks)
    )


def _titles_next(rows: list[list[_Field]], index: int) -> bool:
    """Whether a row of one field is the title of a further table: right above it, and not a note."""
    first = next((f.text.strip() for f in rows[index] if f.text.strip()), "")
    if _NOTE.match(first) or first.endswith("."):
        return False
    for row in rows[index + 1 : index + 4]:
        filled = sum(bool(f.text.strip()) for f in row)
        if filled >= 2:
            return True
        if filled == 0:
            return False
    return False


def _table(
    rows: list[list[_Field]], run: list[int], number: int, caption: str, usual: int, marks: list[Mark]
) -> ReadTable:
    cells: list[Cell] = []
    repairs: list[str] = []
    for place, index in enumerate(run):
        for column, item in enumerate(rows[index]):
            text = item.text.strip()
            start = item.start + len(item.text) - len(item.text.lstrip())
            cells.append(
                Cell(place, column, text, start, max(start, start + len(item.text.strip())), reference=str(index + 1))
            )
        if len(rows[index]) > usual and any(f.text.strip() for f in rows[index][usual:]):
            marks.append(
                Mark(
                    "ragged_row",
                    Message("row_has_fields_where_table_has", index=index + 1, n=len(rows[index]), usual=usual),
                )
            )
    columns = max(len(rows[index]) for index in run)
    return ReadTable(number, None, None, caption, (), tuple(cells), len(run), columns, tuple(repairs))
