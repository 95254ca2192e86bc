"""A pack with a long queue, served on a free port: what the browser tests and the benchmark of the review work with."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from henequen.observatory import Observatory
from henequen.publish.site import write_site
from henequen.reading.picture import page_picture
from henequen.service.app import Features, create_app
from henequen.service.review import Reviewing
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles


def write_notes(folder: Path, figures: int) -> list[Path]:
    """Two documents: a table of so many figures, and prose."""
    folder.mkdir(parents=True, exist_ok=True)
    years = range(2020 - figures // 2, 2020)
    rows = "\n".join(f"{year}  {1500 + year % 97}.{year % 9}    {900 + year % 89}.{year % 8}" for year in years)
    table, prose = folder / "trade.txt", folder / "note.txt"
    table.write_text(
        f"Trade of Chile with New Zealand (millions of US dollars)\n\nYear  Exports  Imports\n{rows}\n", "utf-8"
    )
    prose.write_text(
        "Note, 2 May 2019\n\nThe Memorandum of Understanding on Kelp between the Republic of Chile and New Zealand was signed "
        "in Santiago on 12 March 2018.\n\nIn 2017, Chile exported US$ 120 million to New Zealand.\n",
        "utf-8",
    )
    return [prose, table]


@contextmanager
def serving(pack: Path, site: Path) -> Iterator[str]:
    """The service with the review of a pack; yields its address."""
    observatory = Observatory(pack)
    view = observatory.view()
    write_site(view, site, observatory.text)
    view.close()
    app = create_app(
        ServedView(observatory.view), SiteFiles(site), Features(reviewing=Reviewing(observatory.desk, page_picture))
    )
    listening = socket.socket()
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=10)
