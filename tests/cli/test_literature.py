"""The feed of a think tank becomes entries of the bibliography, each once; hostile feeds are refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from loopback_pages import Page, serving

from henequen.reading.watching.visits import Manners, Visitor

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Pacific Institute</title>
<item><title>Kelp &amp; trade</title><link>https://pacific.example.org/kelp?utm_source=x</link>
<pubDate>Mon, 04 Mar 2019 09:00:00 +0000</pubDate></item>
<item><title>Kelp again</title><link>http://www.pacific.example.org/kelp/</link></item>
<item><title>No address</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Pacific Institute</title><entry><title>Kelp &amp; trade</title>
<link href="https://mirror.example.org/1"/><published>2019-03-04T09:00:00Z</published></entry>
<entry><title>Wool</title><link href="https://pacific.example.org/wool"/><published>2019-05-01</published></entry></feed>"""


@pytest.mark.system(127)
def test_feed_is_added_without_doubles(small: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    rss, atom = tmp_path / "f.rss", tmp_path / "f.atom"
    rss.write_text(FEED, encoding="utf-8")
    atom.write_text(ATOM, encoding="utf-8")
    assert run("literature", "add", rss, "--pack", small).out == "1 publications added, 1 known, 1 without an address\n"
    assert run("literature", "add", rss, "--pack", small).out.startswith("0 publications added, 2 known")
    assert run("literature", "add", atom, "--pack", small).out.startswith("1 publications added, 1 known")
    held = (small / "editions" / "editions.csv").read_text(encoding="utf-8")
    assert "Kelp & trade" in held and "2019-03-04" in held and "Wool" in held
    assert run("check", "--pack", small).code in (0, 3)


@pytest.mark.system(127)
def test_feed_at_an_address_is_fetched_politely_and_added_without_doubles(
    small: Path, tmp_path: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    standing = partial(Visitor, clock=lambda: 0.0, sleep=waits.append)
    monkeypatch.setattr("henequen.reading.watching.watch.Visitor", standing)
    with serving() as web:
        web.pages["/f.xml"] = Page(body=lambda _: FEED.encode())
        added = run("literature", "add", f"{web.url}/f.xml", "--pack", small)
        assert added.out == "1 publications added, 1 known, 1 without an address\n"
        assert run("literature", "add", f"{web.url}/f.xml", "--pack", small).out.startswith("0 publications added, 2")
        assert [path for path, _ in web.asked] == ["/robots.txt", "/f.xml"] * 2
        assert waits == [Manners().pause] * 2
        missing = run("literature", "add", f"{web.url}/none.xml", "--pack", small)
        assert missing.code == 1 and "HTTP 404" in missing.err and "none.xml" in missing.err


@pytest.mark.parametrize("text", ["", "<a/>", "<rss>", '<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>'])
def test_what_is_no_feed_is_refused(text: str, small: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    path = tmp_path / "f.xml"
    path.write_text(text, encoding="utf-8")
    answer = run("literature", "add", path, "--pack", small)
    assert answer.code == 1 and "f.xml" in answer.err
