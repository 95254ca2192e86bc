"""The routes for scenario runs: a form, its progress, its results; only for pages of this service on this computer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from henequen.model.errors import HenequenError
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.scenario.scenario import scenario_page
from henequen.publish.site.render import Renderer
from henequen.publish.site.writer import page_files
from henequen.scenarios.runs import Run, Runs
from henequen.service.forms import foreign_form, form_body, read_form

__all__ = ["ASKED", "MOST_BYTES", "may_post", "reads_only", "run_routes"]

ASKED = "/scenarios/runs"
"""Where the form is sent to; the only address of the service that takes a POST."""

_TEXT = 64 * 1024
_LINES = 2 * 1024 * 1024
MOST_BYTES = 3 * (_TEXT + _LINES)
"""Bytes of a scenario, of its table of lines, and of a form as sent: three bytes may encode one."""

_TOO_LONG = f"a scenario has at most {_TEXT} bytes, its table of lines at most {_LINES}"


def may_post(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """The status and reason with which a POST is refused; an empty reason if a page of this service sends it."""
    if not path.startswith(ASKED):
        return 405, "this service only reads"
    return foreign_form(headers, "a run can only be requested from a page of this service", MOST_BYTES, _TOO_LONG)


def reads_only(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """The refusal of every POST, for a service without runs."""
    return 405, "this service only reads"


def run_routes(runs: Runs, names_of: Callable[[str], Names], languages: Callable[[], tuple[str, ...]]) -> APIRouter:
    """The routes; the form carries a secret of this service, so that no other page can send it."""
    router = APIRouter()
    secret = secrets.token_urlsafe(24)

    def rendered(names: Names, page: Page) -> str:
        return Renderer(names, languages(), served=True).html(page)

    def form(
        language: str, text: str, base: str = "", lines: str = "", error: str = "", status: int = 200, preset: str = ""
    ) -> Response:
        names = names_of(language)
        context = {
            "preset": preset,
            "presets": [(page["id"], page["title"]) for page in names.material.scenarios],
            "bases": runs.bases(),
            "secret": secret,
            "text": text,
            "lines": lines,
            "most": _LINES,
            "chosen": base,
            "error": error,
            "deadline": int(runs.deadline),
        }
        page = Page("scenarios/run.html", "scenario_run.html", names.t("run.title"), "scenarios", context=context)
        return HTMLResponse(rendered(names, page), status)

    @router.get("/scenarios/run.html", response_model=None)
    @router.get("/{tree}/scenarios/run.html", response_model=None)
    def ask(tree: str = "", preset: str = "") -> Response:
        pages = {page["id"]: page for page in names_of(tree).material.scenarios}
        chosen = pages.get(preset) or next(iter(pages.values()), None)
        earlier = runs.get(preset)
        text = runs.page(earlier)["text"] if earlier else chosen["text"] if chosen else ""
        return form(tree, text, preset=preset)

    @router.post(ASKED, response_model=None, openapi_extra=form_body(("scenario", "base", "lines")))
    async def start(request: Request) -> Response:
        form_fields = await read_form(request, secret, MOST_BYTES, _TOO_LONG)
        language = form_fields.get("lang", "")
        text, base = form_fields.get("scenario", "").replace("\r\n", "\n"), form_fields.get("base", "")
        lines = form_fields.get("lines", "").replace("\r\n", "\n")
        if len(text.encode()) > _TEXT or len(lines.encode()) > _LINES:
            raise HTTPException(413, _TOO_LONG)
        try:
            run = await run_in_threadpool(runs.start, text, base, lines)
        except HenequenError as error:
            return form(language, text, base, lines, _without(str(error), runs.folder), 422)
        return RedirectResponse(f"{_tree(language, languages())}{ASKED}/{run.id}.html", 303)

    @router.post(f"{ASKED}/{{identity}}/cancel", response_model=None, openapi_extra=form_body(()))
    async def cancel(request: Request, identity: str) -> Response:
        form_fields = await read_form(request, secret, MOST_BYTES, _TOO_LONG)
        run = _run_of(runs, identity)
        run.stop("cancelled")
        return RedirectResponse(f"{_tree(form_fields.get('lang', ''), languages())}{ASKED}/{run.id}.html", 303)

    @router.get(f"{ASKED}/{{identity}}/status.json", response_model=None)
    def status(identity: str) -> Response:
        return JSONResponse(_run_of(runs, identity).status())

    @router.get(f"{ASKED}/{{name:path}}", response_model=None)
    def show(name: str) -> Response:
        return result("", name)

    @router.get(f"/{{tree}}{ASKED}/{{name:path}}", response_model=None)
    def result(tree: str, name: str) -> Response:
        run = _run_of(runs, name[: len("run-") + 12])
        names = names_of(tree)
        status = run.status()
        if status["state"] == "done":
            return _file(_pages(runs, run, names, rendered), f"scenarios/runs/{name}")
        if name != f"{run.id}.html":
            raise HTTPException(404, "this run has no results")
        context = {"run": status, "words": names.t(f"run.{status['state']}"), "secret": secret}
        page = Page(f"scenarios/runs/{name}", "scenario_progress.html", status["title"], "scenarios", context=context)
        return HTMLResponse(rendered(names, page))

    return router


def _pages(runs: Runs, run: Run, names: Names, rendered: Callable[[Names, Page], str]) -> Path:
    """The run's pages in a language, written on the first request, next to its tables."""
    folder = run.folder / "pages" / names.language
    if not folder.is_dir():
        page = scenario_page(names, runs.page(run), at="scenarios/runs/", back="../")
        part = folder.with_suffix(".part")
        for path, text in page_files(names, page, rendered(names, page)):
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            (part / path).write_text(text, encoding="utf-8")
        part.rename(folder)
    return folder


def _file(folder: Path, name: str) -> Response:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise HTTPException(404, "no such page")
    text = path.read_text(encoding="utf-8")
    kinds: dict[str, Any] = {".html": HTMLResponse, ".json": _json, ".svg": _svg}
    answer: Response = kinds.get(path.suffix, PlainTextResponse)(text)
    return answer


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")


def _svg(text: str) -> Response:
    return Response(text, media_type="image/svg+xml")


def _run_of(runs: Runs, identity: str) -> Run:
    run = runs.get(identity)
    if run is None:
        raise HTTPException(404, "no such run: runs are forgotten when the service stops")
    return run


def _tree(language: str, languages: tuple[str, ...]) -> str:
    return f"/{language}" if language in languages[1:] else ""


def _without(message: str, folder: Path) -> str:
    """An error without the folder of the run in front of the file's name."""
    import re

    return re.sub(re.escape(str(folder)) + r"[/\\]run-[0-9a-f]+[/\\]", "", message)
