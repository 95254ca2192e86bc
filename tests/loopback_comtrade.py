"""A server on loopback that behaves like the real one: key, filters, caps, quotas, faults; it ends with the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

KEY = "s3cret-key-of-a-subscription"
S = TypeVar("S", bound="Service")
Fault = Callable[[BaseHTTPRequestHandler, bytes], bool]


def row(reporter: int, partner: int, period: str, flow: str, product: str, value: float) -> dict[str, Any]:
    """One record in the service's words (the fields that matter here, with the names and types of recorded answers)."""
    return {
        "typeCode": "C", "freqCode": "A", "refYear": int(period[:4]), "period": period, "reporterCode": reporter,
        "reporterISO": None, "flowCode": flow, "partnerCode": partner, "partnerISO": None, "partner2Code": 0,
        "classificationCode": "H5", "cmdCode": product, "aggrLevel": len(product), "isLeaf": True, "customsCode": "C00",
        "motCode": 0, "qtyUnitCode": 8, "qty": 1.0, "netWgt": 1.0, "cifvalue": None, "fobvalue": value,
        "primaryValue": value, "isAggregate": False,
    }  # fmt: skip


@dataclass
class Service:
    """What the server holds and has seen. `faults` are used up one a request, in order; None answers as usual."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    cap: int = 100_000
    preview_cap: int = 500
    faults: list[Fault | None] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""

    def key_of(self, handler: BaseHTTPRequestHandler, query: dict[str, str]) -> str | None:
        """The key that came with the request."""
        return handler.headers.get("Ocp-Apim-Subscription-Key")

    def send(self, handler: BaseHTTPRequestHandler, path: str, body: bytes, key: str | None) -> None:
        """Answer, or refuse the key as the real service does."""
        if "/public/" not in path and key != KEY:
            status(401, "Access denied due to missing subscription key.")(handler, body)
            return
        respond(handler, 200, body)

    def answer(self, path: str, query: dict[str, str]) -> bytes:
        """The rows that fit the query, cut off at the cap without a word, as the real service does."""
        if "/bulk/" in path:
            listed = [{"fileUrl": "0", "reporterCode": int(query["reporterCode"]), "period": int(query["period"])}]
            return json.dumps({"elapsedTime": "0.1 secs", "count": 1, "data": listed, "error": ""}).encode()
        wanted = {name: set(query[name].split(",")) for name in ("reporterCode", "period", "flowCode", "partnerCode", "cmdCode")
                  if name in query and not query[name].startswith(("AG", "ALL"))}  # fmt: skip
        found = [one for one in self.rows if all(str(one[name]) in codes for name, codes in wanted.items())]
        found = found[: self.preview_cap if "/preview/" in path else self.cap]
        return json.dumps({"elapsedTime": "0.1 secs", "count": len(found), "data": found, "error": ""}).encode()


def respond(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "application/json", **more: str
) -> bool:
    """Send a whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in more.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    return True


def status(code: int, words: str = "", **headers: str) -> Fault:
    """A refusal, in the form of the service's gateway."""
    return lambda handler, body: respond(
        handler, code, json.dumps({"statusCode": code, "message": words}).encode(), **headers
    )


def cut_short(handler: BaseHTTPRequestHandler, body: bytes) -> bool:
    """Half of the body, and the line goes dead."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True
    return True


def as_type(kind: str, text: bytes | None = None) -> Fault:
    """The body (or `text`) under another content type."""
    return lambda handler, body: respond(handler, 200, body if text is None else text, kind)


def says(text: bytes) -> Fault:
    """Another body."""
    return as_type("application/json", text)


def slow(handler: BaseHTTPRequestHandler, body: bytes) -> bool:
    """A byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for byte in body[:20]:
        try:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
        except OSError:
            break
        time.sleep(0.05)
    handler.close_connection = True
    return True


@contextmanager
def serving(held: S) -> Iterator[S]:
    """The server, on a free port, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            held.asked.append(query)
            held.paths.append(parts.path)
            held.keys.append(held.key_of(self, query))
            body = held.answer(parts.path, query)
            fault = held.faults.pop(0) if held.faults else None
            if fault is not None and fault(self, body):
                return
            held.send(self, parts.path, body, held.keys[-1])

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
