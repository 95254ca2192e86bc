"""A gap and its parts to the cent."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.gap import COMPONENTS, to_cents

D = Decimal
MILLS = st.integers(-(10**15), 10**15).map(lambda mills: D(mills) / 1000)


def test_missing_cents_go_to_the_largest_remainders() -> None:
    gap, parts = to_cents(D("1.000"), {"a": D("0.333"), "b": D("0.333"), "c": D("0.334")})
    assert gap == 1
    assert parts == {"a": D("0.33"), "b": D("0.33"), "c": D("0.34")}
    assert to_cents(D("-0.006"), {"a": D("-0.003"), "b": D("-0.003")}) == (
        D("-0.01"), {"a": D("0.00"), "b": D("-0.01")})  # fmt: skip


def test_what_is_not_known_stays_so_and_nothing_is_minus_zero() -> None:
    assert to_cents(None, {"a": None}) == (None, {"a": None})
    gap, parts = to_cents(-0.001, {"a": -0.001, "b": None, "c": -0.0})
    assert (str(gap), str(parts["a"]), parts["b"], str(parts["c"])) == ("0.00", "0.00", None, "0.00")
    assert to_cents(2.5, {"a": None}) == (D("2.50"), {"a": None})


@given(st.lists(st.none() | MILLS, min_size=1, max_size=len(COMPONENTS)), st.booleans())
def test_parts_add_up_to_the_gap_and_move_by_less_than_a_cent(values: list[Decimal | None], floats: bool) -> None:
    exact = dict(zip(COMPONENTS, values, strict=False))
    whole = sum((value for value in values if value is not None), D(0))
    given_parts = {name: float(v) if floats and v is not None else v for name, v in exact.items()}
    gap, parts = to_cents(float(whole) if floats else whole, given_parts)
    assert gap is not None
    assert abs(gap - whole) <= D("0.005")
    known = {name: value for name, value in parts.items() if value is not None}
    assert set(known) == {name for name, value in exact.items() if value is not None}
    assert all(abs(value - exact[name]) < D("0.01") for name, value in known.items())
    assert all(value == value.quantize(D("0.01")) for value in known.values())
    if known:
        assert sum(known.values()) == gap
