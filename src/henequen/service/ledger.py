"""The routes for the desk's ledger: a form that logs evidence or a search; only for pages of this service on this
computer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from henequen.model.errors import HenequenError
from henequen.model.properties import codes
from henequen.publish.site.page import Page
from henequen.record.review.log import Entry, Logged, Search
from henequen.service.forms import foreign_form, form_body, read_form
from henequen.service.served_view import ServedView

__all__ = ["LEDGER", "LOG_PAGE", "Ledger", "ledger_routes", "may_log"]

LEDGER = "/follow-up/log"
"""Where the form is sent to."""
LOG_PAGE = r"follow-up/log"
_MOST = 32 * 1024
_TOO_LONG = f"an entry has at most {_MOST} bytes"
_FIELDS = ("item", "evidence", "on", "until", "source", "published", "says", "note", "by", "where")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Functions that log an entry or a search, each with today's date."""

    log: Callable[[Entry, str], Logged]
    look: Callable[[Search, str], Logged]


def may_log(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """The status and reason with which a POST is refused; an empty reason if a page of this service sends it."""
    if path != LEDGER:
        return 405, "this service only reads"
    return foreign_form(headers, "an entry can only be logged from a page of this service", _MOST, _TOO_LONG)


def ledger_routes(ledger: Ledger, served: ServedView) -> APIRouter:
    """The routes; the form carries a secret of this service, so that no other page can send it."""
    router = APIRouter()
    secret = secrets.token_urlsafe(24)

    def form(
        language: str, values: Mapping[str, str], error: str = "", logged: str = "", status: int = 200
    ) -> Response:
        names = served.names(language)
        record = names.material.record.get(values.get("item", ""))
        context = {
            "secret": secret,
            "given": {name: values.get(name, "") for name in _FIELDS},
            "kinds": list(codes("happening")),
            "item_title": names.title(record) if record else "",
            "item_lang": names.title_lang(record) if record else "",
            "error": error,
            "done": logged,
        }
        page = Page("follow-up/log.html", "log.html", names.t("desk.log_title"), "followup", context=context)
        return HTMLResponse(served.html(language, page), status)

    @router.get("/follow-up/log.html", response_model=None)
    @router.get("/{tree}/follow-up/log.html", response_model=None)
    def ask(tree: str = "", item: str = "") -> Response:
        return form(tree, {"item": item[:200]})

    @router.post(LEDGER, response_model=None, openapi_extra=form_body(_FIELDS))
    async def log(request: Request) -> Response:
        form_fields = await read_form(request, secret, _MOST, _TOO_LONG)
        language = form_fields.get("lang", "")
        try:
            logged = await run_in_threadpool(_logged, ledger, form_fields)
        except HenequenError as error:
            return form(language, form_fields, error=error.text(served.names(language).language), status=422)
        return form(language, {"item": form_fields.get("item", "")}, logged=logged.id)

    return router


def _logged(ledger: Ledger, fields: Mapping[str, str]) -> Logged:
    """Log the content of the form: a search if it names a place, otherwise an event."""
    value = {name: fields.get(name, "").strip() for name in _FIELDS}
    today = date.today().isoformat()
    if value["where"]:
        return ledger.look(Search((value["item"],), (value["where"],), value["by"], value["on"] or today), today)
    entry = Entry(
        item=value["item"],
        kind=value["evidence"],
        on=value["on"],
        source=value["source"],
        until=value["until"],
        published=value["published"],
        says=value["says"],
        note=value["note"],
        by=value["by"],
    )
    return ledger.log(entry, today)
