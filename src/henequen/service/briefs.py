"""The routes for briefs: the form of the page, and the requested file; one at a time, only for pages of this
service."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from henequen.model.dates import parse_date
from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.publish.brief import FORMS, Order, make_brief
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material, slug
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.briefs import ABOUT, FIELDS, brief_page
from henequen.record.store.view import View
from henequen.service.served_view import ServedView

__all__ = ["brief_routes"]

_LONGEST = 200
_MOST_PAGES = 40


def brief_routes(served: ServedView, view_on: Callable[[str], View] | None = None) -> APIRouter:
    """The routes. `view_on` opens the record as of a day, for what changed since; without it such a brief is refused."""
    router = APIRouter()
    one_at_a_time = threading.Lock()

    def page(language: str, values: Mapping[str, str], error: str = "", status: int = 200) -> Response:
        return HTMLResponse(served.html(language, brief_page(served.names(language), values, error)), status)

    @router.get("/brief.html", response_model=None)
    @router.get("/{tree}/brief.html", response_model=None)
    def ask(request: Request, tree: str = "") -> Response:
        return page(tree, _fields_sent(request))

    @router.get("/brief", response_model=None)
    def make(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise HTTPException(403, "a brief can only be requested from a page of this service")
        values = _fields_sent(request)
        names = served.names(values["lang"])

        def names_on(on: str) -> Names:
            if not on:
                return names
            if view_on is None:
                raise UsageError(Message("this_service_cannot_look_back"), expected=Message("brief_without_since"))
            return Names(Material(view_on(on), lambda _: None), catalogue(names.language))

        try:
            order = _order(values, names.material.sides)
            with one_at_a_time:
                brief = make_brief(names_on, order)
        except HenequenError as error:
            if "text/html" in request.headers.get("accept", ""):
                return page(values["lang"], values, error.text(names.language), 422)
            raise HTTPException(422, str(error)) from None
        name = slug(order.event or order.place or order.topic or "pair").encode("ascii", "ignore").decode() or "topic"
        head = {"Content-Disposition": f'attachment; filename="brief-{name[:60]}-{names.language}.{order.form}"'}
        return Response(brief.data, media_type=FORMS[order.form], headers=head)

    return router


def _fields_sent(request: Request) -> dict[str, str]:
    """The fields of the form; a brief can also be requested by `event`, `topic` or `place`."""
    query = request.query_params
    values = {name: query.get(name, "").strip()[:_LONGEST] for name in FIELDS}
    for kind in ABOUT:
        if value := query.get(kind, "").strip()[:_LONGEST]:
            values["about"] = f"{kind}:{value}"
    return values


def _order(fields: Mapping[str, str], sides: tuple[str, ...]) -> Order:
    """The order of a form. Raises UsageError at the first invalid field."""
    kind, _, value = fields["about"].partition(":")
    if kind not in ("", "pair", *ABOUT) or (kind in ABOUT and not value):
        raise UsageError(
            Message("about_not_subject"), found=fields["about"], expected=Message("pair_topic_x_place_x_or")
        )
    side = fields["side"].upper() or sides[0]
    if side not in sides:
        raise UsageError(Message("side_not_side_this_pack"), found=fields["side"], expected=", ".join(sides))
    pages = fields["pages"] or "4"
    if not (pages.isascii() and pages.isdigit() and 1 <= int(pages) <= _MOST_PAGES):
        raise UsageError(
            Message("pages_not_number_pages"),
            found=pages,
            expected=Message("one_to_most_pages", most_pages=_MOST_PAGES),
        )
    since = fields["since"]
    if since and not _is_day(since):
        raise UsageError(Message("since_not_day"), found=since, expected=Message("date_calendar_as_yyyy_mm_dd"))
    subject = {kind: value} if kind in ABOUT else {}
    if fields["words"]:
        subject = {"topic": fields["words"]}
    return Order(
        event=subject.get("event", ""),
        topic=subject.get("topic", ""),
        place=subject.get("place", ""),
        side=sides.index(side),
        pages=int(pages),
        form=fields["form"] or "pdf",
        since=since,
    )


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and parse_date(text).earliest == parse_date(text).latest
    except ValueError:
        return False
