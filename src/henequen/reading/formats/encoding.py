"""Bytes to text: declared encoding first, then UTF-8, then CP949, then CP1252."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["DecodedText", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text, its encoding, and whether some lines needed another one."""

    text: str
    encoding: str
    mixed: bool = False


def decode(data: bytes, declared: str | None = None) -> DecodedText | None:
    """Decode `data`, or return None if no encoding fits.

    A byte order mark wins over `declared`. The UTF-8 mark stays in the text, so that offsets count from the first
    character of the file.

    >>> decode("수출".encode("cp949")).encoding
    'cp949'
    >>> decode("México".encode("cp1252")).text
    'México'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            if text is not None:
                return DecodedText(text, encoding)
            break
    if declared and (text := _strict(data, _canonical(declared))) is not None and "\0" not in text:
        return DecodedText(text, _canonical(declared))
    if (text := _strict(data, "utf-8")) is not None:
        return DecodedText(text, "utf-8")
    if len(_MULTIBYTE.findall(data)) > 2 * _invalid_places(data):
        return _by_line(data)
    if (text := _double_byte(data)) is not None:
        return DecodedText(text, "cp949")
    if (text := _strict(data, "cp1252")) is not None:
        return DecodedText(text, "cp1252")
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _canonical(name: str) -> str:
    """The encoding that a label means on the web: Latin 1 is CP1252 there, EUC-KR is CP949."""
    label = name.strip().strip("\"'").lower()
    if label in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1"}:
        return "cp1252"
    if label in {"euc-kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601", "windows-949", "uhc"}:
        return "cp949"
    return label


def _invalid_places(data: bytes) -> int:
    return data.decode("utf-8", "replace").count("\ufffd")


def _double_byte(data: bytes) -> str | None:
    """CP949, only if nearly every double-byte character is an everyday one: é and x also make a rare syllable."""
    text = _strict(data, "cp949")
    if text is None:
        return None
    foreign = [char for char in text if ord(char) > 127]
    everyday = 0
    for char in foreign:
        first, *rest = char.encode("cp949")
        everyday += bool(rest) and first >= 0xA1 and rest[0] >= 0xA1
    return text if foreign and everyday >= 0.95 * len(foreign) else None


def _by_line(data: bytes) -> DecodedText | None:
    """A file whose lines have different encodings: each line by itself."""
    lines = []
    for line in data.splitlines(keepends=True):
        text = _strict(line, "utf-8") or _double_byte(line) or _strict(line, "cp1252")
        if text is None:
            return None
        lines.append(text)
    return DecodedText("".join(lines), "utf-8", mixed=True)
