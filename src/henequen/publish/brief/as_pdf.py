"""A brief as a tagged PDF, set by Typst. The same brief gives the same bytes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path

from henequen.model.errors import HenequenError
from henequen.model.message import Message
from henequen.publish.brief.brief import Brief, Line
from henequen.publish.site.catalogue import catalogue

__all__ = ["fit", "pages_of", "pdf_of", "typst_of"]

_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=/+\-\"'])")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LONGEST = 30
"""A longer word may be broken: it would not fit into a line of a narrow column."""
_LEAST_ROOM = 0.15


def fit(make: Callable[[float], Brief], pages: int) -> tuple[Brief, bytes]:
    """The fullest brief that has at most `pages` pages, and its PDF; `make` composes one for an amount of room.

    Raises HenequenError if not even the shortest one fits.
    """
    best: tuple[Brief, bytes] | None = None
    low, high = _LEAST_ROOM, pages / 4 * 1.6
    room = pages / 4
    for _ in range(6):
        brief = make(room)
        data = pdf_of(brief)
        if pages_of(data) <= pages:
            best, low = (brief, data), room
        else:
            high = room
        if high - low < 0.06 * high:
            break
        room = (low + high) / 2
    if best is None:
        brief = make(_LEAST_ROOM)
        data = pdf_of(brief)
        if pages_of(data) > pages:
            raise HenequenError(
                Message("brief_does_not_fit"),
                found=Message("pages", data=pages_of(data)),
                expected=Message("at_most", value=pages),
                hint=Message("ask_for_more_pages"),
            )
        best = brief, data
    return best


def pages_of(data: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def pdf_of(brief: Brief) -> bytes:
    """The brief as PDF (tagged, PDF/UA-1 profile of Typst)."""
    import typst

    with ExitStack() as stack:
        fonts = stack.enter_context(as_file(files("henequen.publish.brief").joinpath("fonts")))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="henequen-brief-")))
        source = folder / "brief.typ"
        source.write_text(typst_of(brief), encoding="utf-8")
        pdf = typst.compile(
            source, font_paths=[fonts], ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    assert isinstance(pdf, bytes)
    return pdf


def typst_of(brief: Brief) -> str:
    """The Typst source of a brief."""
    t = catalogue(brief.language)
    footer = _plain(t("brief.footer", edition=brief.edition, day=brief.as_of))
    mark = (
        f"#align(center)[#text(weight: 700, size: 9pt)[{_plain(brief.classification)}]]\n"
        if brief.classification
        else ""
    )
    parts = [
        f'#set document(title: "{_string(brief.title)}", author: "Henequen", date: none)',
        f'#set text(font: "Pretendard", size: 9.2pt, lang: "{brief.language}", hyphenate: false)',
        "#set par(leading: 0.52em, spacing: 0.62em)",
        "#set list(indent: 0pt, body-indent: 0.45em, spacing: 0.48em)",
        '#let small(body) = text(size: 7.5pt, fill: rgb("#555"))[#body]',
        f'#let foot = context small[{footer} #h(1fr) #counter(page).display("1 / 1", both: true)]',
        '#set page(paper: "a4", margin: (x: 19mm, top: 16mm, bottom: 16mm), footer: foot)',
        "#show heading.where(level: 1): set text(size: 16pt)",
        '#let second(body) = text(size: 10.5pt, weight: 700, fill: rgb("#7a3c0a"))[#body]',
        "#show heading.where(level: 2): it => block(above: 0.95em, below: 0.5em)[#second(it.body)]",
        "#show heading.where(level: 3): it => block(above: 0.7em, below: 0.35em)[#text(size: 9.6pt, weight: 700)[#it.body]]",
        '#let edge = 0.4pt + rgb("#777")',
        "#let tag(body) = box(inset: (x: 3pt, y: 1pt), radius: 2pt, stroke: edge)[#text(size: 7pt)[#body]]",
        mark,
        f"= {_plain(brief.title)}",
        f'#text(size: 9pt, fill: rgb("#555"))[{_plain(brief.subtitle)}]\n',
        _items(t, brief.purpose, listed=False),
    ]
    if brief.changes:
        parts += [f"== {_plain(t('brief.h_changes'))}", _items(t, brief.changes)]
    parts += [f"== {_plain(t('brief.h_points'))}", _items(t, brief.points, numbered=True)]
    parts += [f"== {_plain(t('brief.h_unknown'))}", _items(t, brief.unknown) or _plain(t("brief.nothing"))]
    for key in ("they_owe", "we_owe"):
        parts += [
            f"== {_plain(t(f'brief.h_{key}'))}",
            _items(t, getattr(brief, key)) or _plain(t("brief.nothing_recorded")),
        ]
    parts.append("#pagebreak(weak: true)")
    for sheet in brief.sheets:
        parts.append(f"== {_plain(t('brief.h_sheet', topic=sheet.title))}")
        for key, lines in (("take", sheet.take), ("background", sheet.background), ("counterpart", sheet.counterpart)):
            if lines:
                parts += [f"=== {_plain(t(f'brief.h_{key}'))}", _items(t, lines)]
    for key in ("pending", "chronology", "who", "notes", "sources"):
        lines = getattr(brief, key)
        if lines:
            size = "#set text(size: 8pt)\n" if key == "sources" else ""
            parts += [f"== {_plain(t(f'brief.h_{key}'))}", f"#[\n{size}{_items(t, lines)}\n]"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _items(t: Callable[..., str], lines: tuple[Line, ...], *, listed: bool = True, numbered: bool = False) -> str:
    sign = "+ " if numbered else "- " if listed else ""
    return "\n".join(f"{sign}{_line(t, line)}" for line in lines)


def _line(t: Callable[..., str], line: Line) -> str:
    tags = [t(f"brief.certainty_{line.certainty}")] if line.certainty else []
    tags += [t(f"brief.change_{line.change}")] if line.change else []
    text = _plain(line.text)
    if line.lang:
        text = f'#text(lang: "{line.lang}")[{text}]'
    if line.change == "withdrawn":
        text = f"#strike[{text}]"
    return text + "".join(f" #tag[{_plain(tag)}]" for tag in tags)


def _plain(text: str) -> str:
    """Text without markup of Typst; a word of Hangul is a box, since Typst would break it after any syllable."""
    return " ".join(
        f"#box[{word}]" if 1 < len(word) <= _LONGEST and _HANGUL.search(word) else word
        for word in _SPECIAL.sub(r"\\\1", text).split()
    )


def _string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
