"""The guard in front of the service, as plain ASGI: allowed hosts, size limits and time limits. Every answer has the
security headers, also after an internal error. The guard answers only to the names of this computer: a page of another
site that points a name of its own at 127.0.0.1 is refused (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import re
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "RAW_HEADERS", "Guard", "answer_with_error", "error_content", "is_loopback"]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::(?P<port>\d{1,5}))?", re.IGNORECASE | re.ASCII)
_BODY_SECONDS = 20.0
"""How long the body of one request may take to arrive."""
_LONGEST_PATH = 2048
_LONGEST_MESSAGE = 2048
_log = logging.getLogger("henequen.service")


def is_loopback(host: str) -> bool:
    """Is this Host header exactly a name of this computer, with or without a port?

    >>> is_loopback("localhost:8765"), is_loopback("[::1]:80"), is_loopback("127.0.0.1:80@evil.example")
    (True, True, False)
    >>> is_loopback("localhost:99999")
    False
    """
    match = _LOOPBACK.fullmatch(host)
    return match is not None and int(match["port"] or 0) < 1 << 16


class Guard:
    """ASGI middleware. `may_post` returns why a POST is refused (empty if allowed); `most` limits its body in bytes."""

    def __init__(self, app: ASGIApp, may_post: Callable[[str, dict[str, str]], tuple[int, str]], most: int) -> None:
        self.app = app
        self.may_post = may_post
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse forbidden requests, and pass the others on with limited bodies and the security headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal:
            await answer_with_error(scope, send, *refusal)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _with_headers(message.get("headers", ()))
            await send(message)

        bounded = _Bounded(receive, self.most) if scope["method"] == "POST" else receive
        try:
            await self.app(scope, bounded, guarded)
        except TimeoutError:
            if not started:
                await answer_with_error(scope, send, 408, "the request took too long to arrive")
        except Exception as error:
            _log.error("%s failed: %s: %s", scope["path"][:200], type(error).__name__, str(error)[:500])
            if not started:
                await answer_with_error(scope, send, 500, f"the service failed ({type(error).__name__})")

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        if not is_loopback(headers.get("host", "")):
            return 421, "this service answers only on this computer"
        if len(scope["path"]) > _LONGEST_PATH or "\0" in scope["path"]:
            return 404, "no such page"
        if scope["method"] == "POST":
            status, reason = self.may_post(scope["path"], headers)
            return (status, reason) if reason else None
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "this service only reads"
        return None


class _Bounded:
    """`receive` that ends a body that is too long or too slow."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self._deadline = asyncio.get_running_loop().time() + _BODY_SECONDS
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        async with asyncio.timeout_at(self._deadline):
            message = await self._receive()
        self._left -= len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            return {"type": "http.disconnect"}
        return message


def _with_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    own = list(headers)
    stated = {name.lower() for name, _ in own}
    return own + [(name, value) for name, value in RAW_HEADERS if name not in stated]


def error_content(status: int, message: str, path: str, as_page: bool) -> tuple[str, bytes]:
    """Media type and body of an error: JSON or a small page. Message and path are cut: no request makes a long answer."""
    message, path = message[:_LONGEST_MESSAGE], path[:_LONGEST_MESSAGE]
    if as_page:
        text = (
            f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{status}</title>"
            f"<link rel='stylesheet' href='/assets/style.css'><main class='wrap'><h1>{status}</h1>"
            f"<p>{html.escape(message)}</p><p><a href='/index.html'>Home</a></p></main></html>"
        )
        return "text/html; charset=utf-8", text.encode("utf-8", "replace")
    error = {"status": status, "message": message, "path": path}
    return "application/json", json.dumps({"error": error}, ensure_ascii=False).encode("utf-8", "replace")


async def answer_with_error(scope: Scope, send: Send, status: int, message: str) -> None:
    """Send an error in the format of all errors of the service."""
    as_page = any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
    kind, data = error_content(status, message, scope["path"], as_page)
    head = [(b"content-type", kind.encode()), (b"content-length", str(len(data)).encode()), *RAW_HEADERS]
    if status in (408, 413, 503):
        head.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else data})
