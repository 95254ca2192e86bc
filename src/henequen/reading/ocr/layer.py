"""The words of an OCR program as words of a page: read from its table in the limited child, and placed on the page."""

from __future__ import annotations

from henequen.reading.layout.words import Word

__all__ = ["words_of_table"]

_MOST_WORDS = 20_000
_COLUMNS = 12


def words_of_table(table: str, width: float, height: float) -> list[Word]:
    """The words of a page of `width` by `height` points; a row that is damaged is left out.

    The table is that of `tesseract ... tsv`: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    """
    words: list[Word] = []
    across = down = 0.0
    for row in table.splitlines()[:200_000]:
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS - 1 or not cells[0].isdecimal():
            continue
        try:
            left, top, wide, high = (float(cell) for cell in cells[6:10])
        except ValueError:
            continue
        if cells[0] == "1":
            across, down = wide, high
        text = "".join(cells[11].split()) if len(cells) == _COLUMNS else ""
        if cells[0] != "5" or not text or across <= 0 or down <= 0 or len(words) >= _MOST_WORDS:
            continue
        x0, x1 = left * width / across, (left + wide) * width / across
        upper, lower = top * height / down, (top + high) * height / down
        if 0 <= x0 < x1 <= 1.01 * width and 0 <= upper < lower <= 1.01 * height:
            words.append(Word(text, x0, x1, upper, lower, max((lower - upper) * 0.85, 0.1)))
    return words
