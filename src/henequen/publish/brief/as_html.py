"""A brief as one HTML file without scripts, links to nothing outside, and prints as it looks."""

from __future__ import annotations

from html import escape

from henequen.publish.brief.brief import Brief, Line
from henequen.publish.site.catalogue import Catalogue, catalogue

__all__ = ["html_of"]

_STYLE = (
    "body{font:15px/1.5 Pretendard,'Noto Sans KR',system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em;"
    "word-break:keep-all;overflow-wrap:anywhere}h1{font-size:1.6em;margin:0}h2{font-size:1.1em;color:#7a3c0a;margin:1.4em 0 .4em}"
    "h3{font-size:1em;margin:.8em 0 .2em}li{margin:.25em 0}.tag{font-size:.75em;border:1px solid #777;border-radius:3px;"
    "padding:0 .35em;white-space:nowrap}.mark{text-align:center;font-weight:700}.small{font-size:.85em;color:#555}"
    "@media print{body{margin:0;max-width:none;font-size:11px}}"
)


def html_of(brief: Brief) -> str:
    """The brief as a whole HTML document."""
    t = catalogue(brief.language)
    parts = [
        f"<!doctype html>\n<html lang='{brief.language}'><head><meta charset='utf-8'>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<meta name='viewport' content='width=device-width'><title>{escape(brief.title)}</title><style>{_STYLE}</style></head><body>",
        f"<p class='mark'>{escape(brief.classification)}</p>" if brief.classification else "",
        f"<h1>{escape(brief.title)}</h1><p class='small'>{escape(brief.subtitle)}</p>",
        *(f"<p>{_line(t, line)}</p>" for line in brief.purpose),
    ]
    if brief.changes:
        parts.append(_section(t, t("brief.h_changes"), brief.changes))
    parts.append(_section(t, t("brief.h_points"), brief.points, "ol"))
    parts.append(_section(t, t("brief.h_unknown"), brief.unknown, empty=t("brief.nothing")))
    for key in ("they_owe", "we_owe"):
        parts.append(_section(t, t(f"brief.h_{key}"), getattr(brief, key), empty=t("brief.nothing_recorded")))
    for sheet in brief.sheets:
        parts.append(f"<h2>{escape(t('brief.h_sheet', topic=sheet.title))}</h2>")
        for key, lines in (("take", sheet.take), ("background", sheet.background), ("counterpart", sheet.counterpart)):
            if lines:
                parts.append(f"<h3>{escape(t(f'brief.h_{key}'))}</h3>{_list(t, lines, 'ul')}")
    for key in ("pending", "chronology", "who", "notes", "sources"):
        if getattr(brief, key):
            parts.append(_section(t, t(f"brief.h_{key}"), getattr(brief, key)))
    parts.append(
        f"<p class='small'>{escape(t('brief.footer', edition=brief.edition, day=brief.as_of))}</p></body></html>"
    )
    return "\n".join(part for part in parts if part) + "\n"


def _section(t: Catalogue, title: str, lines: tuple[Line, ...], kind: str = "ul", empty: str = "") -> str:
    body = _list(t, lines, kind) if lines else f"<p>{escape(empty)}</p>"
    return f"<h2>{escape(title)}</h2>{body}"


def _list(t: Catalogue, lines: tuple[Line, ...], kind: str) -> str:
    return f"<{kind}>{''.join(f'<li>{_line(t, line)}</li>' for line in lines)}</{kind}>"


def _line(t: Catalogue, line: Line) -> str:
    text = escape(line.text)
    if line.lang:
        text = f"<span lang='{line.lang}'>{text}</span>"
    if line.change == "withdrawn":
        text = f"<s>{text}</s>"
    tags = [t(f"brief.certainty_{line.certainty}")] if line.certainty else []
    tags += [t(f"brief.change_{line.change}")] if line.change else []
    return text + "".join(f" <span class='tag'>{escape(tag)}</span>" for tag in tags)
