"""A digest as HTML, Markdown or an e-mail that can be opened and sent."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from henequen.publish.digest.digest import Change, Digest
from henequen.publish.site.catalogue import catalogue

__all__ = ["FORMS", "digest_as"]

FORMS = ("html", "md", "eml")
_STYLE = "body{font:15px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em;word-break:keep-all}.k{color:#7a3c0a}"


def digest_as(digest: Digest, form: str) -> str:
    """The digest in one of `FORMS`. The same digest gives the same bytes."""
    return {"html": _html, "md": _markdown, "eml": _mail}[form](digest)


def _line(digest: Digest, change: Change) -> str:
    kind = catalogue(digest.language)(f"brief.change_{change.kind}")
    when = f", {change.date}" if change.date else ""
    return f"{kind}: {change.title} ({change.what}{when})"


def _words(digest: Digest) -> tuple[str, str, str]:
    t = catalogue(digest.language)
    lede = t("digest.lede", since=digest.since, until=digest.until, n=len(digest.changes), figures=digest.figures)
    return lede, t("digest.points"), t("digest.all")


def _markdown(digest: Digest) -> str:
    lede, points, items = _words(digest)
    lines = [f"# {digest.title}", "", lede, ""]
    if digest.changes:
        lines += [f"## {points}", "", *(f"{n}. {_md(_line(digest, c))}" for n, c in enumerate(digest.points, 1)), ""]
        lines += [f"## {items}", "", *(f"- {_md(_line(digest, c))} `{c.id}`" for c in digest.changes), ""]
    return "\n".join(lines)


def _md(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>#" else c for c in text)


def _html(digest: Digest) -> str:
    lede, points, items = _words(digest)
    top = "".join(f"<li>{escape(_line(digest, change))}</li>" for change in digest.points)
    rest = "".join(
        f"<li>{escape(_line(digest, change))} <code>{escape(change.id)}</code></li>" for change in digest.changes
    )
    lists = f"<h2>{escape(points)}</h2><ol>{top}</ol><h2>{escape(items)}</h2><ul>{rest}</ul>" if digest.changes else ""
    return (
        f"<!doctype html>\n<html lang='{digest.language}'><head><meta charset='utf-8'><title>{escape(digest.title)}</title>"
        f"<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>{escape(digest.title)}</h1><p>{escape(lede)}</p>{lists}</body></html>\n"
    )


def _mail(digest: Digest) -> str:
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    message["Subject"] = digest.title
    message["Date"] = f"{_rfc(digest.until)} 00:00:00 +0000"
    message["Message-ID"] = f"<digest-{digest.since}-{digest.edition}@henequen.invalid>"
    message["MIME-Version"] = "1.0"
    message.set_content(_markdown(digest), cte="quoted-printable")
    message.add_alternative(_html(digest), subtype="html", cte="quoted-printable")
    message.set_boundary(f"henequen-{digest.edition}")
    return message.as_string()


def _rfc(day: str) -> str:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    year, month, number = day.split("-")
    return f"{int(number)} {names[int(month) - 1]} {year}"
