"""Citations: the statement of a figure or record, the country that counted, the place in the document, the edition,
the address."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Citation"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation. `title` describes it in full (country that counted, value, period; or what was signed
    and when);
    `source` the document with table and row; `edition` the day and fingerprint of the record; `path` the page's address."""

    key: str
    title: str
    authors: str
    source: str
    year: str
    record: str
    edition: str
    day: str
    path: str

    def text(self) -> str:
        """One line for a footnote."""
        source = f" {self.source}." if self.source else ""
        return f"{self.title}.{source} In: Henequen, {self.record}, {self.edition}, {self.path}."

    def bibtex(self) -> str:
        """A BibTeX entry."""
        fields = {
            "title": self.title,
            "author": f"{{{self.authors}}}",
            "year": self.year,
            "note": f"{self.source}{'. ' if self.source else ''}In: Henequen, {self.record}, {self.edition}",
            "howpublished": self.path,
        }
        body = ",\n".join(f"  {name} = {{{_tex(value)}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.id},\n{body}\n}}\n"

    def ris(self) -> str:
        """The same as RIS."""
        rows = (
            ("TY", "DATA"),
            ("TI", self.title),
            ("AU", self.authors),
            ("PY", self.year),
            ("N1", self.source),
            ("T2", f"Henequen, {self.record}"),
            ("ET", self.edition),
            ("UR", self.path),
            ("Y2", self.day),
        )
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
        return "\r\n".join([*lines, "ER  - ", ""])

    def csl(self) -> str:
        """The same as CSL-JSON, a list of one item."""
        return json.dumps([self.item()], ensure_ascii=False, indent=1) + "\n"

    def item(self) -> dict[str, object]:
        """The item of the CSL-JSON, for the JSON twin of a page."""
        item: dict[str, object] = {
            "id": self.id,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": self.authors}],
            "container-title": f"Henequen, {self.record}",
            "version": self.edition,
            "note": self.source,
            "URL": self.path,
        }
        if self.year.isdigit():
            item["issued"] = {"date-parts": [[int(self.year)]]}
        return item

    @property
    def id(self) -> str:
        """The key as all forms of citation allow it: ASCII letters, digits, colons and hyphens."""
        return _key(self.key)


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9:-]+", "-", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", text)
