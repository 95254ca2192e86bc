"""How fast the service answers, as a share of a bare ASGI ping on the same server in the same run.

    python benchmarks/service.py [--seconds 4] [--clients 8]

Eight clients keep one connection each and ask in turn for a claim as JSON, a search and a page; then each does the same of an
application that answers one constant. Prints requests per second, the share of the ping and the 99th percentile, against
the stated floors. Everything stays on 127.0.0.1 and stops by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import multiprocessing
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from henequen.observatory import open_pack
from henequen.publish.site import write_site
from henequen.service.app import create_app
from henequen.service.listener import listen, server_of
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles

FLOORS = {"claim": 0.35, "search": 0.25, "page": 0.35}
P99 = 0.030


async def ping(scope: Any, receive: Any, send: Any) -> None:
    """The bare application: one constant answer."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"pong"})


def ask(port: int, paths: list[str], seconds: float, answers: Any) -> None:
    """One client: a kept-alive connection that asks for the paths in turn; puts its waits into `answers`."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    waits = []
    end = time.perf_counter() + seconds
    at = 0
    while (began := time.perf_counter()) < end:
        connection.request(
            "GET", paths[at % len(paths)], headers={"Accept": "application/json", "Accept-Encoding": "gzip"}
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{paths[at % len(paths)]}: {answer.status}")
        waits.append(time.perf_counter() - began)
        at += 1
    answers.put(waits)


@contextlib.contextmanager
def served(app: Any) -> Iterator[int]:
    """The application on a port of this computer."""
    listening: socket.socket = listen(0)
    server = server_of(app)
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()


def measure(port: int, paths: list[str], seconds: float, clients: int) -> tuple[float, float]:
    """Requests per second, and the 99th percentile of the waits in seconds."""
    answers: Any = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=ask, args=(port, paths, seconds, answers)) for _ in range(clients)]
    for worker in workers:
        worker.start()
    waits = [wait for _ in workers for wait in answers.get()]
    for worker in workers:
        worker.join()
    return len(waits) / seconds, statistics.quantiles(waits, n=100)[98]


def main() -> int:
    """Print the table; return 1 if a floor is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    observatory = open_pack(None)
    view = observatory.view()
    claims = [claim.claim_id for claim in view.claims()][:: max(1, len(view.claims()) // 500)]
    words = sorted({word for place in view.places.values() for word in place.name_en.split() if len(word) > 3})
    with tempfile.TemporaryDirectory() as folder:
        site = write_site(view, Path(folder) / "site", observatory.text, scenarios=observatory.scenarios())
        app = create_app(ServedView(lambda: view, observatory.text, observatory.scenarios()), SiteFiles(site.folder))
        asked = {
            "claim": [f"/claims/{identity}" for identity in claims],
            "search": [f"/search?q={word}" for word in words if word.isascii()],
            "page": ["/index.html", "/counts/index.html", "/instruments/index.html", "/assets/style.css"],
        }
        missed = 0
        with served(ping) as bare, served(app) as port:
            for what, paths in asked.items():
                connection = http.client.HTTPConnection("127.0.0.1", port)
                for path in paths:  # every answer once: what is measured is a service that has been asked before
                    connection.request("GET", path, headers={"Accept": "application/json"})
                    connection.getresponse().read()
                rate, slowest = measure(port, paths, given.seconds, given.clients)
                floor, _ = measure(bare, ["/"], given.seconds, given.clients)
                share = rate / floor
                missed += share < FLOORS[what] or (what == "claim" and slowest > P99)
                print(
                    f"{what:7} {rate:8.0f}/s  ping {floor:8.0f}/s  share {share:.2f} (floor {FLOORS[what]})"
                    f"  p99 {1000 * slowest:.1f} ms"
                )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
