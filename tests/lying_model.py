"""An endpoint on loopback that answers like a language model: truths, lies, broken JSON, too much, too late."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Model:
    """The server: what it answers to every question, and the questions that it got."""

    address: str
    items: list[dict[str, Any]] = field(default_factory=list)
    raw: bytes | None = None
    pause: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)

    def body(self) -> bytes:
        """The answer in the form of an OpenAI-compatible endpoint."""
        if self.raw is not None:
            return self.raw
        content = json.dumps(self.items, ensure_ascii=False)
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@contextmanager
def lying_model() -> Iterator[Model]:
    """A model at an address of this computer."""
    model = Model("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            model.asked.append({"path": self.path, **json.loads(sent)})
            body = model.body()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if model.pause:
                self.wfile.flush()
                time.sleep(model.pause)
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
