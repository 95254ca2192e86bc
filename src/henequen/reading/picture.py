"""The picture of a page of a PDF with a passage highlighted, drawn in the limited child: for a person who reviews a proposal."""

from __future__ import annotations

import base64
import ctypes
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from henequen.jobs.conversation import Conversation, answer_requests
from henequen.model.match_key import match_key

__all__ = ["page_picture"]

_WIDTH = 1000
"""Pixels; the height follows the page."""
_MOST_PIXELS = 6_000_000
_LARGEST = 100_000_000
_PATIENCE = 30.0


def page_picture(
    path: Path,
    page: int,
    quote: str,
    around: tuple[str, str] = ("", ""),
    box: Sequence[float] = (),
    width: int = _WIDTH,
) -> bytes | None:
    """A PNG of a page (from 1) with `quote` marked, the one between the texts `around` if it occurs more than once.

    On a page without text, `box` (left, top, right, bottom in parts of the page) is marked instead.

    None if there is no such page, or it cannot be drawn.
    """
    child = Conversation("henequen.reading.picture", _PATIENCE)
    try:
        answer, _ = child.ask(
            {"path": str(path), "page": page, "quote": quote, "around": list(around), "box": list(box), "width": width}
        )
    finally:
        child.end()
    return base64.b64decode(answer["png"]) if answer is not None and "png" in answer else None


def _draw(request: dict[str, Any]) -> dict[str, Any]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        path = Path(request["path"])
        if path.stat().st_size > _LARGEST:
            return {"refused": "the file is too large"}
        file = pypdfium2.PdfDocument(path.read_bytes())
        if not 1 <= request["page"] <= len(file):
            return {"refused": "there is no such page"}
        page = file[request["page"] - 1]
        width, height = page.get_size()
        scale = min(request.get("width", _WIDTH) / max(width, 1.0), (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        rows = _rows(bitmap)
        convert = bitmap.get_posconv(page)
        for box in _boxes(page, request["quote"], request["around"]):
            _mark(rows, bitmap.n_channels, *convert.to_bitmap(box[0], box[3]), *convert.to_bitmap(box[2], box[1]))
        if place := request.get("box"):
            left, upper, right, lower = (
                int(part * size) for part, size in zip(place, (bitmap.width, bitmap.height) * 2, strict=True)
            )
            _mark(rows, bitmap.n_channels, left, upper, right, lower)
        return {"png": base64.b64encode(_png(rows, bitmap.width, bitmap.n_channels)).decode("ascii")}
    except (OSError, pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        return {"refused": type(error).__name__}


def _rows(bitmap: Any) -> list[bytearray]:
    data = bytes(bitmap.buffer)
    wide = bitmap.width * bitmap.n_channels
    return [bytearray(data[y * bitmap.stride : y * bitmap.stride + wide]) for y in range(bitmap.height)]


def _boxes(page: Any, quote: str, around: list[str]) -> list[tuple[float, float, float, float]]:
    """The boxes (left, bottom, right, top) of the characters of the quote, one per line of print."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    text = page.get_textpage()
    try:
        signs: list[str] = []
        places: list[int] = []
        for index in range(pdfium.FPDFText_CountChars(text.raw)):
            for sign in _solid(chr(pdfium.FPDFText_GetUnicode(text.raw, index) or 32)):
                signs.append(sign)
                places.append(index)
        start, end = _place("".join(signs), quote, around)
        boxes: list[tuple[float, float, float, float]] = []
        edges = [ctypes.c_double() for _ in range(4)]
        for index in dict.fromkeys(places[start:end]):
            if not pdfium.FPDFText_GetCharBox(text.raw, index, *(ctypes.byref(edge) for edge in edges)):
                continue
            left, right, bottom, top = (edge.value for edge in edges)
            last = boxes[-1] if boxes else None
            if last and left >= last[0] and abs(bottom - last[1]) < 0.6 * max(top - bottom, last[3] - last[1], 1.0):
                boxes[-1] = (last[0], min(bottom, last[1]), max(right, last[2]), max(top, last[3]))
            else:
                boxes.append((left, bottom, right, top))
        return boxes
    finally:
        text.close()


def _place(page: str, quote: str, around: list[str]) -> tuple[int, int]:
    """The position of the quote in the page's text without spaces: matched with as much context as fits, otherwise its
    first occurrence."""
    target, before, after = _solid(quote), _solid(around[0]), _solid(around[1])
    if not target:
        return 0, 0
    for size in (40, 20, 10, 5, 0):
        first = before[len(before) - size :] if size else ""
        for head, tail in ((first, after[:size]), (first, ""), ("", after[:size])):
            at = page.find(head + target + tail)
            if at >= 0:
                return at + len(head), at + len(head) + len(target)
    return 0, 0


def _solid(text: str) -> str:
    return "".join(match_key(text).key.split())


def _mark(rows: list[bytearray], channels: int, x0: int, y0: int, x1: int, y1: int) -> None:
    """Tint a rectangle yellow: less blue."""
    left, right = sorted((max(0, x0 - 2), max(0, x1 + 2)))
    upper, lower = sorted((max(0, y0 - 2), max(0, y1 + 2)))
    for row in rows[upper:lower]:
        part = row[left * channels + 2 : right * channels : channels]
        row[left * channels + 2 : left * channels + 2 + len(part) * channels : channels] = bytes(
            sign * 2 // 5 for sign in part
        )


def _png(rows: list[bytearray], width: int, channels: int) -> bytes:
    """A PNG file of rows of RGB or RGBA pixels."""
    body = b"".join(b"\0" + bytes(row) for row in rows)
    kind = {1: 0, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", width, len(rows), 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(body, 3)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    answer_requests(_draw, memory=1_500_000_000, seconds=20)
