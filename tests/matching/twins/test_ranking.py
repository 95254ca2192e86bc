"""The ranking of partners: exact sums, what is not known, and the weights that are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.matching.twins.profile import Profile
from henequen.matching.twins.ranking import ranked
from henequen.matching.twins.reasons import REASONS, KnownTies, reasons_between, weights_from
from henequen.model.errors import UsageError

PLACE = Profile("a", "A", "ra", "a", 20.0, 0.0, 100, 10, 5, 1)

profiles = st.builds(
    lambda lat, size, port, rank: Profile("b", "B", "rb", "b", lat, 120.0, size, port, 5, rank),
    st.floats(-80, 80),
    st.none() | st.integers(1, 10**7),
    st.none() | st.integers(0, 900),
    st.none() | st.integers(1, 40),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(profiles, min_size=1, max_size=6),
    st.lists(st.integers(0, 20), min_size=len(REASONS), max_size=len(REASONS)),
)
def test_points_are_the_exact_sum_of_the_parts(found: list[Profile], weights: list[int]) -> None:
    pool = [replace(one, code=str(n)) for n, one in enumerate(found)]
    by_name = dict(zip(REASONS, weights, strict=True))
    order = ranked(pool, reasons_between(PLACE, pool, KnownTies([]), True), by_name)
    assert [one.rank for one in order] == list(range(1, len(pool) + 1))
    for one in order:
        assert one.points == sum(one.parts.values())
        assert all(one.parts[name] == by_name[name] * (one.reasons[name] or 0) for name in REASONS)
        assert all(v is None or 0 <= v <= 1000 for v in one.reasons.values())
    assert [one.points for one in order] == sorted((one.points for one in order), reverse=True)


def test_unknown_reason_stays_unknown_and_adds_nothing() -> None:
    pool = [replace(PLACE, code="b", country="B", size=None)]
    one = ranked(pool, reasons_between(PLACE, pool, KnownTies([]), True), dict.fromkeys(REASONS, 1))[0]
    assert one.reasons["size"] is None and one.parts["size"] == 0
    assert one.reasons["industry"] is None


@pytest.mark.parametrize("text", ["-1", "nan", "inf", "many", "1e9", ""])
def test_weights_refuse_what_is_not_a_weight(text: str) -> None:
    with pytest.raises(UsageError, match="a weight must be a number"):
        weights_from({"size": text})


def test_weights_that_sum_to_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match="sum to nothing"):
        weights_from(dict.fromkeys(REASONS, "0"))
    with pytest.raises(UsageError, match="unknown reason"):
        weights_from({"beauty": "1"})
