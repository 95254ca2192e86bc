"""The written site as a reader gets it: the text and the links of a page, its JSON, and the open data."""

from __future__ import annotations

import csv
import html
import json
import re
from pathlib import Path
from typing import Any


def words(page: Path) -> str:
    """The text of the main part of a page."""
    source = page.read_text(encoding="utf-8")
    source = source[source.index("<main") : source.index("</main>")]
    source = re.sub(r"<(script|style)\b.*?</\1>", "", source, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", source)))


def listed(page: Path, section: str) -> list[dict[str, Any]]:
    """The rows of a section of a page, as its JSON has them."""
    rows = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))[section]
    assert isinstance(rows, list)
    return rows


def exported_rows(site: Path, table: str) -> list[dict[str, str]]:
    """A table of the open data that the site carries."""
    with (site / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def links(page: Path) -> set[str]:
    """The names of the pages that the main part of a page leads to, without folder."""
    source = page.read_text(encoding="utf-8")
    source = source[source.index("<main") : source.index("</main>")]
    return {target.rpartition("/")[2] for target in re.findall(r'href="([^"#]+)\.html', source)}
