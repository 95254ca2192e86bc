"""The pages of all languages give the same figures and statuses: ids, amounts behind the words, badges and marks."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

NUMBER = re.compile(r"-?\d[\d.]*")


class Facts(HTMLParser):
    """Collects what does not depend on the language of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[str, str]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.found["id", given["id"]] += 1
        if "badge" in given.get("class", "").split():
            self.found["badge", given["class"]] += 1
        for name, value in given.items():
            if name == "data-v":  # Korean charts count in hundred millions: the digits are the same.
                self.found[name, f"{float(value):.9e}".partition("e")[0]] += 1
            elif name.startswith("data-") and name != "data-text" and NUMBER.fullmatch(value):
                self.found[name, value] += 1


def facts(path: Path) -> Counter[tuple[str, str]]:
    reader = Facts()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.found


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
