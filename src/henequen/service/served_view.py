"""The view of the record that the service answers from, with everything that is computed from it on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from henequen.publish.search import Ranking
from henequen.publish.site.catalogue import available, catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.render import Renderer
from henequen.publish.site.search_entries import ranking
from henequen.record.store.view import View

__all__ = ["ServedView"]


class ServedView:
    """One view and its derived objects: names and search rankings per language, and the pages of claims.

    `view_factory` opens the view at the first request. `texts` returns the text of a document, `flows` the editions of
    trade that the site was written with (so that the search finds their chapters).
    """

    def __init__(
        self,
        view_factory: Callable[[], View],
        texts: Callable[[str], str | None] = lambda _: None,
        scenarios: Sequence[Mapping[str, Any]] = (),
        flows: Callable[[], Mapping[str, Any] | None] = lambda: None,
    ) -> None:
        self._view_factory = view_factory
        self._texts = texts
        self._scenarios = scenarios
        self._flows = flows
        self._names: dict[str, Names] = {}
        self._rankings: dict[str, Ranking] = {}

    @cached_property
    def material(self) -> Material:
        """The view with its indexes."""
        return Material(self._view_factory(), self._texts, self._scenarios, self._flows())

    @cached_property
    def subject_of(self) -> dict[str, str]:
        """The record that each claim is about, by the claim's id."""
        return {c.claim_id: subject for subject, claims in self.material.claims_of.items() for c in claims}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the pack for which there is a catalogue, the site's first language first."""
        return tuple(code for code in self.material.view.manifest.languages if available(code)) or ("en",)

    def names(self, language: str) -> Names:
        """Names in a language of the pack; in its first language if the pack does not have the requested one."""
        code = language if language in self.languages else self.languages[0]
        if code not in self._names:
            self._names[code] = Names(self.material, catalogue(code))
        return self._names[code]

    def ranking(self, language: str) -> Ranking:
        """The ranking of a language, created on the first search in it."""
        names = self.names(language)
        if names.language not in self._rankings:
            self._rankings[names.language] = ranking(names)
        return self._rankings[names.language]

    def html(self, language: str, page: Page, base: str | None = None) -> str:
        """A page as HTML, with the menu of the site; `base` is where its links start, by default the root of its tree."""
        return Renderer(self.names(language), self.languages, served=True).html(page, base=base)

    def tree(self, language: str) -> str:
        """What the addresses of a language begin with: nothing for the first language, `/es` for another one."""
        return f"/{language}" if language in self.languages[1:] else ""

    def page_of(self, identity: str) -> str:
        """The address of a claim, figure, record, place or finding; empty if there is none."""
        if identity in self.subject_of:
            return self.material.claim_url(self.subject_of[identity], identity)
        if any(finding.id == identity for finding in self.material.findings):
            return f"findings/index.html#{identity}"
        return self.material.url(identity)
