"""A view tells what was published and recorded by its days, and nothing later."""

from __future__ import annotations

from henequen.observatory import Observatory


def test_the_same_store_as_of_an_earlier_day(shipped: Observatory) -> None:
    now, then = shipped.view(), shipped.view(as_of="2010-01-01")
    assert {r.id for r in then.records("instruments")} < {r.id for r in now.records("instruments")}
    assert all(then.editions[o.edition].published_on <= "2010-01-01" for o in then.observations())
    found = [{hit.id for hit in seen.search("gyeongnam jalisco")} for seen in (then, now)]
    assert "jal-gyeongnam-twinning-1997" in found[1] - found[0]
    assert {f.id for f in then.findings()} <= {f.id for f in now.findings()}
    now.close()
    then.close()


def test_what_was_recorded_later_is_not_known_yet(shipped: Observatory) -> None:
    before = shipped.view(known_at="2000-01-01")
    assert before.records("instruments") == []
    assert before.observations() == []
    before.close()


def test_search_finds_any_spelling(shipped: Observatory) -> None:
    view = shipped.view()
    for words in ("queretaro", "QUERÉTARO", "gyeongnam", "경상남도", "phytosanitary", "Kyeonsangnam"):
        assert view.search(words), words
    assert {h.id for h in view.search("gyeongnam")} & {h.id for h in view.search("경상남도")}
    assert view.search("qqqq") == []
    assert view.search('"; drop table claim; --') == []
    view.close()
