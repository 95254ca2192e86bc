"""Goals, promises and pledges: the tree of goals, deadlines on a test clock, and what counts as evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from site_door import links, listed, words

from henequen.cli import main

GOALS = ("complementarities", "gateway", "multilateral", "peace-security", "transpacific", "experiences")
Run = Any


def due(run: Run, day: str) -> dict[str, str]:
    """The schedule of every item with a deadline, as `due` gives it on a day."""
    code, rows = run("due", "--as-of", day)
    assert code == 3, "something is overdue"
    return {row["id"]: row["schedule"] for row in rows}


@pytest.mark.system(29)
def test_goal_tree_has_six_goals_and_none_is_an_orphan(site: Path) -> None:
    counts = [len(listed(site / "follow-up" / "goals.html", f"v36-{goal}")) for goal in GOALS]
    assert min(counts) >= 5 and sum(counts) == 57, counts
    for language, title in (("es", "Metas y acciones que contribuyen"), ("ko", "목표와 그 이행 항목")):
        page = words(site / language / "follow-up" / "goals.html")
        assert title in page and "57" in page, language
    heads = words(site / "follow-up" / "goals.html")
    assert heads.startswith(" Overview") and "6 goals with 57 items" in heads
    for goal in GOALS:
        for row in listed(site / "follow-up" / "goals.html", f"v36-{goal}"):
            assert row["Detail of"] and row["Evidence"], row["id"]


@pytest.mark.system(19)
def test_initiatives_of_the_transpacific_community_are_linked_to_their_goal(site: Path) -> None:
    rows = {row["id"]: row for row in listed(site / "follow-up" / "goals.html", "v36-transpacific")}
    wanted = {"v23-transpacific-aspiration", "v24-infrastructure", "v23-apec", "i3-bridge-builders"}
    assert wanted <= set(rows)
    assert wanted <= links(site / "follow-up" / "goals.html")
    assert rows["v24-infrastructure"]["Section"] == "V§24"
    for identity in wanted:
        parents = {p for p in links(site / "follow-up" / f"{identity}.html") if p in {*rows, "v36-transpacific"}}
        assert parents, identity


def test_silence_of_the_responsible_body_is_a_word_and_never_a_code_on_a_page(run: Run, site: Path) -> None:
    _, rows = run("due", "--as-of", "2005-10-01")
    silent = [row["id"] for row in rows if row["official"] == "not_stated"]
    assert silent and len(silent) < len(rows) and all(row["official"] for row in rows)
    for folder, text in (
        (site, "nothing in the documents"),
        (site / "es", "nada en los documentos"),
        (site / "ko", "문서에 없음"),
    ):
        page = words(folder / "follow-up" / f"{silent[0]}.html")
        assert text in page and "not_stated" not in page
        assert "not_stated" not in words(folder / "follow-up" / "index.html")


@pytest.mark.system(54)
def test_expert_group_is_overdue_the_month_after_its_deadline(run: Run, site: Path) -> None:
    assert due(run, "2005-08-31")["ii4-expert-group"] == "due"
    assert due(run, "2005-10-01")["ii4-expert-group"] == "overdue"
    body = words(site / "actors" / "expert-group-bilateral-economic-relations.html")
    assert "recommendations due before September 2005" in body and "officials, academics and business" in body
    assert "4 meetings held by May 2005" in words(site / "follow-up" / "ii4-expert-group.html")
    assert "dormant" in body and "last: May 2005" in body


@pytest.mark.system(106)
def test_pledges_of_firms_have_target_date_and_alert(run: Run, site: Path) -> None:
    pledges = {
        "mbn08-lg-investment": ("US$100 million", "LG"),
        "mbn08-lg-televisions": ("6.5 million televisions", "LG"),
        "mbn08-kia-investment": ("US$150 million", "Kia"),
        "mbn08-kia-vehicles": ("280,000 vehicles", "Kia"),
        "mbn08-kia-exports": ("60 % of the K4 model to 66 countries", "Kia"),
        "kei-posco-investment": ("US$136 million", "POSCO"),
    }
    for identity, (target, firm) in pledges.items():
        page = words(site / "follow-up" / f"{identity}.html")
        assert target in page and f"pledge addressed to {firm} in".casefold() in page.casefold(), identity
        assert "no evidence in the record" in page, identity
    assert "not due (2030)" in words(site / "follow-up" / "kei-posco-investment.html")
    before, after = due(run, "2025-11-01"), due(run, "2026-03-01")
    assert (before["mbn08-kia-vehicles"], after["mbn08-kia-vehicles"]) == ("due", "overdue")
    assert due(run, "2031-01-01")["kei-posco-investment"] == "overdue" and before["kei-posco-investment"] == "not_due"


@pytest.mark.system(113)
def test_city_centre_is_announced_until_evidence_is_logged(run: Run, site: Path, changed_pack: Path) -> None:
    page = words(site / "follow-up" / "mbn03-korea-city-center.html")
    assert "announced (March 2025)" in page and "no evidence in the record" in page
    owners = page[page.index("Owner Mexico South Korea") : page.index("Facts Section")]
    assert "Digital Transformation and Telecommunications Agency" in owners and "by the portfolio of the area" in owners
    assert "Ministry of Land, Infrastructure and Transport" in owners and "KOTRA" in owners

    def state() -> dict[str, str]:
        _, rows = run("show", "mbn03-korea-city-center", "--pack", changed_pack)
        return {row["property"]: row["value"] for row in rows if row["source"] == "derived"}

    assert state()["evidence"] == "none_found"
    log = ("log", "mbn03-korea-city-center", "--evidence", "started", "--on", "2026-05", "--by", "clerk")
    source = ("--source", "https://press.example.net/a", "--published", "2026-05-02", "--pack", str(changed_pack))
    with pytest.raises(SystemExit) as stop:
        main([*log, *source])
    assert stop.value.code == 0
    after = state()
    assert (after["evidence"], after["official"]) == ("started", "announced (March 2025)")


@pytest.mark.system(125)
def test_heads_of_mission_are_listed_in_three_languages(site: Path) -> None:
    expected = {
        "": ("Suh Jeong-in", "Huh Tae-wan", "Bruno Figueroa", "Carlos Peñafiel", "7 December 2022"),
        "es": ("Suh Jeong-in", "Huh Tae-wan", "Bruno Figueroa", "Carlos Peñafiel", "7 de diciembre de 2022"),
        "ko": ("허태완", "2022년 12월 7일"),
    }
    for language, wanted in expected.items():
        page = words(site / language / "channels" / "missions.html")
        heads = page[page.rindex({"": "Heads of mission", "es": "Jefes de misión", "ko": "공관장"}[language]) :]
        assert [name for name in wanted if name not in heads] == [], language
    rows = listed(site / "channels" / "missions.html", "heads")
    assert len(rows) >= 4 and all(row["Body"] and row["Member"] and row["From"] for row in rows)
    (row,) = (r for r in rows if r["id"].endswith("bruno-figueroa"))
    assert "April 2017" in row["From"] and "July 2017" in row["From"], "both sources keep their date"
    assert row["Until"] == "December 2022"
