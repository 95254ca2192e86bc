"""`henequen twin`: existing ties first, then candidates; the back-test; a user's table of places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.system(59)
def test_twin_says_first_what_the_place_has(run: Run) -> None:
    answer = run("twin", "Queretaro")
    first, second, third, best = answer.out.splitlines()[:4]
    assert answer.code == 0
    assert "has Yeosu since 2002" in first and "queretaro-yeosu-twinning-2002" in first and "2022-09-09" in first
    assert "since 2007" in second
    assert third.startswith("Candidates for Santiago de Querétaro: 141 cities")
    assert best.startswith("1\t")


@pytest.mark.system(59)
def test_twin_ranks_states_with_states_by_exact_sums(run: Run) -> None:
    rows = run("twin", "Oaxaca", "--top", "16", "--json").objects
    assert [r["partner"] for r in rows if r["row"] == "tie"] == ["KR-42"]
    candidates = [r for r in rows if r["row"] == "candidate"]
    assert len(candidates) == 16 and "KR-42" not in {r["place"] for r in candidates}
    for row in candidates:
        assert row["points"] == sum(row["parts"].values())
        assert row["reasons"]["industry"] is None  # no mix of a Korean province is known


@pytest.mark.parametrize(("lang", "words"), [("es", "tiene a Yeosu desde 2002"), ("ko", "여수시, 2002년부터")])
def test_twin_speaks_the_languages(run: Run, lang: str, words: str) -> None:
    assert words in run("twin", "Querétaro", "--lang", lang).out


def test_twin_back_test_prints_all_methods_with_intervals(run: Run) -> None:
    rows = run("twin", "--back-test", "--json").objects
    methods = {r["method"]: r for r in rows if "method" in r}
    assert set(methods) == {"ranking", "size", "distance", "structural", "population", "chance"}
    chance = methods["chance"]
    assert chance["ties"] == 13 and chance["questions"] == 26
    low, high = methods["ranking"]["recall_interval"]
    assert low <= methods["ranking"]["recall_at_5"] <= high
    assert chance["beats_chance"] is (methods["ranking"]["reciprocal_interval"][0] > chance["mean_reciprocal_rank"])
    register = {r["order"]: r for r in rows if r.get("row") == "register"}
    assert set(register) == {"ranking", "size", "distance", "structural", "population"}
    value, low, high = register["ranking"]["recall"]
    assert register["ranking"]["ties"] > 100 and low < value < high
    assert register[register["ranking"]["baseline"]]["apart"] == [0, 0, 0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Tokyo",), "is in neither country"),
        (("Mexico",), "this is a country"),
        (("Atlantis",), "no place has this name"),
        (("Queretaro", "--weights", "size=-3"), "a weight must be a number"),
        ((), "no place was given"),
    ],
)
def test_twin_refuses_with_what_to_do(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run("twin", *words)
    assert answer.code == 2 and said in answer.err


TABLE = """code,name,country,region,lat,lon,students,share_engineering,share_arts
u1,University One,MEX,North,25.7,-100.3,30000,0.7,0.3
u2,University Two,KOR,South,35.2,129.0,28000,0.65,0.35
u3,University Three,KOR,South,37.5,127.0,3000,0.1,0.9
"""


@pytest.mark.system(60)
def test_twin_matches_universities_of_a_users_table(run: Run, tmp_path: Path) -> None:
    places, ties = tmp_path / "universities.csv", tmp_path / "ties.csv"
    places.write_text(TABLE, encoding="utf-8")
    ties.write_text("first,second,since\nu1,u3,2011\n", encoding="utf-8")
    rows = run("twin", "University One", "--places", places, "--json").objects
    assert [r["place"] for r in rows if r["row"] == "candidate"] == ["u2", "u3"]
    assert rows[0]["reasons"]["industry"] == 950 and rows[0]["reasons"]["size"] == 933
    tied = run("twin", "University One", "--places", places, "--ties", ties, "--json").objects
    assert [r["partner"] for r in tied if r["row"] == "tie"] == ["u3"]
    assert [r["place"] for r in tied if r["row"] == "candidate"] == ["u2"]
    tested = run("twin", "--back-test", "--places", places, "--ties", ties, "--json").objects
    assert next(r for r in tested if r.get("method") == "chance")["ties"] == 1


REGIONS = """code,name,country,lat,lon,population,port_km,share_cars,share_food
r1,Highlands,MEX,20.6,-100.4,2300000,420,0.6,0.4
k1,Lowlands,KOR,36.6,127.5,1600000,110,0.55,0.45
k2,Harbour,KOR,34.8,126.4,1800000,5,0.05,0.95
"""


@pytest.mark.system(59)
def test_twin_matches_regions_of_a_users_table_by_their_industries(run: Run, tmp_path: Path) -> None:
    places = tmp_path / "regions.csv"
    places.write_text(REGIONS, encoding="utf-8")
    rows = [r for r in run("twin", "Highlands", "--places", places, "--json").objects if r["row"] == "candidate"]
    assert [r["place"] for r in rows] == ["k1", "k2"]
    assert [r["reasons"]["industry"] for r in rows] == [950, 450] and rows[0]["reasons"]["airport"] is None
    assert all(r["points"] == sum(r["parts"].values()) for r in rows)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("25.7,-100.3", "-100.3,25.7"), "the coordinates are swapped"),
        (("MEX", "JPN"), "is in neither country"),
        (("0.7,0.3", "70,30"), "sum to more than one"),
        (("lat,lon", "a,b"), "lacks columns"),
        (("u2,", "u1,"), "occurs twice"),
        (("30000", "many"), "size is not a number"),
    ],
)
def test_twin_refuses_a_bad_table_with_its_line(run: Run, tmp_path: Path, change: tuple[str, str], said: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(TABLE.replace(*change, 1), encoding="utf-8")
    answer = run("twin", "University One", "--places", path)
    assert answer.code == 1 and said in answer.err and "places.csv:" in answer.err
