"""Polite visits: one at a time, a pause for each host, robots.txt obeyed, limits on bytes and seconds. Redirects are
followed only to public addresses, so that no page can send this computer to its own network.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urljoin, urlsplit

from henequen.files.transport import Interrupted, Response, TooLarge, request
from henequen.model.message import Message

__all__ = ["AGENT", "Manners", "NotVisited", "Visitor"]

AGENT = "henequen"
"""The name that robots.txt knows this watcher by."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_REDIRECTS = 5
_ROBOTS_BYTES = 512_000
_MOST_DELAY = 60.0


class NotVisited(Exception):
    """The source gave no content; the message says why. `again_in` is the wait that its server asks for, in seconds."""

    def __init__(self, reason: str, status: str = "failed", again_in: float = 0.0) -> None:
        super().__init__(reason)
        self.status = status
        self.again_in = again_in


@dataclass(frozen=True, slots=True)
class Manners:
    """The least seconds between two requests to one host, the most seconds and bytes of one answer."""

    pause: float = 5.0
    timeout: float = 60.0
    largest: int = 20_000_000


@dataclass
class Visitor:
    """Makes the requests of one run. `judge` asks the limited child about robots.txt; `send` and `clock` are for tests."""

    manners: Manners
    judge: Callable[[dict[str, Any]], dict[str, Any]]
    send: Callable[..., Response] = request
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, str] = field(default_factory=dict)
    _delay: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """The answer of a source: status 200 or 304. Raises NotVisited for everything else."""
        local = urlsplit(url).hostname in _LOOPBACK
        for _ in range(_MOST_REDIRECTS + 1):
            self._refuse_inside(url, local)
            self._ask_robots(url)
            answer = self._send(url, headers, self.manners.largest)
            if answer.status in (301, 302, 303, 307, 308):
                url = _next(url, answer.headers.get("location", ""))
                continue
            if answer.status in (200, 304):
                return answer
            raise _refusal(answer)
        raise NotVisited(Message("more_than_redirects", most_redirects=_MOST_REDIRECTS))

    def _ask_robots(self, url: str) -> None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._rules(f"{site}/robots.txt")
        verdict = self.judge({"robots": self._robots[site], "agent": AGENT, "url": url})
        self._delay[parts.netloc] = min(float(verdict["delay"]), _MOST_DELAY)
        if not verdict["allowed"]:
            raise NotVisited(Message("robots_txt_asks_not_visit_this"), "not_allowed")

    def _rules(self, url: str) -> str:
        """The text of robots.txt: everything is allowed without one, nothing if the server refuses it."""
        answer = self._send(url, {}, _ROBOTS_BYTES)
        if answer.status == 200:
            return answer.body.decode("utf-8", "replace")
        if answer.status in (401, 403):
            return "User-agent: *\nDisallow: /"
        if answer.status >= 500 or answer.status == 429:
            raise NotVisited(Message("robots_txt_cannot_be_read_now", status=answer.status))
        return ""

    def _send(self, url: str, headers: Mapping[str, str], largest: int) -> Response:
        host = urlsplit(url).netloc
        if host in self._last:
            pause = max(self.manners.pause, self._delay.get(host, 0.0)) if self.manners.pause else 0.0
            wait = self._last[host] + pause - self.clock()
            if wait > 0:
                self.sleep(wait)
        self.requests += 1
        own = {"User-Agent": f"{AGENT}/{_version()}", "Accept-Encoding": "identity", "Accept": "*/*"}
        try:
            return self.send(url, {**own, **headers}, timeout=self.manners.timeout, largest=largest)
        except TooLarge as error:
            raise NotVisited(Message("answer_too_large", reason=error)) from None
        except Interrupted as error:
            raise NotVisited(Message("no_whole_answer", reason=error)) from None
        finally:
            self._last[host] = self.clock()

    def _refuse_inside(self, url: str, local: bool) -> None:
        """Refuse an address of a private network, unless the pack itself names this computer."""
        host = urlsplit(url).hostname or ""
        if host in _LOOPBACK and local:
            return
        try:
            addresses = {item[4][0] for item in socket.getaddrinfo(host, None)}
        except OSError:
            return
        if any(not ipaddress.ip_address(str(one).partition("%")[0]).is_global for one in addresses):
            raise NotVisited(Message("address_private_network", host=host), "not_allowed")


def _next(url: str, location: str) -> str:
    following = urljoin(url, location)
    parts = urlsplit(following)
    if not location or parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise NotVisited(Message("redirect_nowhere"))
    if urlsplit(url).scheme == "https" and parts.scheme != "https":
        raise NotVisited(Message("redirect_from_https_http"))
    return following


def _refusal(answer: Response) -> NotVisited:
    if answer.status in (404, 410):
        return NotVisited(Message("there_no_such_page_any_more", status=answer.status), "gone")
    wait = answer.headers.get("retry-after", "")
    return NotVisited(f"HTTP {answer.status}", again_in=float(wait) if wait.isdecimal() else 0.0)


def _version() -> str:
    try:
        return version("henequen")
    except PackageNotFoundError:
        return "0"
