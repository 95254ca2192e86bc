"""Which of two codes the goods of a twin stand under."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from henequen.trade.misclassified.attribution import importer_misclassified
from henequen.trade.misclassified.candidates import SWAP, TWIN
from henequen.trade.misclassified.rates import MisclassificationRates
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import Columns, DuckEngine

A, B, ELSEWHERE = 0, 1, 4
EVEN = MisclassificationRates(np.full(6, 0.05), np.full(6, 0.05))
ME = PairKey.pair(0, 1)  # exporter 0, importer 1


def engine_of(tmp_path: Path, rows: list[tuple[int, int, float, float, float]]) -> DuckEngine:
    """Rows of `flow`: pair, product, x, m, kg; a figure that is not a number is none."""
    engine = DuckEngine(tmp_path / "db")
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    whole = {name: table[:, k].astype(np.int32) for k, name in enumerate(("pair", "product"))}
    engine.load("given", whole | {name: table[:, k] for k, name in enumerate(("x", "m", "kg"), 2)})
    parts = ", ".join(f"case when not isnan({name}) then {name} end as {name}" for name in ("x", "m", "kg"))
    engine.table("flow", f"select pair, product, {parts} from given")
    heading = np.array([0, 0, 0, 0, 4, 4], np.int32)
    engine.load("product_factor", {"product": np.arange(6, dtype=np.int32), "heading": heading, "siblings": np.ones(6)})
    return engine


def twin(kind: int = TWIN, x: float = 100.0, f: float = 100.0) -> Columns:
    return {
        "pair": np.array([ME]), "kind": np.array([kind]), "a": np.array([A]), "b": np.array([B]),
        "x1": np.array([x]), "f2": np.array([f]),
    }  # fmt: skip


NONE = float("nan")
LONELY = [(ME, A, 100.0, NONE, 10.0), (ME, B, NONE, 100.0, 10.0)]
EQUAL = [(PairKey.pair(2, k), p, 50.0, 50.0, NONE) for k in (3, 4, 5) for p in (A, B)]


def told(engine: DuckEngine, chosen: Columns, rates: MisclassificationRates = EVEN) -> bool:
    return bool(importer_misclassified(engine, chosen, rates)[0])


@pytest.mark.parametrize(("party", "right"), [("exporter", A), ("exporter", B), ("importer", A), ("importer", B)])
def test_the_code_that_a_party_trades_with_others_is_right(tmp_path: Path, party: str, right: int) -> None:
    others = [
        (PairKey.pair(0, k) if party == "exporter" else PairKey.pair(k, 1), right, 9.0, 9.0, NONE) for k in (2, 3, 4, 5)
    ]
    engine = engine_of(tmp_path, LONELY + EQUAL + others)
    assert told(engine, twin()) == (right == A)  # where a is right, the importer strayed


@pytest.mark.parametrize("right", [A, B])
def test_the_code_of_that_unit_value_is_right(tmp_path: Path, right: int) -> None:
    rng = np.random.default_rng(1)
    usual = {right: 10.0, B if right == A else A: 80.0}  # dollars a kilogram; the twin's is 10
    others = [
        (PairKey.pair(2, 3), p, v, v, v / usual[p] * np.exp(rng.normal(0, 0.5)))
        for p in (A, B)
        for v in rng.uniform(9, 99, 50)
    ]
    assert told(engine_of(tmp_path, LONELY + others), twin()) == (right == A)
    lighter = [(pr, p, x, m, NONE) for pr, p, x, m, _ in LONELY]  # nobody weighed the twin: the rates decide
    for rates, importer in ((0.06, 0.05), (0.05, 0.06)):
        uneven = MisclassificationRates(np.full(6, rates), np.full(6, importer))
        (tmp_path / str(rates)).mkdir()
        assert told(engine_of(tmp_path / str(rates), lighter + others), twin(), uneven) == (importer > rates)


@pytest.mark.parametrize("right", [A, B])
def test_the_code_of_that_size_is_right(tmp_path: Path, right: int) -> None:
    rng = np.random.default_rng(2)
    usual = {right: 100.0, B if right == A else A: 5.0, ELSEWHERE: 20.0}  # the twin is of 100 dollars
    others = [
        (pr, p, v, v, NONE)
        for pr in (PairKey.pair(2, 3), PairKey.pair(2, 4), PairKey.pair(5, 3))
        for p in usual
        for v in usual[p] * np.exp(rng.normal(0, 0.6, 20))
    ]
    own = [(ME, ELSEWHERE, v, v, NONE) for v in 20.0 * np.exp(rng.normal(0, 0.6, 20))]  # what is usual in this pair
    assert told(engine_of(tmp_path, LONELY + others + own), twin()) == (right == A)


def test_where_one_side_hardly_ever_strays_nothing_else_is_asked(tmp_path: Path) -> None:
    others = [(PairKey.pair(0, k), B, 9.0, 9.0, NONE) for k in (2, 3, 4, 5)]
    engine = engine_of(tmp_path, LONELY + EQUAL + others)
    assert not told(engine, twin())
    assert told(engine, twin(), MisclassificationRates(np.full(6, 0.001), np.full(6, 0.2)))
    assert told(engine, twin(SWAP))  # of a swap the rates alone tell


def test_nothing_but_the_twin_leaves_it_to_the_rates(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, LONELY)
    assert told(engine, twin(), MisclassificationRates(np.full(6, 0.05), np.full(6, 0.06)))
    assert not told(engine, twin(), MisclassificationRates(np.full(6, 0.06), np.full(6, 0.05)))


class Nobody:
    """An engine that is not to be asked."""

    def __getattr__(self, name: str) -> None:
        raise AssertionError(f"the engine was asked: {name}")


@pytest.mark.parametrize(("exporter", "importer"), [(0.0025, 0.05), (0.05, 0.0025)])
def test_where_the_rates_would_put_few_twins_wrong_nothing_else_is_asked(exporter: float, importer: float) -> None:
    rates = MisclassificationRates(
        np.full(6, exporter), np.full(6, importer)
    )  # twenty to one: less than sure, but one in 21 wrong
    assert importer_misclassified(Nobody(), twin(), rates).tolist() == [importer > exporter]  # type: ignore[arg-type]


def test_where_they_would_put_more_wrong_the_flows_are_asked() -> None:
    with pytest.raises(AssertionError, match="asked"):
        importer_misclassified(Nobody(), twin(), MisclassificationRates(np.full(6, 0.01), np.full(6, 0.05)))  # type: ignore[arg-type]
