"""The loopback server as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback_comtrade import Service, serving


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A server that behaves like the real one and ends with the test."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as held:
        yield held
