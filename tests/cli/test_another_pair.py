"""A pair that ships with nothing: every page of the menus is there, no link leads nowhere, and a user's tables fill them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from henequen.publish.site.menu import MENU

Run = Callable[..., Any]
LINK = re.compile(r'(?:href|src)="([^"#?]+)')
ENTRIES = "title,source,side,status,from,until,latitude,longitude\n"


def broken(root: Path) -> set[str]:
    """Links of the pages that lead to no file."""
    found = set()
    for page in root.rglob("*.html"):
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not link.startswith(("http", "mailto:", "data:")) and not (page.parent / link).resolve().exists():
                found.add(f"{page.relative_to(root)}: {link}")
    return found


@pytest.mark.system(6, 13, 14, 17, 51, 69)
def test_another_pair_has_every_page_and_no_broken_link(run: Run, tmp_path: Path) -> None:
    pack, site = tmp_path / "chl_kor", tmp_path / "site"
    assert run("new", "CHL", "KOR", "--out", pack).code == 0
    for register, row in (
        ("route", "Incheon – Santiago,https://a.example.org/r,KOR,in_service,2024-01-01,,,\n"),
        ("port", "San Antonio,https://a.example.org/p,CHL,open,,,-33.58,-71.61\n"),
        ("barrier", "Licence for kiwis,https://a.example.org/b,KOR,open,2019,,,\n"),
    ):
        table = tmp_path / f"{register}.csv"
        table.write_text(ENTRIES + row, encoding="utf-8")
        assert run("import", "register", register, table, "--pack", pack).code == 0
    assert run("site", site, "--pack", pack).code == 0
    for tree in ("", "es/", "ko/"):
        assert all((site / tree / entry.path).is_file() for entry in MENU)
        assert (site / tree / "opportunity" / "match.html").is_file()
    assert not broken(site)
    words = {
        name: (site / "registers" / f"{name}.html").read_text(encoding="utf-8") for name in ("route", "port", "barrier")
    }
    assert "Incheon – Santiago" in words["route"] and "Licence for kiwis" in words["barrier"]
    assert "San Antonio" in words["port"] and "<circle" in words["port"]
    assert "Mexico" not in "".join(words.values())
    waiting = (site / "partners" / "index.html").read_text(encoding="utf-8")
    assert "henequen twin PLACE --places FILE" in waiting
