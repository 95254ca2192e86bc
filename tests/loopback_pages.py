"""A server on loopback with pages that a desk watches: each answer has its own noise, and the content changes when told to."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROSE = (
    "The Memorandum of Understanding on Kelp between Chile and New Zealand was signed in Santiago on 12 March 2018.",
    "In 2017, Chile exported US$ 120 million to New Zealand.",
    "The ministers will meet again before the end of 2021.",
    "Both sides should open a direct flight between Santiago and Auckland.",
)
ROWS = (
    ("Agreement on Wool", "Chile", "New Zealand", "12 March 1994", "In force"),
    ("Memorandum on Ports", "Chile", "New Zealand", "3 May 1999", "In force"),
    ("Protocol on Kelp", "Chile", "New Zealand", "7 July 2008", "Not in force"),
)
_PROMOS = [
    f"Buy {thing} now, {number} % off!" for number, thing in enumerate(["shoes", "hats", "tea", "boats", "mugs"], 11)
]


@dataclass
class Page:
    """What one address answers. `content` makes the body from the paragraphs and rows; each answer is made anew."""

    paragraphs: list[str] = field(default_factory=lambda: list(PROSE))
    rows: list[tuple[str, ...]] = field(default_factory=lambda: list(ROWS))
    noisy: bool = True
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: Callable[[random.Random], bytes] | None = None
    etag: str = ""


@dataclass
class Web:
    """The server: pages by path, and the requests it got."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def of(self, path: str) -> list[dict[str, str]]:
        """The headers of the requests for a path."""
        return [headers for asked, headers in self.asked if asked == path]


def html(page: Page, chance: random.Random) -> bytes:
    """The page with noise that differs from answer to answer; a quiet page always has the same bytes."""
    if not page.noisy:
        chance = random.Random(1)
    token = f"{chance.getrandbits(128):032x}"
    attributes = [
        f'data-n="{chance.randrange(10**6)}"',
        'class="text"',
        f'style="color:#{chance.randrange(10**6):06d}"',
    ]
    chance.shuffle(attributes)
    advert = f'<div class="ad-slot" id="ad{chance.randrange(99)}">{chance.choice(_PROMOS)}</div>'
    plain = f"<p>{chance.choice(_PROMOS)} {chance.choice('ABCDEFGHIJ')}{chance.randrange(1000)}</p>"
    stamps = [
        f"<p>Last updated: {chance.randrange(1, 29)} May 2026 {chance.randrange(10, 24)}:{chance.randrange(10, 60)}</p>",
        f"<p>Visits: {chance.randrange(10**6):,}</p>",
        f"<p>최종 수정일: 2026-05-{chance.randrange(10, 29)}</p>",
        f"<div>Página generada en 0.{chance.randrange(1000)} segundos</div>",
        f"<span>Updated {chance.randrange(2, 59)} minutes ago</span>",
    ]
    chance.shuffle(stamps)
    paragraphs = "".join(f"<p {' '.join(attributes)}>{text}</p>\n" for text in page.paragraphs)
    rows = "".join(
        f"<tr id='r{chance.randrange(10**6)}'>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in page.rows
    )
    head = "<tr><th>Title</th><th>Party</th><th>Party</th><th>Signed on</th><th>Status</th></tr>"
    return f"""<!doctype html><html lang="en"><head><title>Register</title>
<link rel="stylesheet" href="/s.css?v={chance.randrange(10**6)}"><style>p{{margin:{chance.randrange(9)}px}}</style>
<script nonce="{token}">var t="{token}";</script></head><body class="no-sidebar {token[:6]}">
<!-- served by node {chance.randrange(20)} --><nav><a href="/?sid={token}">Home</a></nav>{advert}
<form><input type="hidden" name="csrf" value="{token}"></form>
<h1>Register of agreements</h1>{"" if chance.random() < 0.5 else "  "}
{paragraphs}<div class="related-news">{chance.choice(_PROMOS)}</div><a href="/list.pdf?token={token}">The whole list</a>
{plain}<table>{head}{rows}</table><iframe src="/ad?{token}"></iframe>
{"".join(stamps)}<footer>© 2026 {token}</footer></body></html>""".encode()


def feed(entries: list[tuple[str, str]]) -> Callable[[random.Random], bytes]:
    """An RSS feed whose date and tracking marks differ from answer to answer."""

    def body(chance: random.Random) -> bytes:
        items = "".join(
            f"<item><title>{title}</title><link>{url}?utm_source=x{chance.randrange(10**6)}</link>"
            f"<pubDate>Mon, 04 Mar 2019 09:00:00 +0000</pubDate></item>"
            for title, url in entries
        )
        day = formatdate(chance.randrange(10**9))
        head = f"<title>Institute</title><lastBuildDate>{day}</lastBuildDate>"
        return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()

    return body


@contextmanager
def serving() -> Iterator[Web]:
    """A running server; every path that is not set answers 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            web.asked.append((path, headers))
            page = web.pages.get(path)
            if page is None:
                self._answer(404, b"", {})
            elif page.etag and headers.get("if-none-match") == page.etag:
                self._answer(304, b"", {"ETag": page.etag})
            else:
                body = page.body(web.chance) if page.body else html(page, web.chance)
                self._answer(page.status, body, {**page.headers, **({"ETag": page.etag} if page.etag else {})})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if status != 304:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = Web(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
