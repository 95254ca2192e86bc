"""A key goes to the service that was named and nowhere else."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from henequen.model.errors import DataError
from henequen.sources.fetch import Budget, fetch, plan_requests


def test_a_redirect_is_refused_and_the_key_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    seen: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers.get("Ocp-Apim-Subscription-Key")))
            self.send_response(302 if not self.path.startswith("/elsewhere") else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with pytest.raises(DataError, match="HTTP 302"):
            fetch(
                plan_requests(["36"], ["2019"]),
                tmp_path / "out",
                budget=Budget(tmp_path / "budget.json", 9),
                address=f"http://127.0.0.1:{server.server_address[1]}",
                key="secret",
            )
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
    assert len(seen) == 1
