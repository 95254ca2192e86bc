"""Search over the shipped pack in three languages, with accents and hangul, by the ids of what must be found."""

from __future__ import annotations

import pytest

from henequen.record.store.view import View


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("queretaro", {"MX-QUE", "queretaro-yeosu-twinning-2007"}),
        ("QUERÉTARO", {"MX-QUE", "queretaro-yeosu-twinning-2007"}),
        ("gyeongnam", {"KR-48"}),
        ("gyeongsangnam", {"KR-48"}),
        ("경상남도", {"KR-48"}),
        ("경남", {"KR-48"}),
        ("nuevo leon", {"MX-NLE"}),
        ("누에보레온", {"MX-NLE"}),
    ],
)
def test_a_word_finds_its_record(view: View, query: str, wanted: set[str]) -> None:
    found = [hit.id for hit in view.search(query, 50)]
    assert wanted <= set(found), found[:10]


def test_what_bears_the_name_comes_before_what_mentions_it(view: View) -> None:
    for query, wanted in (("queretaro", "MX-QUE"), ("경상남도", "KR-48"), ("jalisco", "MX-JAL")):
        hits = view.search(query, 3)
        assert hits[0].kind in ("places", "actors")
        assert wanted in {hit.id for hit in hits}


def test_phytosanitary_finds_who_faces_whom(view: View) -> None:
    found = {(hit.kind, hit.id) for hit in view.search("phytosanitary", 50)}
    assert {kind for kind, _ in found} & {"counterparts", "recommendations", "actors"}, found


def test_the_same_words_in_any_order_find_the_same(view: View) -> None:
    assert {h.id for h in view.search("yeosu queretaro")} == {h.id for h in view.search("querétaro YEOSU")}
