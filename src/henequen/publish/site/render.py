"""Turns pages into HTML: templates are compiled once and share a small set of helpers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from henequen.publish.charts import Chart
from henequen.publish.site.menu import GROUPS, MENU, entry_of
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, up

__all__ = ["Renderer"]


_END_TAGS = re.compile(
    r"</(?:td|th|tr|dt|dd|li|option)>(?=\s*<(?:/?t[dhr]\b|/?t(?:head|body)|/table|/?d[dt]\b|/dl|/?li\b|/[ou]l|/?option|/select))"
    r"|</thead>(?=\s*<tbody>)|</tbody>(?=\s*</table>)"
)
"""End tags that HTML lets a writer leave out before such a tag: a twentieth of all bytes."""
_BLOCKS = (
    "section|div|main|header|footer|nav|aside|ul|ol|dl|dt|dd|tr|t?body|thead|table|h[1-6]|p|li|form|figure|details|meta"
    "|link|script|title|head|html"
)
_SPARE = re.compile(
    r"</p>(?=\s*<(?:p|div|section|h[1-6]|[uo]l|dl|table|form|figure|aside|nav|footer|details|pre|/section|/div|/aside"
    rf"|/main|/td|/li|/dd|/footer)\b)|\n(?=</?(?:{_BLOCKS})\b)| scope=\"(?:col|row)\"|</body>\s*</html>"
)
"""End tags of paragraphs and of the page, ends of lines before blocks, and the scope of heads, which tables imply: a fortieth."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("henequen.publish.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


class Renderer:
    """Renders the pages of one language."""

    def __init__(self, names: Names, languages: Sequence[str], served: bool = False) -> None:
        self._names = names
        self._languages = tuple(languages)
        self._served = served
        self._shells: dict[tuple[str, str, bool], tuple[Markup, Markup]] = {}

    def _shell(self, to_root: str, page: Page) -> tuple[Markup, Markup]:
        """The header navigation and the site map in the footer: the same for all pages of a section and a depth."""
        is_index = any(page.path == entry.path for entry in MENU)
        key = (to_root, page.section, is_index)
        if key not in self._shells:
            context: dict[str, Any] = {
                "t": self._names.t,
                "here": to_root,
                "section": page.section,
                "is_index": is_index,
                "menu": MENU,
                "groups": GROUPS,
            }
            context["whole"] = _whole(page)
            above, below = (_template(name).render(context) for name in ("navigation.html", "site_map.html"))
            self._shells[key] = (Markup(above), Markup(below))  # noqa: S704 - both are our own templates, escaped
        return self._shells[key]

    def _crumbs(self, page: Page, to_root: str) -> list[tuple[str, str]]:
        """The way from the home page: (name, address) of each step above this page."""
        if page.path == "index.html":
            return []
        steps = [(self._names.t("nav.home"), f"{to_root}index.html")]
        entry = entry_of(page.section)
        if entry and entry.path != page.path:
            steps.append((self._names.t(f"nav.{entry.key}"), to_root + entry.path))
        return [*steps, *((name, to_root + path) for name, path in page.trail)]

    def html(self, page: Page, base: str | None = None) -> str:
        """The page as HTML; `base` replaces the relative path to the tree's root, for a page shown at any address."""
        path_to_root = up(page.path) if base is None else base
        language = self._names.language
        first = self._languages[0]
        root = path_to_root if language == first else "/" if base else f"{path_to_root}../"
        material = self._names.material
        navigation, site_map = self._shell(path_to_root, page)
        context: dict[str, Any] = {
            "page": page,
            "t": self._names.t,
            "names": self._names,
            "m": material,
            "manifest": material.view.manifest,
            "as_of": material.view.as_of,
            "fingerprint": material.view.fingerprint[:12],
            "language": language,
            "here": path_to_root,
            "root": root,
            "navigation": navigation,
            "site_map": site_map,
            "crumbs": self._crumbs(page, path_to_root),
            "whole": _whole(page),
            "menu": MENU,
            "languages": [
                (code, f"{root}{'' if code == first else code + '/'}{page.path}") for code in self._languages
            ],
            "json_path": root + page.path.removesuffix(".html") + ".json",
            "link": lambda identity: f"{path_to_root}{material.url(identity)}",
            "served": self._served,
            "svg": _svg,
            **page.context,
        }
        return _SPARE.sub("", _END_TAGS.sub("", _template(page.template).render(context)))


def _whole(page: Page) -> bool:
    """Does the page end with the map of the whole site? Pages of single records link to it instead."""
    return page.section in ("home", "search", "lost") or any(page.path == entry.path for entry in MENU)


def _svg(chart: Chart) -> Markup:
    """Both pictures of a chart: our own SVG, in which every text was escaped when it was drawn."""
    return Markup(chart.drawn.wide + chart.drawn.narrow)  # noqa: S704 - an SVG that we wrote
