"""The loopback servers as fixtures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback_census import Bureau
from loopback_comtrade import Service, serving
from loopback_kcs import Portal


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stands between the client and the server on loopback."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service() -> Iterator[Service]:
    """A server that behaves like UN Comtrade and ends with the test."""
    with serving(Service()) as held:
        yield held


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    """A server that behaves like the US Census Bureau's and ends with the test."""
    with serving(Bureau()) as held:
        yield held


@pytest.fixture
def portal() -> Iterator[Portal]:
    """A server that behaves like the customs service of data.go.kr and ends with the test."""
    with serving(Portal()) as held:
        yield held
