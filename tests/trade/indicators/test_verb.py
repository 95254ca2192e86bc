"""`henequen indicators` over a toy world of four areas, each of which reports."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from henequen.cli import main
from henequen.trade.indicators.pair import NAMES

pytestmark = pytest.mark.process

HEADER = ("period", "flowCode", "reporterISO", "partnerISO", "classificationCode", "cmdCode", "primaryValue", "netWgt")
Run = Callable[..., tuple[int, str, str]]


def flow(
    period: str, seller: str, buyer: str, product: str, value: float, *, buyers: float = 1.1
) -> list[tuple[Any, ...]]:
    return [
        (period, "X", seller, buyer, "H5", product, value, value / 10),
        (period, "M", buyer, seller, "H5", product, round(value * buyers, 2), value / 10),
    ]


def rows() -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for period, grown in (("2018", 1), ("2019", 2)):
        found += flow(period, "CHL", "NZL", "870323", 100 * grown)
        found += flow(period, "CHL", "NZL", "080810", 40)
        found += flow(period, "NZL", "CHL", "870323", 50)
        found += flow(period, "CHL", "AUS", "080810", 60)
        found += flow(period, "NZL", "AUS", "040210", 80)
        found += flow(period, "AUS", "NZL", "260111", 90)
        found += flow(period, "FJI", "NZL", "170114", 10)
        found += flow(period, "FJI", "AUS", "870323", 20)
    return found


def write(path: Path, given: list[tuple[Any, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(given)
    return path


@pytest.fixture
def world(tmp_path: Path) -> Path:
    return write(tmp_path / "world.csv", rows())


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert isinstance(stop.value.code, int)
        return stop.value.code, out, err

    return call


def found(out: str) -> dict[tuple[str, str], Any]:
    objects = [json.loads(line) for line in out.splitlines()]
    return {(one["indicator"], one["counted_by"]): one for one in objects if "indicator" in one}


def test_every_indicator_of_a_pair(run: Run, world: Path) -> None:
    code, out, _ = run(
        "indicators", world, "--reporter", "CHL", "--partner", "NZL", "--year", "2019", "--base", "2018", "--json"
    )
    assert code == 3, "Fiji and Australia share no product with the others: complexity is not determined"
    assert [one["not_measurable"] for one in map(json.loads, out.splitlines()) if "not_measurable" in one] == [
        "complexity"
    ]
    by = found(out)
    own, other = by["balance", "both"]["rows"]
    assert (own["counted_by"], own["exports"], own["imports"]) == ("CHL", 240, 55)  # 200 + 40; 50 * 1.1
    assert (other["counted_by"], other["exports"], other["imports"]) == ("NZL", 264, 50)  # 240 * 1.1; 50
    assert own["balance"] == 185
    # Grubel-Lloyd of cars by CHL's count: 1 - |200 - 55| / 255
    cars = next(r for r in by["grubel_lloyd", "CHL"]["rows"] if r["product"] == "870323")
    assert cars["value"] == pytest.approx(1 - 145 / 255)
    assert ("grubel_lloyd", "NZL") in by
    # RCA of cars: (200 / 300) / ((200 + 50 + 20) / (300 + 130 + 90 + 30)), CHL's exports being 200 + 40 + 60
    rca = next(r for r in by["advantage", "world"]["rows"] if r["product"] == "870323")
    assert rca["rca"] == pytest.approx((200 / 300) / (270 / 550))
    # intensity: (240 / 300) / (M_NZL / (M_w - M_CHL)) with imports 1.1 times the exports
    (intensity,) = by["trade_intensity", "world"]["rows"]
    assert intensity["value"] == pytest.approx((240 / 300) / ((240 + 90 + 10) / (550 - 50)))
    parts = [float(row["value"]) for row in by["constant_market_share", "world"]["rows"]]
    assert sum(parts[:4]) == pytest.approx(parts[4]) == pytest.approx(100)
    for one in by.values():
        assert one["units"] and one["sources"], one["indicator"]
    assert by["terms_of_trade", "CHL"]["rows"][0]["fisher"] == pytest.approx(1), "ten dollars a kilogram throughout"


def test_the_heading_says_whose_trade_it_is(run: Run, world: Path) -> None:
    options = [
        f"--indicator={name}" for name in ("constant_market_share", "advantage", "margins", "balance", "similarity")
    ]
    pair = ("--reporter", "CHL", "--partner", "NZL", "--year", "2019", "--base", "2018")
    _, out, _ = run("indicators", world, *pair, *options)
    assert "\nconstant_market_share, CHL to the world, 2019, by world\n" in out
    assert "\nadvantage, CHL to the world, 2019" in out
    assert "\nmargins, CHL to NZL, 2019" in out
    assert "\nbalance, between CHL and NZL, 2019" in out
    assert "\nsimilarity, what CHL and NZL sell to the world, 2019" in out
    _, out, _ = run("indicators", world, *pair, "--indicator", "advantage", "--json")
    assert found(out)["advantage", "world"]["about"] == "CHL to the world"


def test_the_page_marks_what_the_verb_does_not_know() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs/reference/indicators.md").read_text(encoding="utf-8")
    names = {row.split("|")[1] for row in page.splitlines() if row.startswith("| `")}
    told = {name: "only)" in cell for cell in names for name in re.findall(r"`(\w+)`", cell)}
    assert set(NAMES) <= set(told)
    assert {name for name in told if name not in NAMES} == {"price_index", "proximity", "density", "preference_margin",
                                                            "relative_preference_margin"}  # fmt: skip
    assert all(marked for name, marked in told.items() if name not in NAMES)


def test_tables_for_people_name_unit_and_source(run: Run, world: Path) -> None:
    code, out, _ = run(
        "indicators", world, "--reporter", "CHL", "--partner", "NZL", "--year", "2019", "--indicator", "balance"
    )
    assert code == 0
    assert "balance (US dollars)" in out
    assert "source: UN IMTS 2010" in out
    assert "4 exporters and 3 importers" in out
    _, out, _ = run(
        "indicators",
        world,
        "--reporter",
        "CHL",
        "--partner",
        "NZL",
        "--year",
        "2019",
        "--indicator",
        "advantage",
        "--top",
        2,
    )
    assert "3 more rows" in out


def test_two_reporters_are_not_a_world(run: Run, tmp_path: Path) -> None:
    two = write(tmp_path / "two.csv", [row for row in rows() if row[2] in ("CHL", "NZL") and row[0] == "2019"])
    code, out, _ = run("indicators", two, "--reporter", "CHL", "--partner", "NZL", "--year", "2019", "--json")
    assert code == 3
    lacking = {
        one["not_measurable"]: one["reason"] for one in map(json.loads, out.splitlines()) if "not_measurable" in one
    }
    assert "advantage" in lacking
    assert "those of 2 areas" in lacking["advantage"]
    assert ("balance", "both") in found(out)


def test_a_silent_partner_is_unknown_and_not_zero(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "one.csv", [row for row in rows() if row[2] != "NZL" and row[0] == "2019"])
    code, out, _ = run("indicators", one, "--reporter", "CHL", "--partner", "NZL", "--year", "2019", "--json")
    assert code == 3
    own, other = found(out)["balance", "both"]["rows"]
    assert own["exports"] == 240
    assert (other["exports"], other["imports"], other["balance"]) == (None, None, None)
    assert ("grubel_lloyd", "NZL") not in found(out)


def test_mistakes_are_told(run: Run, world: Path, tmp_path: Path) -> None:
    pair = ("--reporter", "CHL", "--partner", "NZL", "--year", "2019")
    assert run("indicators", world, *pair, "--indicator", "beauty")[0] == 2
    assert run("indicators", tmp_path / "none.csv", *pair)[0] == 2
    assert run("indicators", world, "--reporter", "chile", "--partner", "NZL", "--year", "2019")[0] == 2
    assert run("indicators", world, "--reporter", "CHL", "--partner", "CHL", "--year", "2019")[0] == 2
    code, _, err = run("indicators", world, "--reporter", "CHL", "--partner", "NZL", "--year", "1999")
    assert code == 1
    assert "2018, 2019" in err
    broken = tmp_path / "broken.csv"
    broken.write_text(world.read_text(encoding="utf-8") + "2019,X,CHL\n", encoding="utf-8")
    assert run("indicators", broken, *pair)[0] == 1


def test_recorded_answers_are_read(run: Run, shared: Path) -> None:
    data = shared / "data" / "trade" / "comtrade_api" / "sample_get_tha_shrimp_partners.parquet"
    code, out, _ = run("indicators", data, "--reporter", "THA", "--partner", "JPN", "--year", "2010", "--json")
    assert code == 3, "one reporter is no world"
    assert found(out)["balance", "both"]["rows"][0]["exports"] > 0
