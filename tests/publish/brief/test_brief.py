"""A brief through its door: pages, numbers that lead to claims, the same bytes, and clear refusals."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from henequen.model.errors import DataError
from henequen.publish.brief.desk_file import read_desk_file
from henequen.publish.brief.numbers import numbers_in

LANGUAGES = ("en", "es", "ko")


def made(out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`henequen brief ... --out OUT` in a process of its own."""
    command = [sys.executable, "-m", "henequen", "brief", "--out", str(out), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def text_of(path: Path) -> tuple[int, str]:
    """Pages and text of a PDF."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(path.read_bytes())
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return len(pages), "\n".join(pages)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_pdf_leads_to_a_claim(tmp_path: Path, lang: str) -> None:
    out = tmp_path / "brief.pdf"
    done = made(out, "--lang", lang)
    assert done.returncode == 0, done.stderr
    pages, text = text_of(out)
    assert pages <= 4
    assert out.stat().st_size < 300_000
    told = json.loads((tmp_path / "brief.claims.json").read_text(encoding="utf-8"))
    assert all(row["claims"] or row["how"] in ("count", "date") for row in told["numbers"])
    known = {row["number"] for row in told["numbers"]}
    for page in text.split("\n"):
        if told["edition"] in page or re.fullmatch(r"\s*\d+\.?\s*(/ \d+)?\s*", page):
            continue  # the footer with the edition, and numbers of points and pages
        body = re.sub(r"^\s*[1-7]\.\s", "", page)
        lost = [n for n in numbers_in(body) if n not in known and not any(n in other for other in known)]
        assert not lost, (lost, page)


@pytest.mark.slow
def test_same_brief_same_bytes_in_every_form(tmp_path: Path) -> None:
    for form in ("pdf", "docx", "html"):
        hashes = set()
        for name in "ab":
            out = tmp_path / name / f"brief.{form}"
            assert made(out, "--topic", "tariffs", "--pages", "3").returncode == 0
            hashes.add(hashlib.sha256(out.read_bytes()).hexdigest())
        assert len(hashes) == 1, form


@pytest.mark.slow
def test_a_brief_of_a_place_names_it_and_has_the_same_lines_in_every_language(tmp_path: Path) -> None:
    lines = set()
    for lang, place in zip(LANGUAGES, ("Jalisco", "Jalisco", "할리스코주"), strict=True):
        out = tmp_path / f"{lang}.html"
        assert made(out, "--place", "MX-JAL", "--lang", lang).returncode == 0
        page = out.read_text(encoding="utf-8")
        lines.add(page.count("<li>"))
        assert page.partition("<li>")[2].startswith(f"{place}, "), "a figure of the place is not one of its country"
        topics = re.findall(r"<h2>(?:Topic|Tema|의제): [^<]*</h2>\s*<h(\d)", page)
        assert topics and set(topics) == {"3"}, "every topic has a line"
    assert len(lines) == 1


@pytest.mark.slow
def test_a_brief_of_a_place_marks_what_changed_since_an_earlier_day(tmp_path: Path) -> None:
    out = tmp_path / "brief.html"
    done = made(out, "--place", "MX-JAL", "--since", "2020-01-01")
    assert done.returncode == 0, done.stderr
    page = out.read_text(encoding="utf-8")
    assert "Since the last brief" in page and ">new<" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--topic", "qwertyuiop"), 2, "holds nothing on"),
        (("--event", "no-such-event"), 2, "no event has the id"),
        (("--place", "Atlantis"), 2, "no place is called"),
        (("--topic", "a", "--place", "b"), 2, "cannot be combined"),
        (("--pair", "CHL", "KOR"), 2, "other countries"),
    ],
)
def test_brief_refuses_what_it_cannot_be_about(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    out = tmp_path / "brief.pdf"
    done = made(out, *words)
    assert done.returncode == code and said in done.stderr
    assert "Traceback" not in done.stderr and not out.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 'red'", "unknown key"),
        ("points = ['<script>alert(1)</script>']", "markup"),
        ("points = 3", "wrong type"),
        ("points = ['a','b','c','d','e','f','g','h']", "too many points"),
        ("purpose = '" + "x" * 500 + "'", "too long"),
        ("a.b.c.d.e.f.g.h.i.j.k = 1", "too many parts"),
        ("points = [", "not TOML"),
    ],
)
def test_desk_file_is_checked_key_by_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_desk_file(path)


@pytest.mark.slow
def test_a_desks_own_points_are_marked_as_its_own(tmp_path: Path) -> None:
    desk = tmp_path / "desk.toml"
    desk.write_text("classification = 'RESTRICTED'\npoints = ['Thank them for 2024.']\n", encoding="utf-8")
    out = tmp_path / "brief.html"
    assert made(out, "--desk", str(desk)).returncode == 0
    page = out.read_text(encoding="utf-8")
    assert "RESTRICTED" in page
    assert re.search(r"Thank them for 2024\. <span class='tag'>desk&#x27;s own</span>", page)
