"""Worlds in which one cause alone makes the two counts differ: the gap must go into that part, and the parts must add up."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from henequen.trade.gap import COMPONENTS, Explanation
from henequen.trade.gap.edition import explain_edition, read_flow
from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

AREAS = ("AUS", "BRA", "CHL", "DEU", "FRA", "IND", "JPN", "ZAF")
CODES = tuple(f"{chapter:02d}{heading:02d}{10 * item:02d}" for chapter in (22, 39, 62, 84, 87)
              for heading in (1, 2, 3, 4) for item in (1, 2, 3, 4))  # fmt: skip
HEADER = ("period", "flowCode", "reporterISO", "partnerISO", "classificationCode", "cmdCode", "primaryValue", "cifvalue",
          "fobvalue", "netWgt", "partner2Code", "motCode", "customsCode")  # fmt: skip
Flows = dict[tuple[str, str, str, str], float]
"""(period, exporter, importer, product) -> value: what exporters, and what importers, write."""


def truth(seed: int, periods: tuple[str, ...] = ("2019",), share: float = 0.5) -> Flows:
    rng = np.random.default_rng(seed)
    return {
        (period, e, i, code): round(float(np.exp(rng.normal(12, 1.5))), 2)
        for e in AREAS
        for i in AREAS
        if e != i
        for code in CODES
        if rng.random() < share
        for period in periods
    }


def edition(folder: Path, sent: Flows, came: Flows, *, cif: bool = False, re_exports: Flows | None = None) -> Path:
    """Reconcile what exporters (FOB) and importers (FOB too, unless `cif`) write."""
    path = folder / "reported.csv"
    with path.open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(HEADER)
        for flow, rows in (("X", sent), ("M", came), ("RX", re_exports or {})):
            for (period, e, i, code), value in rows.items():
                who = (i, e) if flow == "M" else (e, i)
                fob = value if flow == "M" and not cif else ""
                out.writerow((period, flow, *who, "H5", code, value, "", fob, "", 0, 0, "C00"))
    files = open_reported([path], folder / "read")
    reconcile(Plan(files, folder / "out.parquet"), AreaCodes(area_kinds(), area_numbers()))
    return folder / "out.parquet"


def summed(found: list[Explanation], part: str) -> float:
    return float(sum((e.components[part] or Decimal(0) for e in found), Decimal(0)))


def weight(found: list[Explanation]) -> dict[str, float]:
    """The size of each part over all explanations, in shares of the size of all gaps."""
    gaps = sum(abs(float(e.gap or 0)) for e in found)
    return {part: sum(abs(float(e.components[part] or 0)) for e in found) / gaps for part in COMPONENTS}


def all_pairs(made: Path, periods: Sequence[str] = ("2019",)) -> list[Explanation]:
    flows = [read_flow(made, e, i) for e in AREAS for i in AREAS if e != i]
    found = [one for flow in flows for period in periods for one in flow.explain(period)]
    for one in found:
        assert one.gap is not None
        assert sum((v for v in one.components.values() if v is not None), Decimal(0)) == one.gap
    return found


def test_freight_alone_is_valuation(tmp_path: Path) -> None:
    sent = truth(1)
    made = edition(tmp_path, sent, {key: round(1.08 * value, 2) for key, value in sent.items()}, cif=True)
    found = weight(all_pairs(made))
    assert found["valuation"] > 0.95
    assert max(found[part] for part in ("misclassification", "one_sided", "residual")) < 0.05


@pytest.mark.parametrize("place", ["heading", "chapter"])
def test_codes_alone_are_misclassification(tmp_path: Path, place: str) -> None:
    rng = np.random.default_rng(2)
    sent = truth(2, share=0.3)
    came: Flows = {}
    for (period, e, i, code), value in sent.items():
        digits = 4 if place == "heading" else 2
        free = [c for c in CODES if c[:digits] == code[:digits] and (period, e, i, c) not in sent
                and (period, e, i, c) not in came and (place == "heading" or c[:4] != code[:4])]  # fmt: skip
        other = free[int(rng.integers(len(free)))] if free and rng.random() < 0.1 else code
        came[period, e, i, other] = round(value * float(np.exp(rng.normal(0, 0.003))), 2)
    made = edition(tmp_path, sent, came)
    strayed = set(came) - set(sent)
    assert len(strayed) > 50
    flows = {(e, i): read_flow(made, e, i) for _, e, i, _ in strayed}
    at_product = [one for _, e, i, code in sorted(strayed) for one in flows[e, i].explain("2019", product=code)]
    assert all(one.exporter_value == 0 for one in at_product)
    found = weight(at_product)
    assert found["misclassification"] > 0.9
    whole = all_pairs(made)
    traded = sum(float(one.exporter_value or 0) for one in whole)
    assert sum(abs(float(one.gap or 0)) for one in whole) < 0.01 * traded, "it closes in the total"
    assert summed(whole, "misclassification") == pytest.approx(0, abs=0.002 * traded)


def test_a_hub_alone_is_routing(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    hub, sent, came, again = "ZAF", {}, {}, {}
    for (period, e, i, code), value in truth(3).items():
        if hub in (e, i) or rng.random() > 0.15:
            for side in (sent, came):
                side[period, e, i, code] = side.get((period, e, i, code), 0.0) + value
            continue
        sent[period, e, hub, code] = sent.get((period, e, hub, code), 0.0) + value
        came[period, e, hub, code] = came.get((period, e, hub, code), 0.0) + value
        came[period, e, i, code] = value
        for side in (sent, again):
            side[period, hub, i, code] = side.get((period, hub, i, code), 0.0) + value
    made = edition(tmp_path, sent, came, re_exports=again)
    found = weight(all_pairs(made))
    assert found["routing"] > 0.9
    assert found["one_sided"] < 0.1


def test_a_month_at_sea_alone_is_timing(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    months = tuple(f"{year}{month:02d}" for year in (2018, 2019) for month in range(1, 13))[:16]
    sent = {key: round(value * float(np.exp(rng.normal(0, 0.8))), 2) for key, value in truth(4, months, 0.1).items()}
    came = {
        (months[months.index(period) + 1], e, i, code): value
        for (period, e, i, code), value in sent.items()
        if period != months[-1]
    }
    made = edition(tmp_path, sent, came)
    found = all_pairs(made, months[5::5])
    shares = weight(found)
    assert shares["timing"] == pytest.approx(1, abs=0.02)
    assert shares["one_sided"] + shares["residual"] + shares["misclassification"] < 0.02
    assert all("estimated from 13 months of both sides" in one.assumptions[0] for one in found)


def test_silence_alone_is_one_sided(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    sent = truth(5)
    came = {key: value for key, value in sent.items() if rng.random() > 0.15}
    found = weight(all_pairs(edition(tmp_path, sent, came)))
    assert found["one_sided"] > 0.9


@pytest.mark.parametrize("routed", [False, True])
def test_chapters_add_up_in_both_directions(tmp_path: Path, routed: bool) -> None:
    rng = np.random.default_rng(6)
    sent = truth(6, ("2018", "2019"))
    write: Callable[[float], float] = lambda value: round(1.05 * value * float(np.exp(rng.normal(0, 0.2))), 2)  # noqa: E731
    came = {key: write(value) for key, value in sent.items() if rng.random() > 0.1}
    made = edition(
        tmp_path, sent, came, cif=True, re_exports={k: v / 3 for k, v in list(sent.items())[::9]} if routed else {}
    )
    for e, i in (("AUS", "BRA"), ("BRA", "AUS")):
        for whole in explain_edition(made, e, i, "*"):
            parts = explain_edition(made, e, i, whole.period, by_chapter=True)
            assert [one.product for one in parts] == ["22", "39", "62", "84", "87"]
            for part in COMPONENTS:
                told = [one.components[part] for one in parts]
                if whole.components[part] is None:
                    assert told == [None] * 5
                else:
                    assert sum(v for v in told if v is not None) == whole.components[part]
            assert ("timing" in whole.not_measurable) == (whole.period == "2018")
            assert ("routing" in whole.not_measurable) == (not routed)
