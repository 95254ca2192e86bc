"""PDF: characters with their boxes, words, drawn lines; invisible text is a mark. Does not render pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from henequen.model.message import Message
from henequen.reading.document import Mark, PlacedWord, ReadDocument, Recognised
from henequen.reading.formats.refusal import NeedsOcr, Refusal
from henequen.reading.layout.page import PageLayout, lay_out
from henequen.reading.layout.pages import assemble
from henequen.reading.layout.words import Rule, Word
from henequen.reading.ocr.layer import words_of_table

__all__ = ["read_pdf"]

MOST_PAGES = 2_000
_MOST_OBJECTS = 20_000
_HIDDEN_MODES = {3, 7}


@dataclass(slots=True)
class _Page:
    """The objects of one page."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    hidden_words: list[Word] = field(default_factory=list)
    unmapped: int = 0
    pictures: float = 0.0
    backgrounds: list[tuple[float, float, float, float]] = field(default_factory=list)


def read_pdf(name: str, data: bytes, recognised: Sequence[str] = ()) -> ReadDocument:
    """The document of a PDF file. Raises Refusal (protected, damaged, too long) or NeedsOcr (no text layer).

    `recognised` are the words of each page that an OCR program found, for pages that have no text of their own.
    """
    try:
        file = pypdfium2.PdfDocument(data)
        count = len(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal(Message("pdf_protected_with_password_save_without")) from error
        raise Refusal(Message("damaged_pdf_cannot_be_opened")) from error
    if count == 0:
        raise Refusal(Message("pdf_has_no_pages"))
    if count > MOST_PAGES:
        raise Refusal(Message("pdf_has_pages_at_most_are", count=f"{count:,}", most_pages=f"{MOST_PAGES:,}"))
    layouts: list[PageLayout] = []
    marks: list[Mark] = []
    pages: list[Recognised] = []
    characters, pictures = 0, 0
    for index in range(count):
        try:
            page = _take(file, index)
        except pypdfium2.PdfiumError:
            marks.append(Mark("damaged", Message("page_cannot_be_read", index=index + 1)))
            layouts.append(PageLayout(()))
            continue
        # text that an OCR program put under the picture
        by_machine = False
        if not page.words and page.hidden_words and page.pictures > 0.5:
            page.words, page.hidden_words = page.hidden_words, []
            marks.append(Mark("ocr_layer", Message("page_text_from_ocr_program_check", index=index + 1)))
            by_machine = True
        elif not page.words and index < len(recognised) and recognised[index]:
            page.words = words_of_table(recognised[index], page.width, page.height)
            message = Message("page_recognised_by_ocr_program_person", index=index + 1)
            marks.append(Mark("ocr_layer", message))
            by_machine = True
        if by_machine and page.words:
            pages.append(_recognised(index + 1, page))
        characters += sum(len(word.text) for word in page.words)
        pictures += page.pictures > 0.5
        if page.hidden_words:
            hidden = " ".join(word.text for word in page.hidden_words)[:80]
            message = Message("page_words_that_page_does_not", index=index + 1, n=len(page.hidden_words), hidden=hidden)
            marks.append(Mark("hidden_text", message))
        if page.unmapped > max(20, 0.2 * sum(len(word.text) for word in page.words)):
            marks.append(Mark("damaged", Message("page_font_does_not_say_which", index=index + 1)))
        if not page.words and page.pictures > 0.5:
            marks.append(Mark("no_text", Message("page_picture_without_text", index=index + 1)))
        layouts.append(lay_out(page.words, page.rules, page.width, page.height))
    if characters < 10 * count and (pictures or characters == 0):
        raise NeedsOcr(Message("pages_are_pictures_without_text_run"), count)
    try:
        details = file.get_metadata_dict()
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        details = {}
    document = replace(assemble(name, layouts, marks), recognised=tuple(pages))
    title = (details.get("Title") or "").strip() or None
    return document if title is None or document.title else document_with_title(document, title)


def _recognised(number: int, page: _Page) -> Recognised:
    wide, high = max(page.width, 1.0), max(page.height, 1.0)
    placed = (PlacedWord(w.text, w.x0 / wide, w.top / high, w.x1 / wide, w.bottom / high) for w in page.words)
    return Recognised(number, tuple(placed))


def document_with_title(document: ReadDocument, title: str) -> ReadDocument:
    """The same document with the title that its file gives."""
    return replace(document, title=title)


def _take(file: pypdfium2.PdfDocument, index: int) -> _Page:
    page = file[index]
    try:
        width, height = page.get_size()
        content = _Page(width, height)
        left, bottom, _, _ = page.get_bbox()
        turn = _Turn(page.get_rotation(), width, height, left, bottom)
        _take_objects(page, turn, content)
        text = page.get_textpage()
        try:
            _take_words(text.raw, turn, content)
        finally:
            text.close()
        return content
    finally:
        page.close()


@dataclass(frozen=True, slots=True)
class _Turn:
    """From page space (origin bottom left, unturned) to what a reader sees (origin top left)."""

    rotation: int
    width: float
    height: float
    left: float
    bottom: float

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) as seen."""
        x0, x1, y0, y1 = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        if self.rotation == 90:
            return y0, x0, y1, x1
        if self.rotation == 180:
            return self.width - x1, y0, self.width - x0, y1
        if self.rotation == 270:
            return self.width - y1, self.height - x1, self.width - y0, self.height - x0
        return x0, self.height - y1, x1, self.height - y0


def _take_objects(page: pypdfium2.PdfPage, turn: _Turn, content: _Page) -> None:
    """Drawn lines, edges of filled boxes, and how much of the page pictures cover."""
    total = pdfium.FPDFPage_CountObjects(page.raw)
    area = max(content.width * content.height, 1.0)
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(total, _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(edge) for edge in edges)):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        x0, upper, x1, lower = turn.box(left, bottom, right, top)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            content.pictures = max(content.pictures, (x1 - x0) * (lower - upper) / area)
            content.backgrounds.append((x0, upper, x1, lower))
            continue
        if not _is_white(item):
            content.backgrounds.append((x0, upper, x1, lower))
        if x1 - x0 > 8 and lower - upper <= 3:
            content.rules.append(Rule(True, x0, x1, upper, lower))
        elif lower - upper > 4 and x1 - x0 <= 3:
            content.rules.append(Rule(False, x0, x1, upper, lower))
        elif x1 - x0 > 8 and lower - upper > 4 and (x1 - x0) * (lower - upper) < 0.9 * area:
            if pdfium.FPDFPath_CountSegments(item) <= 6:
                content.rules += [
                    Rule(True, x0, x1, upper, upper),
                    Rule(True, x0, x1, lower, lower),
                    Rule(False, x0, x0, upper, lower),
                    Rule(False, x1, x1, upper, lower),
                ]
            else:
                content.rules += _path_rules(item, turn)


def _path_rules(item: object, turn: _Turn) -> Iterator[Rule]:
    """The straight pieces of one path that draws a whole grid."""
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    last: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(item), 2000)):
        piece = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
        origin = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if last is not None and pdfium.FPDFPathSegment_GetType(piece) == pdfium.FPDF_SEGMENT_LINETO:
            x0, upper, x1, lower = turn.box(
                min(last[0], origin[0]), min(last[1], origin[1]), max(last[0], origin[0]), max(last[1], origin[1])
            )
            if x1 - x0 > 8 and lower - upper <= 1:
                yield Rule(True, x0, x1, upper, lower)
            elif lower - upper > 4 and x1 - x0 <= 1:
                yield Rule(False, x0, x1, upper, lower)
        last = origin


def _take_words(text: object, turn: _Turn, content: _Page) -> None:
    """Characters to words: a space, a gap, a jump or another height ends a word."""
    count = pdfium.FPDFText_CountChars(text)
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    letters: list[str] = []
    x0 = x1 = top = bottom = size = 0.0
    hidden_word = False
    seen_object, object_hidden = 0, False
    backgrounds = content.backgrounds

    def close() -> None:
        nonlocal letters
        if letters:
            word = Word("".join(letters), x0, x1, top, bottom, size)
            outside = x1 < 0 or x0 > content.width or bottom < 0 or top > content.height or size < 1.0
            (content.hidden_words if hidden_word or outside else content.words).append(word)
            letters = []

    get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    get_object = pdfium.FPDFText_GetTextObject
    for index in range(count):
        code = get_unicode(text, index)
        if code in (0, 13, 10, 32, 160, 9, 0x3000, 0x2002, 0x2003, 0x2009, 0x200A, 0x202F):
            if code == 0:
                content.unmapped += 1
            close()
            continue
        char = "-" if code in (0xFFFE, 2, 0xAD) else chr(code)
        if 0xD800 <= code <= 0xDFFF or (code < 32 and code != 2):
            content.unmapped += 1
            continue
        if 0xE000 <= code <= 0xF8FF or code == 0xFFFD:
            content.unmapped += 1
        if not get_box(text, index, pointer):
            continue
        left, upper, right, lower = turn.box(box.left, box.bottom, box.right, box.top)
        height = (lower - upper) if turn.rotation in (0, 180) else (right - left)
        holder = get_object(text, index)
        address = ctypes.addressof(holder.contents) if holder else 0
        if address != seen_object:
            seen_object, object_hidden = (
                address,
                bool(holder) and _invisible(holder, left, upper, right, lower, backgrounds),
            )
        if letters and (
            hidden_word != object_hidden
            or (abs(upper - top) > 0.35 * size and abs(lower - bottom) > 0.35 * size)
            or left - x1 > 0.22 * size
            or left < x0 - 0.3 * size
        ):
            close()
        if not letters:
            x0, x1, top, bottom, size, hidden_word = left, right, upper, lower, max(height * 0.85, 0.1), object_hidden
            letters = [char]
        else:
            letters.append(char)
            x1, top, bottom = max(x1, right), min(top, upper), max(bottom, lower)
    close()


def _invisible(
    item: object,
    left: float,
    upper: float,
    right: float,
    lower: float,
    backgrounds: list[tuple[float, float, float, float]],
) -> bool:
    """Invisible render mode, zero opacity, or white letters on an empty background."""
    if pdfium.FPDFTextObj_GetTextRenderMode(item) in _HIDDEN_MODES:
        return True
    shade = _fill(item)
    if shade is None:
        return False
    if shade[3] < 8:
        return True
    if min(shade[:3]) < 250:
        return False
    x, y = (left + right) / 2, (upper + lower) / 2
    return not any(x0 <= x <= x1 and above <= y <= below for x0, above, x1, below in backgrounds)


def _fill(item: object) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity of an object's filling."""
    shades = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *(ctypes.byref(shade) for shade in shades)):
        return None
    red, green, blue, alpha = (int(shade.value) for shade in shades)
    return red, green, blue, alpha


def _is_white(item: object) -> bool:
    shade = _fill(item)
    return shade is None or min(shade[:3]) >= 250 or shade[3] < 8
