"""The entry point for browsers: the static site, plus search, claims by id and errors in one format."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from henequen.publish.site.page import Page
from henequen.record.store.view import View
from henequen.scenarios.runs import Runs
from henequen.service.briefs import brief_routes
from henequen.service.claims import claim_body
from henequen.service.front import Answers, Front
from henequen.service.guard import Guard, error_content
from henequen.service.ledger import LEDGER, Ledger, ledger_routes, may_log
from henequen.service.review import REVIEW, Reviewing, may_review, review_routes
from henequen.service.runs import MOST_BYTES, may_post, reads_only, run_routes
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles
from henequen.service.suppliers import MATCH, MOST_SENT, Matcher, match_routes, may_match

__all__ = ["Features", "create_app"]

_LONGEST = 200
_OWN = re.compile(r"(/[a-z]{2,3})?/(search|brief|scenarios/run|follow-up/log|opportunity/match|review)\.html")
"""Pages of the site that the service renders for every request."""


@dataclass(frozen=True)
class Features:
    """What the service offers beyond reading; each is off if it is None.

    `runs` runs scenarios, `ledger` logs entries, `matcher` matches the registers that a form sends and keeps nothing of
    them, `reviewing` takes decisions about proposals: all only from forms of the service's own pages. `view_on` opens
    the record as of a day, for briefs that mark what changed since.
    """

    runs: Runs | None = None
    ledger: Ledger | None = None
    matcher: Matcher | None = None
    reviewing: Reviewing | None = None
    view_on: Callable[[str], View] | None = None

    def refusal(self, path: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """The status and reason with which a POST is refused; an empty reason if it is allowed."""
        if path == LEDGER and self.ledger is not None:
            return may_log(path, headers)
        if path == MATCH and self.matcher is not None:
            return may_match(headers)
        if path.startswith(REVIEW) and self.reviewing is not None:
            return may_review(path, headers)
        return may_post(path, headers) if self.runs is not None else reads_only(path, headers)


def create_app(served: ServedView, site: SiteFiles, features: Features | None = None) -> FastAPI:
    """The service over one view and the site written from it; it answers only to names of this computer.

    It only reads, except for the `features` that are on. If the site is still being written, a page that does not
    exist yet shows a notice and reloads.
    """
    features = features or Features()

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        if features.runs is not None:
            features.runs.close()

    app = FastAPI(title="Henequen", docs_url=None, redoc_url=None, openapi_url="/openapi.json", lifespan=life)
    answers = Answers()
    _handle_errors(app, served, site)
    app.include_router(_reading_routes(served, answers))
    app.include_router(brief_routes(served, features.view_on))
    if features.runs is not None:
        app.include_router(run_routes(features.runs, served))
    if features.ledger is not None:
        app.include_router(ledger_routes(features.ledger, served))
    if features.matcher is not None:
        app.include_router(match_routes(features.matcher, served))
    if features.reviewing is not None:
        app.include_router(review_routes(features.reviewing, served))
    app.add_middleware(Front, site=site, answers=answers, own=_OWN)
    app.add_middleware(Guard, may_post=features.refusal, most=max(MOST_BYTES, MOST_SENT))
    return app


def _handle_errors(app: FastAPI, served: ServedView, site: SiteFiles) -> None:
    """Give every error one format: a page for browsers, JSON for others."""

    @app.exception_handler(HTTPException)
    async def failed(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and _wants_html(request):
            return _lost(served, request, site.is_being_written())
        if error.status_code == 404 and site.is_being_written():
            return _error(request, 503, "the site is still being written; ask again in a few seconds")
        return _error(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        problems = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
        return _error(request, 422, problems)


def _reading_routes(served: ServedView, answers: Answers) -> APIRouter:
    """The routes that only read: the state of the service, the search, and claims by id."""
    router = APIRouter()

    @router.get("/health")
    def health() -> dict[str, str]:
        return {"pack": served.material.view.manifest.id, "as_of": served.material.view.as_of, "status": "ok"}

    @router.get("/search", response_model=None)
    def search(request: Request, q: str = Query("", max_length=_LONGEST), lang: str = "", limit: int = 50) -> Response:
        return _search(served, answers, request, q, lang, max(1, min(limit, 500)))

    @router.get("/search.html", response_model=None)
    @router.get("/{tree}/search.html", response_model=None)
    def search_page(request: Request, tree: str = "", q: str = Query("", max_length=_LONGEST)) -> Response:
        return _search_html(served, q, tree or served.languages[0])

    @router.get("/claims/{identity}", response_model=None)
    def claim(request: Request, identity: str, lang: str = "") -> Response:
        return _claim(served, answers, request, identity, lang)

    return router


def _wants_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _lost(served: ServedView, request: Request, is_being_written: bool) -> Response:
    """The "not found" or "not yet written" page, in the language of the address, with the search and the menu."""
    tree = request.url.path.lstrip("/").partition("/")[0]
    names = served.names(tree)
    base = f"{served.tree(tree)}/"
    title, lede = ("lost.soon", "lost.soon_lede") if is_being_written else ("lost.title", "lost.lede")
    page = Page(
        path="404.html", template="lost.html", title=names.t(title), section="lost", context={"lede": names.t(lede)}
    )
    html = served.html(tree, page, base)
    if is_being_written:
        return HTMLResponse(html, 503, {"Refresh": "3", "Retry-After": "3"})
    return HTMLResponse(html, 404)


def _error(request: Request, status: int, message: str) -> Response:
    """Every error of the service has this format."""
    kind, data = error_content(status, message, request.url.path, _wants_html(request))
    return Response(data, status, media_type=kind)


def _search(served: ServedView, answers: Answers, request: Request, query: str, language: str, limit: int) -> Response:
    if _wants_html(request) and "json" not in request.query_params.get("format", ""):
        return _search_html(served, query, language)
    result = served.ranking(language).search(query, limit)
    hits = [
        {
            "kind": hit.entry.kind,
            "title": hit.entry.title,
            "page": hit.entry.url,
            "passage": hit.passage,
            "score": hit.score,
        }
        for hit in result.hits
    ]
    return _cached_json(answers, request, {"query": query, "count": len(hits), "meant": result.meant, "hits": hits})


def _search_html(served: ServedView, query: str, language: str) -> Response:
    names = served.names(language)
    result = served.ranking(language).search(query)
    n = len(result.hits)
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
                {"kind": hit.entry.kind, "href": hit.entry.url, "title": hit.entry.title, "passage": hit.passage}
                for hit in result.hits
            ],
        },
    )
    return HTMLResponse(served.html(language, page))


def _claim(served: ServedView, answers: Answers, request: Request, identity: str, language: str) -> Response:
    page = served.page_of(identity)
    if not page:
        raise HTTPException(404, f"no claim, figure or record is called {identity[:_LONGEST]!r}")
    if _wants_html(request):
        return RedirectResponse(f"{served.tree(language)}/{page}", 302)
    return _cached_json(answers, request, claim_body(served, identity, page))


def _cached_json(answers: Answers, request: Request, body: Mapping[str, Any]) -> Response:
    """The answer as JSON, cached for the next equal request."""
    data = json.dumps(body, ensure_ascii=False, default=str).encode("utf-8")
    key = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"
    return Response(answers.keep(key, data), media_type="application/json")
