"""Answers most requests before the router: files of the site, and claims and searches in the cache.

The edition that is served does not change, so every answer about it can be kept as bytes.
"""

from __future__ import annotations

import re
from collections import OrderedDict

from starlette.types import ASGIApp, Receive, Scope, Send

from henequen.service.site_files import SiteFiles

__all__ = ["Answers", "Front"]

_MOST_ANSWERS = 8192


class Answers:
    """The most recent JSON bodies, by request."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        """The body kept for this request, if there is one."""
        return self._bodies.get(key)

    def keep(self, key: str, body: bytes) -> bytes:
        """Keep a body, and drop the oldest beyond the limit."""
        self._bodies[key] = body
        if len(self._bodies) > _MOST_ANSWERS:
            self._bodies.popitem(last=False)
        return body


class Front:
    """ASGI middleware: serves the site's files first, except `own` pages that the service renders itself (search,
    forms)."""

    def __init__(self, app: ASGIApp, site: SiteFiles, answers: Answers, own: re.Pattern[str]) -> None:
        self.app = app
        self.site = site
        self.answers = answers
        self.own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file or a cached body, or pass the request on."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = scope["path"]
            if not self.own.fullmatch(path) and self.site.has(path):
                await self.site(scope, receive, send)
                return
            body = self.answers.get(f"{path}?{scope['query_string'].decode('latin-1')}")
            if body is not None and not _wants_html(scope):
                head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
                await send({"type": "http.response.start", "status": 200, "headers": head})
                await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
                return
        await self.app(scope, receive, send)


def _wants_html(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
