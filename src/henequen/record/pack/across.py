"""Checks across rows: dossiers with two halves, treaty actions in order, coordinates inside their country, the sides of acts and
entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from henequen.model.claim import Claim
from henequen.model.country_boxes import is_inside
from henequen.model.dates import parse_date
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.record.pack.pack import Pack

__all__ = ["check_across"]

_PRODUCT = re.compile(r"\d{2}(\d\d){0,4}")
_BINDING = ("ratification", "acceptance", "accession", "succession")
_Rows = dict[str, dict[str, Claim]]


def check_across(pack: Pack, lines: Mapping[str, str]) -> None:
    """Raise PackError at the first row that another row contradicts; `lines` gives the line of each claim."""
    tables: dict[str, _Rows] = {"cases": {}, "treaty_actions": {}, "entries": {}}
    for claim in pack.claims:
        if claim.table in tables and claim.polarity == "asserted":
            tables[claim.table].setdefault(claim.subject, {}).setdefault(claim.predicate, claim)
    _check_dossiers(tables["cases"], lines)
    sides = pack.manifest.sides
    for rows, names in ((tables["treaty_actions"], ("side",)), (tables["entries"], ("side", "counterpart"))):
        for row in rows.values():
            for name in names:
                _check_side(row.get(name), sides, lines)
    _check_actions(tables["treaty_actions"], lines)
    _check_entries(tables["entries"], pack, lines)


def _check_dossiers(cases: _Rows, lines: Mapping[str, str]) -> None:
    sides: dict[str, set[str]] = {}
    first: dict[str, Claim] = {}
    for row in cases.values():
        name = row["dossier"].value
        sides.setdefault(name, set()).add(row["side"].value)
        first.setdefault(name, row["dossier"])
    for name, dossiers in sides.items():
        if len(dossiers) < 2:
            raise PackError(
                Message("dossier_with_one_half"),
                where=lines[first[name].claim_id],
                found=f"{name}: {', '.join(sorted(dossiers))}",
                expected=Message("case_each_side"),
                hint=Message("add_case_other_side_or_take"),
            )


def _check_actions(actions: _Rows, lines: Mapping[str, str]) -> None:
    held: dict[tuple[str, str], dict[str, list[Claim]]] = {}
    for row in actions.values():
        if "action" not in row:  # denied: an act that did not happen has no order
            continue
        kinds = held.setdefault((row["treaty"].value, row["side"].value), {})
        kinds.setdefault(row["action"].value, []).append(row["on"])
    for (treaty, side), kinds in held.items():
        signed = kinds.get("signature", [])
        bound = [claim for kind in _BINDING for claim in kinds.get(kind, [])]
        begun = kinds.get("entry_into_force", [])
        for name, earlier, later in (
            ("a ratification before the signature", signed, bound),
            ("an entry into force before the ratification", bound, begun),
        ):
            if earlier and later:
                begin = min(earlier, key=lambda claim: parse_date(claim.value).earliest)
                end = max(later, key=lambda claim: parse_date(claim.value).latest)
                if parse_date(end.value).latest < parse_date(begin.value).earliest:
                    raise PackError(
                        name,
                        where=lines[end.claim_id],
                        found=Message(
                            "before",
                            treaty=treaty,
                            side=side,
                            value=end.value,
                            value_2=begin.value,
                            lines=lines[begin.claim_id],
                        ),
                        hint=Message("compare_both_dates_with_depositary_list"),
                    )


def _check_side(claim: Claim | None, sides: Sequence[str], lines: Mapping[str, str]) -> None:
    if claim is not None and claim.value not in (*sides, "JOINT"):
        raise PackError(
            Message("side_that_neither_two"),
            where=Message("in_column", where=lines[claim.claim_id], column=claim.predicate),
            found=claim.value,
            expected=" or ".join(sides),
        )


def _check_entries(entries: _Rows, pack: Pack, lines: Mapping[str, str]) -> None:
    products: dict[str, list[Claim]] = {}
    for claim in pack.claims:
        if claim.table == "entries" and claim.predicate == "products":
            products.setdefault(claim.subject, []).append(claim)
    for subject, row in entries.items():
        if "title" not in row:
            raise PackError(
                Message("entry_without_title"), where=lines[next(iter(row.values())).claim_id], found=subject
            )
        for claim in products.get(subject, ()):
            if not _PRODUCT.fullmatch(claim.value):
                raise PackError(
                    Message("product_that_not_code"),
                    where=Message("column_products", lines=lines[claim.claim_id]),
                    found=claim.value[:80],
                    expected=Message("codes_harmonized_system_2_10_digits"),
                    hint=Message("say_in_column_what_which_goods"),
                )
        if "latitude" not in row or "longitude" not in row:
            continue
        place = pack.places.get(row["place"].value) if "place" in row else None
        land = place.country if place else row["side"].value if "side" in row else ""
        lat, lon = float(row["latitude"].value), float(row["longitude"].value)
        if not is_inside(land, lat, lon):
            raise PackError(
                Message("coordinates_outside_country"),
                where=Message("column_latitude", lines=lines[row["latitude"].claim_id]),
                found=f"{lat:g}, {lon:g}",
                expected=Message("point_in", land=land) if land else Message("degrees_on_globe"),
                hint=Message("latitude_comes_first_west_and_south"),
            )
