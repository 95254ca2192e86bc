"""The routes for reviewers: the queue with each proposal and its passage; only for pages of this service on this
computer."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from henequen.model.errors import HenequenError
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.review import review_words
from henequen.record.review.decisions import Decided, Decision
from henequen.record.review.desk import Desk
from henequen.record.review.queue import Proposed
from henequen.record.review.standing import STATES, VERDICTS
from henequen.service.forms import foreign_form, form_body, read_form
from henequen.service.review_items import decision_words, item_of, line_of, standing_of
from henequen.service.served_view import ServedView

__all__ = ["REVIEW", "Reviewing", "may_review", "review_routes"]

REVIEW = "/review/"
"""The addresses that decisions are sent to begin so."""
_DECISIONS = (f"{REVIEW}decide", f"{REVIEW}undo", f"{REVIEW}redo", f"{REVIEW}table")
_SENT = ("by", "id", "ids", "verdict", "version", "reason", "same_as", "f.title", "f.value")
_MOST = 128 * 1024
_TOO_LONG = f"a decision has at most {_MOST} bytes"
_MOST_LINES = 20_000
_MOST_PICTURES = 40
_WHO = 100


def _line_of(proposed: Proposed, number: int) -> list[tuple[float, ...]]:
    """The rectangle of the line on a recognised page, for its first piece of evidence."""
    line = proposed.fields.get("line") if number == 0 else None
    return [tuple(line["box"])] if isinstance(line, Mapping) and "box" in line else []


@dataclass
class Reviewing:
    """The desk of the page, opened on first use; `picture` draws a page with a passage marked."""

    open_desk: Callable[[], Desk]
    picture: Callable[..., bytes | None]
    _desk: Desk | None = None
    _lock: Lock = field(default_factory=Lock)
    _pictures: OrderedDict[tuple[str, int], bytes] = field(default_factory=OrderedDict)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The desk, for one request at a time."""
        with self._lock:
            if self._desk is None:
                self._desk = self.open_desk()
            yield self._desk

    def drawn(self, identity: str, number: int) -> bytes | None:
        """The picture of the page with a piece of evidence; the last ones are kept."""
        key = (identity, number)
        if key not in self._pictures:
            with self.desk() as desk:
                one = desk.queue.proposals.get(identity)
                piece = one.evidence[number] if one is not None and number < len(one.evidence) else {}
                file = desk.file_of(one.sha256) if one is not None else None
                if one is None or file is None or piece.get("page") is None:
                    return None
                before, quote, after = desk.passage(one, number, 60)
            picture = self.picture(file, int(piece["page"]), quote, (before, after), *_line_of(one, number))
            if picture is None:
                return None
            self._pictures[key] = picture
            while len(self._pictures) > _MOST_PICTURES:
                self._pictures.popitem(last=False)
        return self._pictures.get(key)


def may_review(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """The status and reason with which a POST is refused; an empty reason if a page of this service sends it."""
    if path not in _DECISIONS:
        return 405, "this service only reads"
    return foreign_form(headers, "a decision can only be made from a page of this service", _MOST, _TOO_LONG)


def review_routes(reviewing: Reviewing, served: ServedView) -> APIRouter:
    """The routes; every decision carries a secret of this service, so that no other page can make one."""
    router = APIRouter()
    secret = secrets.token_urlsafe(24)

    @router.get("/review", response_model=None)
    @router.get("/review.html", response_model=None)
    @router.get("/{tree}/review", response_model=None)
    @router.get("/{tree}/review.html", response_model=None)
    def page(tree: str = "") -> Response:
        names = served.names(tree)
        with reviewing.desk() as desk:
            four_eyes = desk.four_eyes
        context = {"secret": secret, "words": review_words(names), "four_eyes": four_eyes}
        html_page = Page("review.html", "review.html", names.t("review.title"), "documents", context=context)
        return HTMLResponse(served.html(tree, html_page, f"{served.tree(tree)}/"))

    @router.get("/review/queue.json", response_model=None)
    def queue(
        by: str = "", lang: str = "", document: str = "", kind: str = "", state: str = "todo", table: str = ""
    ) -> Response:
        names, who = served.names(lang), by[:_WHO]
        with reviewing.desk() as desk:
            return _json(_queue(names, desk, who, {"document": document, "kind": kind, "table": table}, state))

    @router.get("/review/item/{identity}.json", response_model=None)
    def item(identity: str, by: str = "", lang: str = "") -> Response:
        names, who = served.names(lang), by[:_WHO]
        with reviewing.desk() as desk:
            one = desk.queue.proposals.get(identity)
            if one is None:
                raise HTTPException(404, "no proposal has this id")
            return _json(item_of(names, desk, one, desk.decisions.seen_by(identity, who), who))

    @router.get("/review/page/{identity}/{number}.png", response_model=None)
    def picture(identity: str, number: int) -> Response:
        drawn_picture = reviewing.drawn(identity, number) if number >= 0 else None
        if drawn_picture is None:
            raise HTTPException(404, "there is no picture of this page")
        return Response(drawn_picture, media_type="image/png")

    @router.post("/review/{what}", response_model=None, openapi_extra=form_body(_SENT))
    async def act(request: Request, what: str) -> Response:
        form = await read_form(request, secret, _MOST, _TOO_LONG)
        return await run_in_threadpool(_act, reviewing, served.names(form.get("lang", "")), what, form)

    return router


def _queue(names: Names, desk: Desk, who: str, filters: Mapping[str, str], state: str) -> dict[str, Any]:
    """The lines of the queue that pass the filters (an empty filter keeps all), and the progress of each document."""
    lines: list[dict[str, Any]] = []
    progress: dict[str, list[int]] = {}
    kinds: dict[str, str] = {}
    tables: dict[str, str] = {}
    disputed = 0
    for one, standing in desk.listed(who=who):
        needs = not standing.in_pack and standing.needs(who)
        count = progress.setdefault(one.document, [0, 0])
        count[0] += not needs
        count[1] += 1
        disputed += standing.state == "disputed"
        kinds.setdefault(one.kind, names.t(f"review_kind.{one.kind}"))
        table = "" if one.table is None else f"{one.sha256[:12]}:{one.table}"
        if table and filters["document"] in ("", one.document):
            tables.setdefault(table, f"{one.document}, {names.t('review_place.table', n=one.table)}")
        is_wanted = needs if state == "todo" else state in ("all", standing.state)
        fields = {"document": one.document, "kind": one.kind, "table": table}
        if (
            is_wanted
            and all(value in ("", fields[name]) for name, value in filters.items())
            and len(lines) < _MOST_LINES
        ):
            lines.append(line_of(names, one, standing, who))
    return {
        "lines": lines,
        "documents": [{"name": name, "done": reviewed, "all": all_} for name, (reviewed, all_) in progress.items()],
        "tables": [{"code": code, "words": words} for code, words in tables.items()],
        "kinds": [{"code": code, "words": words} for code, words in kinds.items()],
        "states": [{"code": code, "words": names.t(f"review_state.{code}")} for code in ("todo", *STATES, "all")],
        "disputed": disputed,
    }


def _act(reviewing: Reviewing, names: Names, what: str, fields: Mapping[str, str]) -> Response:
    who = fields.get("by", "").strip()[:_WHO]
    try:
        with reviewing.desk() as desk:
            if what == "table":
                return _json(_table(names, desk, who, fields.get("ids", "")))
            if what in ("undo", "redo"):
                decision = desk.decisions.undo(who) if what == "undo" else desk.decisions.redo(who)
            else:
                decision = _decide(desk, who, fields)
            standing = desk.decisions.seen_by(decision.proposal, who)
            return _json({"id": decision.proposal, **standing_of(names, standing, who)})
    except Decided as error:
        body = {"decided": decision_words(names, error.decision), "version": error.version}
        return _json(body, 409)
    except HenequenError as error:
        return _json({"error": error.text(names.language)}, 422)
    except ValueError:
        return _json({"error": "the version is not a number"}, 422)


def _decide(desk: Desk, who: str, fields: Mapping[str, str]) -> Decision:
    verdict = fields.get("verdict", "")
    corrected = {name[2:]: value for name, value in fields.items() if name.startswith("f.")}
    return desk.decide(
        fields.get("id", ""),
        verdict if verdict in VERDICTS else "",
        who,
        version=int(fields.get("version", "")),
        reason=fields.get("reason", "").strip(),
        corrected=corrected,
        same_as=fields.get("same_as", "").strip(),
    )


def _table(names: Names, desk: Desk, who: str, ids: str) -> dict[str, Any]:
    """Accept the proposals seen: `ids` are pairs of an id and its version, as `p-1:0 p-2:0`."""
    looked_at = [(name, int(version)) for name, _, version in (part.partition(":") for part in ids.split())]
    accepted, refused = desk.accept_all([pair for pair in looked_at if pair[0] in desk.queue.proposals], who)
    return {
        "accepted": [decision.proposal for decision in accepted],
        "decided": [decision_words(names, error.decision) for error in refused],
    }


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, headers={"Cache-Control": "no-store"})
