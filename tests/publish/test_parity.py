"""The pages of all languages give the same figures and statuses: ids, amounts behind the words, badges and marks."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

NUMBER = re.compile(r"-?\d[\d.]*")


@cache
def facts(path: Path) -> Counter[tuple[str, str]]:
    """What does not depend on the language of a page."""
    found: Counter[tuple[str, str]] = Counter()
    page = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    for element in page.iter(etree.Element):
        for name, value in element.items():
            if name == "id":
                found[name, value] += 1
            elif name == "class":
                if "badge" in value.split():
                    found["badge", value] += 1
            elif name == "data-v":  # Korean charts count in hundred millions: the digits are the same.
                found[name, f"{float(value):.9e}".partition("e")[0]] += 1
            elif name.startswith("data-") and name != "data-text" and NUMBER.fullmatch(value):
                found[name, value] += 1
    return found


@pytest.mark.parametrize("language", ["es", "ko"])
def test_pages_give_the_same_figures_and_statuses(site: Path, language: str) -> None:
    trees = [{p.relative_to(root).as_posix() for p in root.rglob("*.html")} for root in (site, site / language)]
    first = {name for name in trees[0] if name.split("/")[0] not in ("es", "ko")}
    assert first == trees[1]
    differ = []
    for name in sorted(first):
        english, other = facts(site / name), facts(site / language / name)
        if english != other:
            differ.append((name, list((english - other).items())[:3], list((other - english).items())[:3]))
    assert not differ[:10]


def test_facts_reports_a_changed_status_and_amount(tmp_path: Path) -> None:
    pages = []
    for number, (badge, amount) in enumerate([("active", "5.1"), ("ended", "5.1"), ("active", "5.2")]):
        path = tmp_path / f"{number}.html"
        path.write_text(f'<li data-s-amount="{amount}"><span class="badge {badge}">x</span></li>', encoding="utf-8")
        pages.append(facts(path))
    assert pages[0] != pages[1]
    assert pages[0] != pages[2]
