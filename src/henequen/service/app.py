"""The entry point for browsers: the static site, plus search, claims by id and errors in one format."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from henequen.publish.search import Ranking
from henequen.publish.site.catalogue import available, catalogue
from henequen.publish.site.material import FOLDERS, Material
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.render import Renderer
from henequen.publish.site.search_entries import ranking
from henequen.record.store.view import View
from henequen.scenarios.runs import Runs
from henequen.service.briefs import brief_routes
from henequen.service.front import Answers, Front
from henequen.service.guard import Guard, error_content
from henequen.service.ledger import LEDGER, Ledger, ledger_routes, may_log
from henequen.service.review import REVIEW, Reviewing, may_review, review_routes
from henequen.service.runs import MOST_BYTES, may_post, reads_only, run_routes
from henequen.service.site_files import SiteFiles
from henequen.service.suppliers import MATCH, MOST_SENT, Matcher, match_routes, may_match

__all__ = ["create_app"]

_LONGEST = 200
_OWN = re.compile(r"(/[a-z]{2,3})?/(search|brief|scenarios/run|follow-up/log|opportunity/match|review)\.html")
"""Pages of the site that the service renders for every request."""


class Desk:
    """The view and objects computed from it, created on first use."""

    def __init__(
        self,
        view_factory: Callable[[], View],
        texts: Callable[[str], str | None],
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
    def where(self) -> dict[str, str]:
        """The record of every claim, by the claim's id."""
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

    def page_of(self, identity: str) -> str:
        """The address of a claim, figure, record, place or finding; empty if there is none."""
        if identity in self.where:
            return self.material.claim_url(self.where[identity], identity)
        if any(finding.id == identity for finding in self.material.findings):
            return f"findings/index.html#{identity}"
        return self.material.url(identity)


def create_app(
    view_factory: Callable[[], View],
    site_dir: Path,
    texts: Callable[[str], str | None] = lambda _: None,
    scenarios: Sequence[Mapping[str, Any]] = (),
    runs: Runs | None = None,
    flows: Callable[[], Mapping[str, Any] | None] = lambda: None,
    ledger: Ledger | None = None,
    matcher: Matcher | None = None,
    view_on: Callable[[str], View] | None = None,
    reviewing: Reviewing | None = None,
    in_writing: Path | None = None,
) -> FastAPI:
    """The service over one view and the site written from it; it answers only to names of this computer.

    It is read-only except for `runs` (scenarios requested by its own pages) and `ledger` (entries logged with its own
    form). `reviewing` takes decisions sent by its own page; `matcher` matches registers sent by its own form, and
    keeps nothing of them.
    `flows` gives the material of the editions that the site was written with, so that the search finds their chapters;
    `view_on` the record as of a day, for briefs that mark what changed since. `in_writing` is the file that names the
    folder of a site that is still being written; a page that does not exist yet shows a notice and reloads.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        if runs is not None:
            runs.close()

    app = FastAPI(title="Henequen", docs_url=None, redoc_url=None, openapi_url="/openapi.json", lifespan=life)
    desk = Desk(view_factory, texts, scenarios, flows)
    answers = Answers()
    site = SiteFiles(site_dir, in_writing)

    @app.exception_handler(HTTPException)
    async def failed(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and _wants_html(request):
            return _lost(desk, request, site.is_being_written())
        if error.status_code == 404 and site.is_being_written():
            return _error(request, 503, "the site is still being written; ask again in a few seconds")
        return _error(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def misasked(request: Request, error: RequestValidationError) -> Response:
        problems = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
        return _error(request, 422, problems)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"pack": desk.material.view.manifest.id, "as_of": desk.material.view.as_of, "status": "ok"}

    @app.get("/search", response_model=None)
    def search(request: Request, q: str = Query("", max_length=_LONGEST), lang: str = "", limit: int = 50) -> Response:
        return _search(desk, answers, request, q, lang, max(1, min(limit, 500)))

    @app.get("/search.html", response_model=None)
    @app.get("/{tree}/search.html", response_model=None)
    def search_page(request: Request, tree: str = "", q: str = Query("", max_length=_LONGEST)) -> Response:
        return _search_html(desk, q, tree or desk.languages[0])

    @app.get("/claims/{identity}", response_model=None)
    def claim(request: Request, identity: str, lang: str = "") -> Response:
        return _claim(desk, answers, request, identity, lang)

    app.include_router(brief_routes(desk.names, lambda: desk.languages, view_on))
    if runs is not None:
        app.include_router(run_routes(runs, desk.names, lambda: desk.languages))
    if ledger is not None:
        app.include_router(ledger_routes(ledger, desk.names, lambda: desk.languages))

    if matcher is not None:
        app.include_router(match_routes(matcher, desk.names, lambda: desk.languages))
    if reviewing is not None:
        app.include_router(review_routes(reviewing, desk.names, lambda: desk.languages))

    def allowed(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
        if path == LEDGER and ledger is not None:
            return may_log(path, headers)
        if path == MATCH and matcher is not None:
            return may_match(headers)
        if path.startswith(REVIEW) and reviewing is not None:
            return may_review(path, headers)
        return may_post(path, headers) if runs is not None else reads_only(path, headers)

    app.add_middleware(Front, site=site, answers=answers, own=_OWN)
    app.add_middleware(Guard, may_post=allowed, most=max(MOST_BYTES, MOST_SENT))
    return app


def _wants_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _lost(desk: Desk, request: Request, is_being_written: bool) -> Response:
    """The "not found" or "not yet written" page, in the language of the address, with the search and the menu."""
    tree = request.url.path.lstrip("/").partition("/")[0]
    names = desk.names(tree)
    base = f"/{names.language}/" if names.language in desk.languages[1:] else "/"
    title, lede = ("lost.soon", "lost.soon_lede") if is_being_written else ("lost.title", "lost.lede")
    page = Page(
        path="404.html", template="lost.html", title=names.t(title), section="lost", context={"lede": names.t(lede)}
    )
    html = Renderer(names, desk.languages, served=True).html(page, base=base)
    if is_being_written:
        return HTMLResponse(html, 503, {"Refresh": "3", "Retry-After": "3"})
    return HTMLResponse(html, 404)


def _error(request: Request, status: int, message: str) -> Response:
    """Every error of the service has this format."""
    kind, data = error_content(status, message, request.url.path, _wants_html(request))
    return Response(data, status, media_type=kind)


def _search(desk: Desk, answers: Answers, request: Request, query: str, language: str, limit: int) -> Response:
    if _wants_html(request) and "json" not in request.query_params.get("format", ""):
        return _search_html(desk, query, language)
    result = desk.ranking(language).search(query, limit)
    hits = [
        {"kind": f.entry.kind, "title": f.entry.title, "page": f.entry.url, "passage": f.passage, "score": f.score}
        for f in result.found
    ]
    return _cached_json(answers, request, {"query": query, "count": len(hits), "meant": result.meant, "hits": hits})


def _search_html(desk: Desk, query: str, language: str) -> Response:
    names = desk.names(language)
    result = desk.ranking(language).search(query)
    n = len(result.found)
    summary = (
        "" if not query.strip() else names.t("search.one" if n == 1 else "search.some" if n else "search.none", n=n)
    )
    page = Page(
        path="search.html",
        template="search.html",
        title=names.t("search.title"),
        section="search",
        context={
            "query": query,
            "summary": summary,
            "meant": result.meant,
            "hits": [
                {"kind": f.entry.kind, "href": f.entry.url, "title": f.entry.title, "passage": f.passage}
                for f in result.found
            ],
        },
    )
    return HTMLResponse(Renderer(names, desk.languages, served=True).html(page))


def _claim(desk: Desk, answers: Answers, request: Request, identity: str, language: str) -> Response:
    page = desk.page_of(identity)
    if not page:
        raise HTTPException(404, f"no claim, figure or record is called {identity[:_LONGEST]!r}")
    if _wants_html(request):
        tree = f"/{language}" if language in desk.languages[1:] else ""
        return RedirectResponse(f"{tree}/{page}", 302)
    return _cached_json(answers, request, _claim_body(desk, identity, page))


def _cached_json(answers: Answers, request: Request, body: Mapping[str, Any]) -> Response:
    """The answer as JSON, cached for the next equal request."""
    data = json.dumps(body, ensure_ascii=False, default=str).encode("utf-8")
    key = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"
    return Response(answers.keep(key, data), media_type="application/json")


def _claim_body(desk: Desk, identity: str, page: str) -> dict[str, Any]:
    material = desk.material
    if identity in desk.where:
        claim = next(c for c in material.claims_of[desk.where[identity]] if c.claim_id == identity)
        rivals = [
            s.claim_id
            for d in material.disagreements_of.get(claim.subject, ())
            if d.predicate == claim.predicate
            for s in d.values
        ]
        body: dict[str, Any] = {
            "id": identity,
            "subject": claim.subject,
            "table": claim.table,
            "predicate": claim.predicate,
            "value": claim.value,
            "polarity": claim.polarity,
            "edition": claim.edition,
            "asserted_by": claim.asserted_by,
            "rivals": [rival for rival in rivals if rival != identity],
        }
        evidence = claim.evidence
    elif identity in material.observation:
        o = material.observation[identity]
        body = {
            "id": identity,
            "measure": o.measure,
            "value": o.value,
            "unit": o.unit,
            "unit_mult": o.unit_mult,
            "period": o.period,
            "reporter": o.reporter,
        }
        evidence = o.evidence
    else:
        record = material.record.get(identity)
        body = {
            "id": identity,
            "table": record.table if record else "",
            "folder": FOLDERS.get(record.table, "") if record else "",
        }
        evidence = record.evidence if record else ()
    body["page"] = page
    body["evidence"] = [
        {
            "document": e.document,
            "char_start": e.start,
            "char_end": e.end,
            "as_printed": e.as_printed,
            "passage": material.passage(e),
        }
        for e in evidence
    ]
    return body
