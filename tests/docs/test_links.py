"""Every link of the documentation to a file or a heading of the repository leads there, and every page can be reached."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def prose(page: Path) -> str:
    """A page without its code."""
    return re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as the usual renderers make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    names = [
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in re.findall(r"^#{1,6} (.*)$", text, flags=re.MULTILINE)
    ]
    return set(names) | set(re.findall(r'<a id="([^"]+)">', text))


def links(page: Path) -> list[str]:
    return [target for target in LINK.findall(prose(page)) if not re.match(r"[a-z]+:", target)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_of_the_page_leads_somewhere(page: Path) -> None:
    broken = []
    for target in links(page):
        name, _, anchor = target.partition("#")
        file = (page.parent / unquote(name)).resolve() if name else page
        if not file.exists() or not file.is_relative_to(ROOT) or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert not broken


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        targets = [
            (page.parent / unquote(target.partition("#")[0])).resolve()
            for target in links(page)
            if target.partition("#")[0]
        ]
        waiting += [target for target in targets if target.is_file()]
    lost = sorted(page.relative_to(ROOT).as_posix() for page in PAGES if page not in reached)
    assert not lost


def test_every_name_of_the_code_that_a_page_gives_is_there() -> None:
    wrong = []
    for page in PAGES:
        for name in re.findall(r"`(henequen(?:\.\w+)+)`", page.read_text(encoding="utf-8")):
            module, _, item = name.rpartition(".")
            try:
                found = importlib.util.find_spec(name) or hasattr(importlib.import_module(module), item)
            except ModuleNotFoundError:
                found = hasattr(importlib.import_module(module), item)
            if not found:
                wrong.append(f"{page.name}: {name}")
    assert not wrong


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(links(folder / "index.md"))
    assert listed == {page.name for page in folder.glob("*.md")} - {"index.md"}


def test_every_test_that_a_page_names_is_there() -> None:
    wrong = []
    for page in PAGES:
        for file, _, name in re.findall(r"`(tests/[\w/]+\.py)(::(\w+))?`", page.read_text(encoding="utf-8")):
            path = ROOT / file
            if not path.is_file() or (name and f"def {name}(" not in path.read_text(encoding="utf-8")):
                wrong.append(f"{page.name}: {file}::{name}")
    assert not wrong
