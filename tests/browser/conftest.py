"""A real Chromium over the site of the shipped pack: from a folder, and served on this computer."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import uvicorn
from at_hand import lacking
from playwright.sync_api import Browser, Page, expect, sync_playwright

from henequen.matching.suppliers.ask import match_sent
from henequen.observatory import Observatory
from henequen.record.store.view import View
from henequen.scenarios.runs import Runs
from henequen.service.app import Features, create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles
from henequen.service.suppliers import Matcher

expect.set_options(timeout=60_000)  # a machine that does other work may be slow; what is there ends the wait at once


def _chromium(given: str) -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or (given if Path(given).is_file() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one module, so that its event loop is gone before other tests run.

    Tests are skipped where there is none, or fail with HENEQUEN_REQUIRE=all.
    """
    with sync_playwright() as playwright:
        path = _chromium(playwright.chromium.executable_path)
        if path is None:
            lacking("no Chromium is at hand")
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def folder(site: Path) -> Path:
    """The static site."""
    return site


@pytest.fixture(scope="session")
def address(view: View, shipped: Observatory, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service on a free port of this computer; it stops with the tests."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    runs = Runs(tmp_path_factory.mktemp("runs"))
    matcher = Matcher(lambda sent, question, today: match_sent(shipped.view(), sent, question, today))
    app = create_app(
        ServedView(lambda: view, scenarios=shipped.scenarios()),
        SiteFiles(folder),
        Features(runs=runs, matcher=matcher),
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    for _ in range(600):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=10)


Stopwatch = Callable[[str, float], AbstractContextManager[None]]


@pytest.fixture
def stopwatch(record_property: Callable[[str, object], None]) -> Stopwatch:
    """Times one journey from the first page to its quotable answer; fails it if it takes five times longer than it may on a
    quiet machine."""

    @contextmanager
    def timed(journey: str, most: float) -> Iterator[None]:
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        record_property(f"{journey} seconds", round(took, 2))
        print(f"{journey}: {took:.2f} s of at most {most:g} s")
        assert took < 5 * most, f"{journey} took {took:.1f} s"

    return timed


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that counts requests to elsewhere and errors of scripts."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(60_000)
    fresh = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    fresh.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:", "http://127.0.0.1")) else outside.append(r.url),
    )
    fresh.on("pageerror", lambda error: errors.append(str(error)))
    fresh.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield fresh
    context.close()
    assert not outside
    assert not errors
