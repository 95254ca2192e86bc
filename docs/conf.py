"""How Sphinx builds the documentation: `make docs` writes HTML to build/docs and fails if a link leads nowhere.

The sources are the Markdown files that GitHub shows: README, CHANGELOG, CONTRIBUTING and everything in docs. The list of pages
comes from the links of docs/index.md, so that it is written once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

project = "Henequen"
author = "The Henequen maintainers"
copyright = "2026, the Henequen maintainers"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**"]
exclude_patterns = ["docs/conf.py"]
html_theme = "furo"
html_title = "Henequen"
html_extra_path: list[str] = []
myst_heading_anchors = 6
nitpicky = True
pygments_style = "default"
# Markdown shows a prompt and its output; `console run` is what the tests execute.
suppress_warnings = ["misc.highlighting_failure", "myst.header"]

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_PAGE = re.compile(r"\]\(([\w./-]+\.md)(?:#[\w-]+)?\)")


def setup(app: Any) -> None:
    """Adapt the sources while they are read."""
    app.connect("source-read", _adapt)
    app.connect("build-finished", _lead_in)


def _adapt(app: Any, name: str, source: list[str]) -> None:
    source[0] = re.sub(r"^```(\w+) run$", r"```\1", source[0], flags=re.MULTILINE)
    if name == "README":
        source[0] += _toctree("Documentation", ["docs/index", "CHANGELOG", "CONTRIBUTING"])
        source[0] = source[0].replace("](LICENSE)", "](https://www.apache.org/licenses/LICENSE-2.0)")
    elif name == "docs/index":
        parts = _SECTION.split(source[0])
        for title, text in zip(parts[1::2], parts[2::2], strict=True):
            pages = dict.fromkeys(page.removesuffix(".md") for page in _PAGE.findall(text) if not page.startswith(".."))
            source[0] += _toctree(title, list(pages))
    elif name == "docs/decisions/index":
        here = ROOT / "docs" / "decisions"
        source[0] += _toctree("Decisions", sorted(path.stem for path in here.glob("0*.md")))


def _lead_in(app: Any, error: Exception | None) -> None:
    """Let the folder open at the README."""
    if error is None and app.builder.format == "html":
        page = '<!doctype html><meta charset="utf-8"><title>Henequen</title><meta http-equiv="refresh" content="0;url=README.html">'
        Path(app.outdir, "index.html").write_text(f'{page}<a href="README.html">Henequen</a>\n', encoding="utf-8")


def _toctree(title: str, pages: list[str]) -> str:
    return "\n```{toctree}\n:hidden:\n:caption: " + title + "\n\n" + "\n".join(pages) + "\n```\n"
