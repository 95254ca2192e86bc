"""The sources of a pack are watched: an unchanged one gives nothing, whatever its noise; a changed one a diff of claims."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from loopback_pages import PROSE, Page, Web, feed, serving

from henequen.reading.watching.visits import Visitor

Run = Callable[..., Any]
QUICK = ("--pause", "0", "--all")


@pytest.fixture
def web() -> Iterator[Web]:
    """A server with pages."""
    with serving() as running:
        yield running


def name_sources(pack: Path, web: Web, *sources: tuple[str, str]) -> None:
    """Write `sources.csv` with (path, kind) of each source; the id is the path without its slash."""
    rows = [
        f"{path.strip('/').replace('.', '-')},{web.url}{path},{kind},P1D,Ministry,Register,CHL"
        for path, kind in sources
    ]
    (pack / "sources.csv").write_text("\n".join(["source_id,url,kind,every,publisher,title,side", *rows, ""]), "utf-8")


def watched(run: Run, pack: Path, *options: object) -> tuple[dict[str, dict[str, Any]], dict[str, int], int]:
    """What `watch` says of each source, its report and its exit code."""
    answer = run("watch", "--json", "--pack", pack, *(options or QUICK))
    *lines, last = answer.objects
    return {line["source"]: line for line in lines}, last["report"], answer.code


@pytest.mark.system(94)
def test_changed_source_gives_a_diff_of_claims_and_an_unchanged_one_nothing(small: Path, web: Web, run: Run) -> None:
    web.pages |= {"/a": Page(), "/b": Page()}
    name_sources(small, web, ("/a", "page"), ("/b", "page"))
    first, _, code = watched(run, small)
    assert code == 0 and {line["status"] for line in first.values()} == {"first"}
    web.pages["/a"].paragraphs[1] = PROSE[1].replace("120", "130")
    second, report, code = watched(run, small)
    assert code == 3 and (report["changed"], report["unchanged"]) == (1, 1)
    (change,) = second["a"]["claims"]
    assert (change["change"], change["before"]["value"], change["after"]["value"]) == ("changed", "120", "130")
    assert change["after"]["evidence"][0]["quote"] in web.pages["/a"].paragraphs[1]
    assert second["b"]["status"] == "unchanged"
    third, _, code = watched(run, small)
    assert code == 0 and {line["status"] for line in third.values()} == {"unchanged"}


def noisy_visits(web: Web, run: Run, pack: Path, sources: int, rounds: int) -> int:
    """Watch so many sources so many times under noise; return the number of false alerts."""
    web.pages |= {f"/n{number}": Page() for number in range(sources)}
    name_sources(pack, web, *((f"/n{number}", "register" if number % 5 == 4 else "page") for number in range(sources)))
    watched(run, pack)
    return sum(watched(run, pack)[1]["changed"] for _ in range(rounds))


def test_noise_is_no_change(small: Path, web: Web, run: Run) -> None:
    assert noisy_visits(web, run, small, 10, 5) == 0


@pytest.mark.slow
def test_thousand_noisy_visits_give_at_most_one_false_alert(small: Path, web: Web, run: Run) -> None:
    assert noisy_visits(web, run, small, 50, 20) <= 1


def replace_one(page: Page, number: int, old: str, new: str) -> None:
    """Change a paragraph of a page."""
    page.paragraphs[number] = page.paragraphs[number].replace(old, new)


PLANTED: tuple[Callable[[Page], object], ...] = (
    lambda page: replace_one(page, 0, "12 March", "13 March"),
    lambda page: replace_one(page, 0, "was signed", "was not signed"),
    lambda page: replace_one(page, 1, "million", "billion"),
    lambda page: replace_one(page, 1, "In 2017", "In 2018"),
    lambda page: replace_one(page, 2, "2021", "2022"),
    lambda page: replace_one(page, 3, "should", "will"),
    lambda page: page.paragraphs.pop(),
    lambda page: page.paragraphs.append(
        "The Agreement on Tea between Chile and New Zealand was signed on 1 June 2019."
    ),
    lambda page: page.paragraphs.insert(0, "The ministers resigned."),
    lambda page: page.rows.append(("Agreement on Tea", "Chile", "New Zealand", "1 June 2019", "In force")),
    lambda page: page.rows.pop(0),
    lambda page: page.rows.__setitem__(2, (*page.rows[2][:4], "In force")),
)


def test_every_planted_change_is_found(small: Path, web: Web, run: Run) -> None:
    web.pages |= {f"/p{number}": Page() for number in range(len(PLANTED))}
    name_sources(small, web, *((path, "page") for path in web.pages))
    watched(run, small)
    for number, plant in enumerate(PLANTED):
        plant(web.pages[f"/p{number}"])
    found, report, _ = watched(run, small)
    assert report["changed"] == len(PLANTED), [name for name, line in found.items() if line["status"] != "changed"]
    assert sum(bool(line["claims"]) for line in found.values()) >= len(PLANTED) - 2
    assert watched(run, small)[1]["changed"] == 0


def test_register_is_compared_by_its_rows(small: Path, web: Web, run: Run) -> None:
    web.pages["/r"] = page = Page()
    name_sources(small, web, ("/r", "register"))
    watched(run, small)
    page.paragraphs.append("The office is closed on Mondays.")
    page.rows.reverse()
    assert watched(run, small)[1]["changed"] == 0, "text beside the table and the order of rows are no change"
    page.rows.append(("Agreement on Tea", "Chile", "New Zealand", "1 June 2019", "In force"))
    found, _, _ = watched(run, small)
    assert [change["change"] for change in found["r"]["claims"]] == ["added"]
    assert found["r"]["text"]["added"] == ["Agreement on Tea | Chile | New Zealand | 1 June 2019 | In force"]


def test_feed_is_compared_by_its_entries(small: Path, web: Web, run: Run) -> None:
    entries = [("Kelp", "https://institute.example/kelp"), ("Wool", "https://institute.example/wool")]
    web.pages["/f.xml"] = Page(body=feed(entries))
    name_sources(small, web, ("/f.xml", "feed"))
    watched(run, small)
    entries.reverse()
    assert watched(run, small)[1]["changed"] == 0
    entries[:] = [("Tea", "https://institute.example/tea"), entries[0]]
    found, _, _ = watched(run, small)
    assert found["f-xml"]["text"] == {"removed": [], "added": ["Tea <institute.example/tea>"]}
    entries.pop()
    assert watched(run, small)[1]["changed"] == 0, "an old entry that left is no news"


def test_conditional_requests_and_due_times(small: Path, web: Web, run: Run) -> None:
    web.pages["/a"] = Page(noisy=False, etag='"v1"')
    name_sources(small, web, ("/a", "page"))
    watched(run, small)
    found, report, _ = watched(run, small)
    assert found["a"]["reason"] == "not modified" and report["requests"] == 2, "robots.txt and one conditional request"
    found, report, _ = watched(run, small, "--pause", 0)
    assert found["a"]["status"] == "not_due" and report["requests"] == 0
    assert run("watch", "--dry-run", "--pack", small).out == f"a: not due: {web.url}/a\n"


def test_robots_and_pause_are_obeyed(small: Path, web: Web, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    web.pages |= {
        "/robots.txt": Page(body=lambda _: b"User-agent: *\nDisallow: /closed\nCrawl-delay: 9\n"),
        "/closed": Page(),
        "/open": Page(),
    }
    name_sources(small, web, ("/closed", "page"), ("/open", "page"))
    waits: list[float] = []
    standing = partial(Visitor, clock=lambda: 0.0, sleep=waits.append)
    monkeypatch.setattr("henequen.reading.watching.watch.Visitor", standing)
    answer = run("watch", "--pack", small, "--all", "--pause", "0.01")
    assert waits == [9.0, 9.0], "robots.txt asks for nine seconds before each of the two requests"
    assert answer.code == 1 and "closed: not allowed (robots.txt asks not to visit this address)" in answer.out
    assert not web.of("/closed") and len(web.of("/open")) == 2 and len(web.of("/robots.txt")) == 1
    assert web.of("/open")[0]["user-agent"].startswith("henequen/")


FAILING = {
    "/gone": (Page(status=404), "gone (there is no such page any more (HTTP 404): correct the address)"),
    "/busy": (Page(status=503, headers={"Retry-After": "3600"}), "failed (HTTP 503)"),
    "/large": (Page(body=lambda _: b"x" * 2000), "the answer is too large"),
    "/picture": (Page(body=lambda _: b"\x89PNG\r\n\x1a\n" + bytes(40)), "what it sent cannot be read"),
    "/empty": (Page(body=lambda _: b""), "what it sent cannot be read: the file is empty"),
    "/inside": (
        Page(status=302, headers={"Location": "http://192.168.0.1/"}),
        "192.168.0.1 is an address of a private",
    ),
    "/file": (Page(status=302, headers={"Location": "file:///etc/passwd"}), "a redirect to nowhere"),
    "/loop": (Page(status=302, headers={"Location": "/loop"}), "more than 5 redirects"),
}


def test_source_that_cannot_be_seen_is_named_and_the_others_go_on(small: Path, web: Web, run: Run) -> None:
    web.pages |= {path: page for path, (page, _) in FAILING.items()}
    web.pages["/well"] = Page(body=lambda _: b"<p>Kelp and wool are traded.</p>")
    name_sources(small, web, *((path, "page") for path in web.pages))
    answer = run("watch", "--pack", small, "--largest", 1000, *QUICK)
    assert answer.code == 1 and "well: first" in answer.out
    for path, (_, words) in FAILING.items():
        line = next(line for line in answer.out.splitlines() if line.startswith(f"{path[1:]}: "))
        assert words in line, path
    assert f"{len(FAILING)} not seen" in answer.out
    assert "busy: not due" in run("watch", "busy", "--pack", small, "--pause", 0).out, "the server asked for an hour"


def test_emptied_page_is_doubtful_before_it_is_a_change(small: Path, web: Web, run: Run) -> None:
    web.pages["/a"] = page = Page()
    name_sources(small, web, ("/a", "page"))
    watched(run, small)
    kept, page.body = page.body, lambda _: b"<html><body><h1>Down for maintenance</h1></body></html>"
    found, _, code = watched(run, small)
    assert (found["a"]["status"], code) == ("doubtful", 3)
    page.body = kept
    assert watched(run, small)[1]["unchanged"] == 1
    page.body = lambda _: b"<html><body><h1>Moved</h1></body></html>"
    assert [watched(run, small)[0]["a"]["status"] for _ in range(2)] == ["doubtful", "changed"]


def test_changed_source_goes_into_the_queue_with_its_publisher(small: Path, web: Web, run: Run) -> None:
    web.pages["/a"] = Page()
    name_sources(small, web, ("/a", "page"))
    answer = run("watch", "--pack", small, "--queue", *QUICK)
    assert "new proposals to review" in answer.out
    rows = run("review", "list", "--json", "--pack", small).objects
    assert {row["kind"] for row in rows} >= {"instrument", "observation"}
    web.pages["/a"].paragraphs[1] = PROSE[1].replace("120", "130")
    assert "~ observation: value 120 -> 130" in run("watch", "--pack", small, "--queue", *QUICK).out
    assert any("130" in row["quote"] for row in run("review", "list", "--json", "--pack", small).objects)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A b,https://a.example,page,P1D,M,T,CHL", "`source_id` is not right"),
        ("a,ftp://a.example,page,P1D,M,T,CHL", "`url` is not right"),
        ("a,https://u:p@a.example,page,P1D,M,T,CHL", "`url` is not right"),
        ("a,https://a.example,site,P1D,M,T,CHL", "page, feed, register"),
        ("a,https://a.example,page,daily,M,T,CHL", "a duration of a day or more"),
        ("a,https://a.example,page,P1D,,T,CHL", "`publisher` is not right"),
        ("a,https://a.example,page,P1D,M,T,XQQ", "`side` is not right"),
    ],
)  # fmt: skip
def test_wrong_row_is_refused_with_its_line(row: str, words: str, small: Path, run: Run) -> None:
    (small / "sources.csv").write_text(f"source_id,url,kind,every,publisher,title,side\n{row}\n", "utf-8")
    answer = run("check", "--pack", small)
    assert answer.code == 1 and "sources.csv, line 2" in answer.err and words in answer.err


def test_pack_without_sources_says_what_to_do(small: Path, run: Run) -> None:
    answer = run("watch", "--pack", small)
    assert answer.code == 2 and "sources.csv" in answer.err


def test_the_noise_differs_every_time() -> None:
    page, chance = Page(), random.Random(3)
    from loopback_pages import html

    assert len({html(page, chance) for _ in range(20)}) == 20


@pytest.mark.system(94)
def test_data_page_says_when_each_source_was_last_seen(small: Path, web: Web, run: Run, tmp_path: Path) -> None:
    web.pages |= {"/a": Page(), "/b": Page(status=404)}
    name_sources(small, web, ("/a", "page"), ("/b", "register"))
    watched(run, small)
    assert run("site", tmp_path / "site", "--pack", small).code == 0
    twin = json.loads((tmp_path / "site" / "data.json").read_text("utf-8"))
    seen = {row["id"]: row for row in twin["sources"]}
    assert seen["a"]["seen"] == datetime.now(UTC).date().isoformat() and seen["a"]["state"] == "first"
    assert seen["b"]["seen"] == "" and seen["b"]["state"] == "gone"
    for tree, words in (("", "the address is gone"), ("es", "la dirección ya no existe"), ("ko", "주소가 없어짐")):
        assert words in (tmp_path / "site" / tree / "data.html").read_text("utf-8")
