"""No page says of anything that it was not done: it says what was searched, where and when, or that nobody has looked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FORBIDDEN = {
    "en": re.compile(r"not done|never done|was not (?:carried out|fulfilled)|unfulfilled", re.IGNORECASE),
    "es": re.compile(r"no se (?:hizo|cumplió|realizó)|incumplid|sin cumplir", re.IGNORECASE),
    "ko": re.compile(r"하지 않았|이행되지 않|미이행|불이행"),
}


@pytest.mark.parametrize("language", FORBIDDEN)
@pytest.mark.system(18)
def test_no_page_says_not_done(site: Path, language: str) -> None:
    tree = site if language == "en" else site / language
    said = []
    for path in tree.rglob("*.html"):
        if language == "en" and path.relative_to(site).parts[0] in ("es", "ko"):
            continue
        for found in FORBIDDEN[language].findall(path.read_text(encoding="utf-8")):
            said.append((path.relative_to(site).as_posix(), found))
    assert not said[:10]


@pytest.mark.system(4)
def test_calendar_of_dates_is_all_day_with_lasting_ids(site: Path) -> None:
    text = (site / "events" / "dates.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    uids = re.findall(r"(?m)^UID:(\S+?)\r?$", text)
    assert len(uids) == len(set(uids)) >= 10
    assert text.count("DTSTART;VALUE=DATE:") == text.count("BEGIN:VEVENT") == len(uids)
    assert any("-anniversary-" in uid for uid in uids)
    assert all(len(line.encode()) <= 75 for line in (site / "events" / "dates.ics").read_bytes().decode().split("\r\n"))
