"""Agreements: the register, what renews and carries out what, disputed parties, names as printed, academic ties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from local_register_rows import OPEN_PARTY
from site_door import exported_rows, links, listed, words

Run = Any


def register(site: Path) -> dict[str, dict[str, Any]]:
    """The register of agreements as its page has it, by id."""
    return {row["id"]: row for row in listed(site / "instruments" / "index.html", "instruments")}


@pytest.mark.system(43)
def test_two_agreements_of_1966_and_four_instruments_of_june_2001(site: Path) -> None:
    rows = register(site)
    cultural, trade = rows["mex-kor-cultural-agreement-1966"], rows["mex-kor-trade-agreement-1966"]
    assert (cultural["signed_on"], trade["signed_on"]) == ("1966-04", "1966")
    assert cultural["title"] != trade["title"] and "Cultural" in cultural["title"] and "Commercial" in trade["title"]
    june = [row for row in rows.values() if row["signed_on"].startswith("2001-06")]
    assert len(june) == 4 and {row["level"] for row in june} == {"national"}
    assert sorted(row["kind"] for row in june) == ["agreement", *["memorandum_of_understanding"] * 3]
    assert len([row for row in rows.values() if row["level"] == "national" and "KOR" in _countries(site, row)]) >= 15
    assert all(row["status"] and row["status_as_of"] and row["status_basis"] for row in rows.values())
    page = words(site / "instruments" / "mex-kor-cultural-agreement-1966.html")
    assert "How we know" in page and "April 1966" in page


def _countries(site: Path, row: dict[str, Any]) -> str:
    return next(r["countries"] for r in exported_rows(site, "instruments") if r["id"] == row["id"])


@pytest.mark.system(95)
def test_relations_say_what_extends_carries_out_and_renews_what(site: Path) -> None:
    graph = {(row["subject"], row["relation"], row["object"]) for row in exported_rows(site, "relations")}
    wanted = {
        ("oax-korea-protocol-2009", "extends", "oax-korea-science-sport-2008"),
        ("dur-korea-health-execution-2011", "implements", "dur-korea-cooperation-2010"),
        ("dur-korea-sports-annex-2014", "implements", "dur-korea-cooperation-2010"),
        ("dur-korea-cooperation-2010", "renews", "dur-korea-cooperation-2008"),
        ("queretaro-yeosu-twinning-2007", "renews", "queretaro-yeosu-twinning-2002"),
    }
    assert wanted <= graph
    for later, _, earlier in wanted:
        assert earlier in links(site / "instruments" / f"{later}.html"), later
        assert later in links(site / "instruments" / f"{earlier}.html"), earlier


@pytest.mark.system(93)
def test_seven_disputed_parties_count_for_neither_side(site: Path) -> None:
    disputed = [r for r in exported_rows(site, "instruments") if r["counterparty_status"] == "disputed"]
    assert len(disputed) == len(OPEN_PARTY) == 7
    for row in disputed:
        assert row["countries"] == "MEX" and row["counterparty_candidates"] in ("KOR;PRK", "PRK;KOR")
        page = words(site / "instruments" / f"{row['id']}.html")
        assert "It is unclear who the other party was" in page and "counts in neither side’s total" in page
    findings = listed(site / "findings" / "index.html", "findings")
    (note,) = (f for f in findings if f["rule"] == "note.name_error" and "Democratic" in f["printed"])
    assert note["computed"] == "Republic of Korea" and note["document"] == "cemeri-2022"


@pytest.mark.system(93)
def test_four_spellings_lead_to_one_province_and_two_to_one_city(site: Path, run: Run) -> None:
    actors = {row["id"]: row for row in listed(site / "actors" / "index.html", "actors")}
    province = actors["gyeongsangnam-do"]["variants"].lower()
    for spelling in ("Kyongsangnam", "Kyeonsangnam", "Kyeongsangnam", "Gyeongnam"):
        assert spelling.lower() in province
        assert [row["id"] for row in actors.values() if spelling in row["variants"]] == ["gyeongsangnam-do"], spelling
    for spelling in ("Yeosu", "Yesou"):
        _, hits = run("find", spelling)
        assert "yeosu" in {hit["id"] for hit in hits}, spelling


@pytest.mark.system(89)
def test_sister_universities_are_listed_in_pairs(site: Path) -> None:
    academic = {identity for identity, row in register(site).items() if row["kind"] == "academic"}
    pairs = {
        "hufs-unam-sisterhood-1960s": {"hufs", "unam"},
        "uag-hufs-sisterhood-1980s": {"uag", "hufs"},
        "uag-kyung-hee-sisterhood-1980s": {"uag", "kyung-hee-university"},
        "udeg-snu-sisterhood-1980s": {"seoul-national-university", "universidad-de-guadalajara"},
    }
    assert set(pairs) <= academic and len(academic) >= 10
    assert {register(site)[identity]["level"] for identity in academic} == {"university"}
    for identity, universities in pairs.items():
        assert universities <= links(site / "instruments" / f"{identity}.html"), identity
        for university in universities:
            assert identity in links(site / "actors" / f"{university}.html"), university


@pytest.mark.system(98)
def test_donations_and_meetings_are_no_agreements(site: Path) -> None:
    kinds = {row["id"]: row["kind"] for row in exported_rows(site, "activities") if "cemeri-2022" in row["document"]}
    assert sorted(kinds.values()) == sorted(
        ["works"] * 2 + ["donation"] * 3 + ["meeting"] * 4 + ["fair", "visit"],
    )
    assert not set(kinds) & set(register(site))
    events = {row["id"]: row["kind"] for row in listed(site / "events" / "index.html", "events")}
    assert all(events[identity] == kind for identity, kind in kinds.items())
    security = words(site / "events" / "cmx-security-meeting-2018.html")
    assert security.split(" in ")[0].casefold().endswith("meeting") and "public security" in security


@pytest.mark.system(99)
def test_education_fair_has_a_date_two_places_and_five_universities(site: Path) -> None:
    rows = {row["id"]: row for row in listed(site / "events" / "index.html", "events")}
    fair = rows["education-fairs-2018"]
    assert (fair["kind"], fair["date"], set(fair["places"].split(";"))) == ("fair", "2018-10", {"MX-CMX", "MX-NLE"})
    leads = links(site / "events" / "education-fairs-2018.html")
    assert len([name for name in leads if name.endswith(("university", "technology"))]) == 5, sorted(leads)
    for language in ("es", "ko"):
        assert "2018" in words(site / language / "events" / "education-fairs-2018.html")
