"""Reads the observations of a pack: rows of figures, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from henequen.model.claim import stable_id
from henequen.model.currencies import is_unit
from henequen.model.edition import Document, Edition
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.model.properties import properties
from henequen.record.evidence.values import printed_figure_problem
from henequen.record.pack.area_names import area_problem, product_problem
from henequen.record.pack.cells import check_day, check_value, checked, split
from henequen.record.pack.columns import columns_of_observations
from henequen.record.pack.files import listing
from henequen.record.pack.positions import read_evidence
from henequen.record.pack.strict_csv import read_rows

__all__ = ["observations_of"]

_CODED: dict[str, Callable[[str], str]] = {
    "reporter": area_problem,
    "partner": area_problem,
    "product": product_problem,
}


def observations_of(
    root: Path, editions: dict[str, Edition], documents: dict[str, Document], places: dict[str, Place]
) -> Iterator[Observation]:
    """The observations of a pack, row by row; PackError for one that is not valid, or that occurs twice."""
    columns = properties("observations")
    required = ("measure", "reporter", "period", "period_basis", "unit")
    seen: dict[str, str] = {}
    for path in listing(root / "observations"):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv":
            raise PackError(Message("unknown_kind_file"), where=name, expected="CSV")
        for line, row in read_rows(path, root, columns_of_observations()):
            where = f"{name}, line {line}"
            for key, prop in columns.items():
                cell = row.get(key, "")
                try:
                    if not cell and key in required:
                        raise ValueError(Message("empty_every_observation_needs_one"))
                    for item in (split(cell) if prop.many else (cell,)) if cell else ():
                        check_value(item, prop, places)
                    if key in _CODED and (wrong := _CODED[key](cell)):
                        raise ValueError(wrong)
                except ValueError as error:
                    raise PackError(error.args[0], where=Message("in_column", where=where, column=key)) from None
            if not is_unit(row["unit"]):
                raise PackError(
                    Message("not_unit"),
                    where=Message("column_unit", where=where),
                    found=row["unit"],
                    expected=Message("code_currency_iso_4217_or_word"),
                )
            missing = row.get("missing") == "true"
            if missing == bool(row.get("value")):
                raise PackError(Message("value_and_missing_contradict_each_other"), where=where, found=row.get("value"))
            observation = _observation(row, missing, editions, documents, where)
            problem = printed_figure_problem(observation) or _decimals_problem(row)
            if problem:
                raise PackError(problem, where=where, hint=Message("compare_value_unit_mult_and_as"))
            if observation.id in seen:
                raise PackError(
                    Message("same_observation_twice"), where=where, found=Message("also_at", where=seen[observation.id])
                )
            seen[observation.id] = where
            yield observation


def _decimals_problem(row: dict[str, str]) -> str | None:
    """Return the error in `decimals`: if given, it must be the number of digits of `value` after the point."""
    digits = len(row.get("value", "").partition(".")[2])
    if row.get("value") and row.get("decimals") and int(row["decimals"]) != digits:
        return f"decimals is {row['decimals']}, and {row['value']} has {digits}"
    return None


def _observation(
    row: dict[str, str], missing: bool, editions: dict[str, Edition], documents: dict[str, Document], where: str
) -> Observation:
    evidence, edition = read_evidence(row, editions, documents, where)
    if row.get("recorded_at"):
        checked(lambda: check_day("recorded_at", row["recorded_at"]), where)
    place = ",".join(f"{passage.document}:{passage.key_start}" for passage in evidence) or edition
    keys = ("measure", "component", "reporter", "partner", "place", "product", "period", "value", "unit", "asserted_by")
    return Observation(
        id=stable_id("o", place, *(row.get(key, "") for key in keys)),
        edition=edition,
        measure=row["measure"],
        component=row.get("component", ""),
        reporter=row["reporter"],
        asserted_by=row.get("asserted_by", ""),
        flow=row.get("flow", ""),
        partner=row.get("partner", ""),
        place=row.get("place", ""),
        product=row.get("product", ""),
        period=row["period"],
        period_basis=row["period_basis"],
        value=None if missing else Decimal(row["value"]),
        unit=row["unit"],
        unit_mult=int(row.get("unit_mult") or 0),
        decimals=int(row.get("decimals") or 0),
        comparator=row.get("comparator", ""),
        valuation=row.get("valuation", ""),
        marks=split(row.get("marks", "")),
        note=row.get("note", ""),
        method=row.get("method") or "manual",
        recorded_at=row.get("recorded_at", ""),
        recorded_by=row.get("recorded_by", ""),
        evidence=evidence,
    )
