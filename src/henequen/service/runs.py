"""The routes for scenario runs: a form, its progress, its results; only for pages of this service on this computer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
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
from henequen.publish.site.writer import page_files
from henequen.scenarios.runs import Run, Runs
from henequen.service.forms import foreign_form, form_body, read_form
from henequen.service.served_view import ServedView

__all__ = ["MOST_BYTES", "RUNS", "may_post", "reads_only", "run_routes"]

RUNS = "/scenarios/runs"
"""Where the form is sent to; the only address of the service that takes a POST."""

_TEXT = 64 * 1024
_LINES = 2 * 1024 * 1024
MOST_BYTES = 3 * (_TEXT + _LINES)
"""Bytes of a scenario, of its table of lines, and of a form as sent: three bytes may encode one."""

_TOO_LONG = f"a scenario has at most {_TEXT} bytes, its table of lines at most {_LINES}"


def may_post(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """The status and reason with which a POST is refused; an empty reason if a page of this service sends it."""
    if not path.startswith(RUNS):
        return 405, "this service only reads"
    return foreign_form(headers, "a run can only be requested from a page of this service", MOST_BYTES, _TOO_LONG)


def reads_only(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """The refusal of every POST, for a service without runs."""
    return 405, "this service only reads"


def run_routes(runs: Runs, served: ServedView) -> APIRouter:
    """The routes; the form carries a secret of this service, so that no other page can send it."""
    router = APIRouter()
    pages = _RunPages(runs, served, secrets.token_urlsafe(24))

    @router.get("/scenarios/run.html", response_model=None)
    @router.get("/{tree}/scenarios/run.html", response_model=None)
    def ask(tree: str = "", preset: str = "") -> Response:
        return pages.form_for(tree, preset)

    @router.post(RUNS, response_model=None, openapi_extra=form_body(("scenario", "base", "lines")))
    async def start(request: Request) -> Response:
        fields = await read_form(request, pages.secret, MOST_BYTES, _TOO_LONG)
        return await run_in_threadpool(pages.start, fields)

    @router.post(f"{RUNS}/{{identity}}/cancel", response_model=None, openapi_extra=form_body(()))
    async def cancel(request: Request, identity: str) -> Response:
        fields = await read_form(request, pages.secret, MOST_BYTES, _TOO_LONG)
        run = pages.run(identity)
        run.stop("cancelled")
        return pages.progress_of(run, fields.get("lang", ""))

    @router.get(f"{RUNS}/{{identity}}/status.json", response_model=None)
    def status(identity: str) -> Response:
        return JSONResponse(pages.run(identity).status())

    @router.get(f"{RUNS}/{{name:path}}", response_model=None)
    def show(name: str) -> Response:
        return pages.result("", name)

    @router.get(f"/{{tree}}{RUNS}/{{name:path}}", response_model=None)
    def show_translated(tree: str, name: str) -> Response:
        return pages.result(tree, name)

    return router


@dataclass(frozen=True)
class _RunPages:
    """What the routes answer with: the form, the progress of a run, and its results."""

    runs: Runs
    served: ServedView
    secret: str

    def run(self, identity: str) -> Run:
        """The run of this id. Raises HTTPException (404) if the service has none."""
        run = self.runs.get(identity)
        if run is None:
            raise HTTPException(404, "no such run: runs are forgotten when the service stops")
        return run

    def form_for(self, language: str, preset: str) -> Response:
        """The form, filled with a preset or with the text of an earlier run; with the first preset if there is neither."""
        presets = {page["id"]: page for page in self.served.names(language).material.scenarios}
        chosen = presets.get(preset) or next(iter(presets.values()), None)
        earlier = self.runs.get(preset)
        text = self.runs.page(earlier)["text"] if earlier else chosen["text"] if chosen else ""
        return self._form(language, {"text": text, "preset": preset})

    def start(self, fields: Mapping[str, str]) -> Response:
        """Start the run that a form requests; if that fails, the form again, with the error."""
        language, base = fields.get("lang", ""), fields.get("base", "")
        text, lines = (fields.get(name, "").replace("\r\n", "\n") for name in ("scenario", "lines"))
        if len(text.encode()) > _TEXT or len(lines.encode()) > _LINES:
            raise HTTPException(413, _TOO_LONG)
        try:
            run = self.runs.start(text, base, lines)
        except HenequenError as error:
            message = _without_folder(error.text(self.served.names(language).language), self.runs.folder)
            return self._form(language, {"text": text, "chosen": base, "lines": lines, "error": message}, 422)
        return self.progress_of(run, language)

    def progress_of(self, run: Run, language: str) -> Response:
        """Send the browser to the page of a run."""
        return RedirectResponse(f"{self.served.tree(language)}{RUNS}/{run.id}.html", 303)

    def result(self, language: str, name: str) -> Response:
        """The file `name` of a run's results; while it runs, its page shows the progress."""
        run = self.run(name[: len("run-") + 12])
        names = self.served.names(language)
        status = run.status()
        if status["state"] == "done":
            return _file(self._pages(run, names), f"scenarios/runs/{name}")
        if name != f"{run.id}.html":
            raise HTTPException(404, "this run has no results")
        context = {"run": status, "words": names.t(f"run.{status['state']}"), "secret": self.secret}
        page = Page(f"scenarios/runs/{name}", "scenario_progress.html", status["title"], "scenarios", context=context)
        return HTMLResponse(self.served.html(language, page))

    def _form(self, language: str, values: Mapping[str, str], status: int = 200) -> Response:
        names = self.served.names(language)
        context = dict.fromkeys(("preset", "text", "lines", "chosen", "error"), "") | {
            "presets": [(page["id"], page["title"]) for page in names.material.scenarios],
            "bases": self.runs.bases(),
            "secret": self.secret,
            "most": _LINES,
            "deadline": int(self.runs.deadline),
        }
        page = Page(
            "scenarios/run.html", "scenario_run.html", names.t("run.title"), "scenarios", context={**context, **values}
        )
        return HTMLResponse(self.served.html(language, page), status)

    def _pages(self, run: Run, names: Names) -> Path:
        """The folder of the run's pages in a language; they are written at the first request, next to its tables."""
        folder = run.folder / "pages" / names.language
        if not folder.is_dir():
            page = scenario_page(names, self.runs.page(run), at="scenarios/runs/", back="../")
            part = folder.with_suffix(".part")
            for path, text in page_files(names, page, self.served.html(names.language, page)):
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


def _without_folder(message: str, folder: Path) -> str:
    """An error message without the folder of the run in front of a file's name."""
    return re.sub(re.escape(str(folder)) + r"[/\\]run-[0-9a-f]+[/\\]", "", message)
