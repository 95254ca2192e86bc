"""Addresses and limits of the services of official statistics, in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["CENSUS", "COMTRADE", "KCS", "SERVICES", "ComtradeService", "Service", "comtrade_service", "reached_at"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Service:
    """A service: its name and address, the environment's names for another address and for its key, how the key is
    sent (in the header `key_header`, otherwise as the parameter `key_parameter`), and its limits.

    `answers` are the statuses whose body is judged as an answer; a redirect to a page whose name ends in `key_page`
    means that the key is refused. `daily_calls` is the number of calls per day; `pause` the minimum seconds between two
    calls; `timeout` the seconds until an answer must be complete; `largest` the maximum bytes of one answer; `patience`
    the longest wait (seconds) that the service may ask for before this run ends; `tries` the number of times one call
    is sent.
    """

    name: str
    url: str
    url_name: str
    key_name: str
    key_header: str = ""
    key_parameter: str = ""
    key_page: str = ""
    key_encoded: bool = False
    accept: str = "application/json"
    answers: tuple[int, ...] = (200,)
    daily_calls: int = 500
    pause: float = 1.0
    timeout: float = 180.0
    largest: int = 512 * 1024 * 1024
    patience: float = 300.0
    tries: int = 5


@dataclass(frozen=True)
class ComtradeService(Service):
    """UN Comtrade, with the maximum rows of one answer (`get`, `preview`), periods of one call and signs of an
    address."""

    get_cap: int = 100_000
    preview_cap: int = 500
    periods_per_call: int = 12
    longest_url: int = 4_000


COMTRADE = ComtradeService(
    "comtrade",
    "https://comtradeapi.un.org",
    "HENEQUEN_COMTRADE_URL",
    "COMTRADE_API_KEY",
    key_header="Ocp-Apim-Subscription-Key",
)
CENSUS = Service(
    "census",
    "https://api.census.gov",
    "HENEQUEN_CENSUS_URL",
    "CENSUS_API_KEY",
    key_parameter="key",
    key_page="_key.html",
    answers=(200, 204),
)
KCS = Service(
    "kcs",
    "https://apis.data.go.kr",
    "HENEQUEN_KCS_URL",
    "DATA_GO_KR_KEY",
    key_parameter="serviceKey",
    key_encoded=True,
    accept="application/xml, text/xml",
    answers=(200, 400, 401, 403),
    daily_calls=10_000,
)
SERVICES: dict[str, Service] = {one.name: one for one in (CENSUS, COMTRADE, KCS)}
"""Every service that can be asked, by name."""

S = TypeVar("S", bound=Service)


def reached_at(service: S, url: str | None = None) -> S:
    """The service at `url`, otherwise at the address in the environment, otherwise at its own.

    >>> reached_at(CENSUS, "http://127.0.0.1:8000/").url
    'http://127.0.0.1:8000'

    Raises UsageError for anything but https (http is accepted on this machine only: a key must not be sent
    unencrypted).
    """
    address = (url or os.environ.get(service.url_name) or service.url).rstrip("/")
    parts = urlsplit(address)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not secure or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise UsageError(Message("no_address_service"), found=address, expected=Message("https_host_or_http_on_this"))
    return replace(service, url=address)


def comtrade_service(url: str | None = None) -> ComtradeService:
    """UN Comtrade at `url`, else at the address in HENEQUEN_COMTRADE_URL, else at its own (see `reached_at`)."""
    return reached_at(COMTRADE, url)
