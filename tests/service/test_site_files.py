"""Files of the site: whole, compressed on request, and nothing outside the folder."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import pytest
from starlette.types import Message

from henequen.service.site_files import SiteFiles


@pytest.fixture
def files(tmp_path: Path) -> SiteFiles:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "index.html").write_text("home " * 1000)
    (site / "a" / "index.html").write_text("a")
    (site / ".hidden").write_text("h")
    (site / "404.html").write_text("lost")
    (tmp_path / "secret.txt").write_text("s")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    return SiteFiles(site)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/", True),
        ("/index.html", True),
        ("/a", True),
        ("/a/", True),
        ("/missing.html", False),
        ("/404.html", False),
        ("/.hidden", False),
        ("/../secret.txt", False),
        ("/a/../../secret.txt", False),
        ("/link.txt", False),
        ("/a\\..\\index.html", False),
        ("/" + "x" * 300, False),
    ],
)
def test_site_files_has_only_what_lies_in_the_folder(files: SiteFiles, path: str, there: bool) -> None:
    assert files.has(path) is there


@pytest.mark.parametrize("encoding", [b"", b"gzip, br"])
def test_site_files_compresses_for_clients_that_ask(files: SiteFiles, encoding: bytes) -> None:
    sent: list[Message] = []

    async def go(headers: list[tuple[bytes, bytes]]) -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        await files({"type": "http", "path": "/", "method": "GET", "headers": headers}, receive, send)

    asyncio.run(go([(b"accept-encoding", encoding)]))
    head = dict(sent[0]["headers"])
    body = sent[1]["body"]
    assert head[b"content-length"] == str(len(body)).encode()
    assert (gzip.decompress(body) if encoding else body) == b"home " * 1000
    asyncio.run(go([(b"if-none-match", head[b"etag"])]))
    assert sent[2]["status"] == 304 and sent[3]["body"] == b""
