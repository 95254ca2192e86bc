"""How the services of official statistics are reached, and their limits: the one place that knows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from henequen.model.errors import UsageError

__all__ = ["COMTRADE", "KEY_NAME", "URL_NAME", "Service", "comtrade_service"]

KEY_NAME = "COMTRADE_API_KEY"
URL_NAME = "HENEQUEN_COMTRADE_URL"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Service:
    """A service: its address, the most rows of one answer (`get`, `preview`), and what is polite.

    `daily_calls` is what a free subscription may ask for in a day; `pause` the least seconds between two calls; `timeout`
    the seconds until an answer must be whole; `largest` the most bytes of one answer; `patience` the longest wait (seconds)
    that the service may ask for before this run ends; `tries` how often one call is sent.
    """

    url: str
    get_cap: int = 100_000
    preview_cap: int = 500
    periods_per_call: int = 12
    longest_url: int = 4_000
    daily_calls: int = 500
    pause: float = 1.0
    timeout: float = 180.0
    largest: int = 512 * 1024 * 1024
    patience: float = 300.0
    tries: int = 5


COMTRADE = Service("https://comtradeapi.un.org")


def comtrade_service(url: str | None = None) -> Service:
    """UN Comtrade at `url`, else at the address in HENEQUEN_COMTRADE_URL, else at its own.

    >>> comtrade_service("http://127.0.0.1:8000/").url
    'http://127.0.0.1:8000'

    Raises UsageError for anything but https (http is taken on this machine only: a key must not travel in the open).
    """
    given = (url or os.environ.get(URL_NAME) or COMTRADE.url).rstrip("/")
    parts = urlsplit(given)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not secure or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise UsageError("no address of a service", found=given, expected="https://host, or http:// on this machine")
    return Service(given)
