"""How much of an exporter's row is re-exports, from what was made of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.gap.decomposition import HUB
from henequen.trade.gap.edition import EditionRow
from henequen.trade.gap.sent_on import sent_on

D = Decimal


def row(x: float | None, f: float | None, value: float, rule: str, *, hub: bool = True, w: float = 1.0) -> EditionRow:
    of_x, of_f = (None if v is None else D(repr(v)) for v in (x, f))
    return EditionRow("850110", of_x, of_f, of_f, D(repr(value)), D(0), D(0), rule, HUB if hub else "", w)


shares = st.floats(0.0, 0.95)


@given(shares, st.floats(0.7, 1.4), st.floats(0.1, 0.9), st.floats(0.5, 2.0))
def test_it_is_found_whatever_the_pairs_level_and_weights(share: float, level: float, w: float, ratio: float) -> None:
    def both(x: float, own: float, *, hub: bool) -> EditionRow:
        f = own / ratio
        return row(x, f, level * f * (own / f) ** w, "both", hub=hub, w=w)

    x = 1_000_000.0
    plain = [both(5_000.0, 5_000.0, hub=False), both(70_000.0, 70_000.0, hub=False)]
    found = sent_on([both(x, x * (1 - share), hub=True), *plain])
    assert float(found[0] or 0) == pytest.approx(share * x, abs=2)
    assert found[1:] == [None, None]


def test_of_who_alone_reports_it_is_what_is_left_by_the_pairs_level() -> None:
    plain = row(100.0, None, 90.0, "exporter_only", hub=False)
    assert sent_on([row(1000.0, None, 540.0, "exporter_only"), plain])[0] == D("400.0")
    assert sent_on([row(1000.0, None, 600.0, "exporter_only")])[0] == D("400.0")  # no other row: the level is 1


def test_a_leg_of_which_both_report_the_goods_has_none_and_a_row_that_went_on_wholly_has_all() -> None:
    leg, gone = row(1000.0, 980.0, 100.0, "routed"), row(700.0, None, 0.0, "routed")
    booked_under_the_hub = row(700.0, 50.0, 50.0, "importer_only")
    assert sent_on([leg, gone, booked_under_the_hub]) == [D(0), D("700.0"), D("700.0")]


def test_where_no_row_of_the_pair_tells_its_level_nothing_is_told() -> None:
    assert sent_on([row(1000.0, 900.0, 800.0, "both", w=0.5)]) == [None]
