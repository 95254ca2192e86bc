"""The routes for two registers of a user: a form, and the makers that fit; only for pages of this service on this
computer.

The registers are parsed in a child with limits, never here; nothing of them is kept.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from henequen.matching.suppliers.ask import Question, SentRegisters
from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.publish.site.pages.matching.supplies import MATCH_PATH, match_page
from henequen.service.forms import foreign_form, form_body, read_form
from henequen.service.served_view import ServedView

__all__ = ["MATCH", "MOST_SENT", "Matcher", "match_routes", "may_match"]

MATCH = "/opportunity/match"
"""Where the form is sent to."""

MOST = {"makers": 8 << 20, "plants": 2 << 20}
"""Bytes of each register."""
MOST_SENT = 3 * sum(MOST.values())
"""Bytes of the form as sent: three bytes may encode one."""
_TOO_LONG = "a register of makers has at most 8 MB, one of plants 2 MB: for more, use henequen suppliers --makers FILE"
_FIELDS = ("makers_date", "plants_date", "within", "place")


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches submitted registers as of a day."""

    match: Callable[[SentRegisters, Question, str], dict[str, Any]]


def may_match(headers: Mapping[str, str]) -> tuple[int, str]:
    """The status and reason with which registers are refused; an empty reason if a page of this service sends them."""
    return foreign_form(headers, "registers can only be sent from a page of this service", MOST_SENT, _TOO_LONG)


def match_routes(matcher: Matcher, served: ServedView) -> APIRouter:
    """The routes. One match runs at a time; the form carries a secret of this service."""
    router = APIRouter()
    secret = secrets.token_urlsafe(24)
    busy = threading.Lock()

    def shown(
        language: str,
        values: Mapping[str, str],
        answer: Mapping[str, Any] | None = None,
        error: str = "",
        status: int = 200,
    ) -> Response:
        fields = {name: values.get(name, "") for name in _FIELDS}
        form = {
            "served_form": True,
            "secret": secret,
            "given": {**fields, "within": fields["within"] or "300"},
            "most": MOST,
            "error": error,
        }
        page = match_page(served.names(language), answer, form)
        return HTMLResponse(served.html(language, page), status)

    @router.get(f"/{MATCH_PATH}", response_model=None)
    @router.get(f"/{{tree}}/{MATCH_PATH}", response_model=None)
    def ask(tree: str = "", place: str = "") -> Response:
        return shown(tree, {"place": place[:20]})

    def answered(values: Mapping[str, str]) -> dict[str, Any]:
        if not busy.acquire(blocking=False):
            raise HTTPException(503, "another match is in progress: try again in a minute")
        try:
            registers = SentRegisters(values.get("makers", ""), values.get("plants", ""))
            return matcher.match(registers, _question(values), date.today().isoformat())
        finally:
            busy.release()

    @router.post(MATCH, response_model=None, openapi_extra=form_body((*_FIELDS, "makers", "plants")))
    async def match(request: Request) -> Response:
        form = await read_form(request, secret, MOST_SENT, _TOO_LONG)
        if any(len(form.get(name, "").encode()) > most for name, most in MOST.items()):
            raise HTTPException(413, _TOO_LONG)
        try:
            answer = await run_in_threadpool(answered, form)
        except HenequenError as error:
            language = form.get("lang", "")
            return shown(language, form, error=error.text(served.names(language).language), status=422)
        return shown(form.get("lang", ""), form, answer)

    return router


def _question(fields: Mapping[str, str]) -> Question:
    text = fields.get("within", "").strip() or "300"
    try:
        within = float(text)
    except ValueError:
        within = 0.0
    if not 1 <= within <= 20_000:
        raise UsageError(
            Message("distance_not_number_kilometres"), found=text[:40], expected=Message("kilometres_allowed")
        )
    place, *dates = (fields.get(name, "").strip()[:40] for name in ("place", "makers_date", "plants_date"))
    return Question("", makers_date=dates[0], plants_date=dates[1], within=within, top=3, place=place)
