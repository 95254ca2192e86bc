"""One request over the network: no redirects (they would carry a key elsewhere), a deadline, a limit of bytes. The one
place that opens a connection to the outside; `fetch`, `watch`, `literature` and `read --suggest` use it."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from typing import IO

from henequen.model.message import Message

__all__ = ["Interrupted", "Response", "TooLarge", "request"]

_CHUNK = 1 << 18


class Interrupted(Exception):
    """No answer, or not all of it: refused, reset, too slow, cut short."""


class TooLarge(Exception):
    """The answer is larger than the limit."""


@dataclass(frozen=True)
class Response:
    """Status, headers (names in lower case) and body, unchanged."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def request(
    url: str, headers: Mapping[str, str], *, timeout: float, largest: int, body: bytes | None = None
) -> Response:
    """Send one GET, or a POST of `body`; any status is an answer. Raises Interrupted or TooLarge; `timeout` covers it all."""
    until = time.monotonic() + timeout
    http_request = urllib.request.Request(url, data=body, headers=dict(headers))  # noqa: S310 (https, see settings)
    try:
        try:
            answered = _OPENER.open(http_request, timeout=timeout)
        except urllib.error.HTTPError as error:
            with error:
                return Response(error.code, _lower(error.headers), error.read(1 << 16))
        with answered:
            received = bytearray()
            while chunk := answered.read1(_CHUNK):
                received += chunk
                if len(received) > largest:
                    raise TooLarge(Message("more_than_bytes_2", largest=largest))
                if time.monotonic() > until:
                    raise Interrupted(Message("not_whole_after_s", timeout=f"{timeout:g}"))
            declared = answered.headers.get("Content-Length")
            if declared is not None and declared.isdecimal() and int(declared) != len(received):
                raise Interrupted(Message("bytes", n=len(received), declared=declared))
            return Response(answered.status, _lower(answered.headers), bytes(received))
    except urllib.error.URLError as error:
        raise Interrupted(str(error.reason)) from None
    except http.client.IncompleteRead as error:
        raise Interrupted(Message("cut_short_after_bytes", n=len(error.partial))) from None
    except (TimeoutError, ConnectionError, http.client.HTTPException, OSError) as error:
        raise Interrupted(str(error) or type(error).__name__) from None


def _lower(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
