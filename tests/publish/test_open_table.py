"""A table of the open data is a result with the five members, which pandas and polars read."""

from __future__ import annotations

import pytest

from henequen.model.errors import UsageError
from henequen.observatory import Observatory
from henequen.publish.export.tables import TABLES
from henequen.record.store.view import View


def test_table_of_observations_has_numbers_units_and_sources(shipped: Observatory, view: View) -> None:
    polars = pytest.importorskip("polars")
    result = shipped.table("observations")
    frame = polars.DataFrame(result)
    assert frame.columns == TABLES["observations"].columns
    assert frame.height == len(result) == len(view.observations()) == len(result.df())
    sums = sum(float(o.value) for o in view.observations() if o.value is not None)
    assert frame["value"].sum() == pytest.approx(sums, rel=1e-9)
    assert result.units == {"value": "the unit of the row, times 10 ** unit_mult"}
    assert result.assumptions and result.sources and result.diagnostics["rows"] == frame.height
    assert "<table" in result._repr_html_()


def test_table_of_another_day_has_the_rows_of_that_day(shipped: Observatory, view: View) -> None:
    assert len(shipped.table("instruments")) == len(view.records("instruments"))
    assert shipped.table("instruments", as_of="2010-01-01").diagnostics["as_of"] == "2010-01-01"


def test_table_that_is_not_there_is_refused_with_the_names_there_are(shipped: Observatory) -> None:
    with pytest.raises(UsageError, match="instruments"):
        shipped.table("instrument")
