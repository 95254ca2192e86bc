"""`mirror explain`: what it refuses, what it says where there is no figure, and parts that add up as printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from henequen.cli.explained import explanation_lines

Run = Callable[..., Any]
HEAD = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Two chapters of which the mills do not go into cents."""
    path = tmp_path / "rows.csv"
    path.write_text(
        HEAD + "2022,X,CHL,NZL,H5,010231,100.005\n2022,M,NZL,CHL,H5,010231,126.014\n2022,X,CHL,NZL,H5,040210,20.004\n"
        "2022,M,NZL,CHL,H5,040210,31.003\n2022,M,NZL,CHL,H5,870323,7.777\n"
    )
    return path


@pytest.mark.parametrize("rate", ["nan", "inf", "-inf", "-0.01", "1.01", "6"])
def test_a_rate_is_a_fraction(run: Run, rate: str) -> None:
    answer = run("mirror", "explain", "MEX", "KOR", "2003", f"--cif-rate={rate}")
    assert answer.code == 2
    assert "--cif-rate must be between 0 and 1" in answer.err
    assert "write 6 % as 0.06" in answer.err


def test_a_rate_from_0_to_1_is_taken(run: Run) -> None:
    for rate in ("0", "0.06", "1"):
        assert run("mirror", "explain", "MEX", "KOR", "2003", "--cif-rate", rate).code == 0


def test_a_rate_is_for_totals_and_chapters_are_for_files(run: Run, rows: Path) -> None:
    answer = run("mirror", "explain", "CHL", "NZL", "2022", rows, "--cif-rate", "0.06")
    assert (answer.code, "works only with the pack's own series" in answer.err) == (2, True)
    answer = run("mirror", "explain", "MEX", "KOR", "2003", "--by-chapter")
    assert (answer.code, "--by-chapter needs products" in answer.err) == (2, True)


def test_two_sides_are_two(run: Run) -> None:
    for pair in (("MEX", "MEX"), ("mex", "MEX")):
        answer = run("mirror", "explain", *pair, "2003")
        assert (answer.code, "the two sides are the same" in answer.err) == (2, True)


def test_small_letters_are_taken_as_capitals(run: Run, rows: Path) -> None:
    assert [one["exporter"] for one in run("mirror", "explain", "mex", "Kor", "2003", "--json").objects] == [
        "MEX",
        "KOR",
    ]
    assert run("mirror", "explain", "chl", "nzl", "2022", rows, "--json").objects[0]["exporter"] == "CHL"


def test_all_years_of_the_series(run: Run) -> None:
    told = run("mirror", "explain", "MEX", "KOR", "*", "--json").objects
    sold = [one["period"] for one in told if one["exporter"] == "MEX"]
    assert len(sold) > 20
    assert sold == sorted(set(sold))
    assert {"1980", "2003"} <= set(sold)
    assert {one["exporter"] for one in told} == {"MEX", "KOR"}


def test_without_a_figure_the_error_names_what_there_is(run: Run, rows: Path) -> None:
    answer = run("mirror", "explain", "CHL", "NZL", "2021", rows)
    assert answer.code == 1
    assert "CHL, NZL, 2021" in answer.err
    assert "the files hold: periods 2022; areas CHL, NZL" in answer.err
    assert "give files" not in answer.err
    answer = run("mirror", "explain", "CHL", "NZL", "2022", rows, "--product", "99")
    assert "CHL, NZL, 2022, product 99" in answer.err
    answer = run("mirror", "explain", "MEX", "KOR", "1950")
    assert answer.code == 1
    assert "give files" in answer.err
    assert re.search(r"periods 1980, 1981, .* \.\.\. 2024 \(\d+ in all\); areas KOR, MEX", answer.err)
    answer = run("mirror", "explain", "CHL", "NZL", "*")
    assert "areas KOR, MEX" in answer.err
    assert "periods" not in answer.err


@pytest.mark.parametrize("more", [(), ("--by-chapter",)])
def test_printed_parts_add_up_to_the_printed_gap(run: Run, rows: Path, more: tuple[str, ...]) -> None:
    printed = run("mirror", "explain", "CHL", "NZL", "2022", rows, *more).out
    found = [_gap_and_parts(block) for block in re.split(r"(?m)^2022 ", printed)[1:]]
    assert len(found) == (3 if more else 1)
    assert all(gap == sum(parts) and any(parts) for gap, parts in found)


def test_parts_that_would_round_to_more_than_the_gap() -> None:
    answer = {
        "period": "2022", "exporter": "CHL", "importer": "NZL", "product": "TOTAL", "exporter_value": 1.0, "importer_value": 1.03,
        "gap": 0.03, "assumptions": [],
        "components": dict.fromkeys(("valuation", "timing", "misclassification", "routing", "one_sided", "residual"), 0.005),
    }  # fmt: skip
    gap, parts = _gap_and_parts("\n".join(explanation_lines(answer, (), "en")))
    assert (gap, sum(parts)) == (Decimal("0.03"), Decimal("0.03"))


def _gap_and_parts(printed: str) -> tuple[Decimal, list[Decimal]]:
    """The gap of one explanation, and its parts, as printed."""
    lines = printed.splitlines()[1:]
    gap = next(line for line in lines if line.startswith("  gap"))
    parts = [words[-1] for line in lines if line.startswith("    ") and (words := line.split())]
    return _number(gap.split()[-1]), [_number(word) for word in parts if re.fullmatch(r"-?[\d,]+\.\d\d", word)]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
