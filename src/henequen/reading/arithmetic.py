"""Sums that do not add up: exports less imports against the printed balance, and totals against their parts.

Each is reported as an issue next to the proposals, which keep the printed values. A difference that rounding explains
is not reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from henequen.reading.document import Proposal

__all__ = ["find_arithmetic_issues"]

_SIDES = ("reporter", "partner", "countries", "subdivision", "product", "component", "period", "unit")


def find_arithmetic_issues(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """One issue for each balance that differs from exports less imports, and for each total trade that differs from their sum."""
    groups: dict[tuple[str, ...], dict[str, Proposal]] = defaultdict(dict)
    for proposal in proposals:
        measure = str(proposal.fields.get("measure", ""))
        if proposal.kind != "observation" or measure not in ("export", "import", "balance", "total_trade"):
            continue
        if proposal.fields.get("missing") or proposal.fields.get("comparator") or not proposal.fields.get("period"):
            continue
        key = tuple(str(proposal.fields.get(name, "")) for name in _SIDES)
        value = groups[key].get(measure)
        if value is None or _amount(value.fields) == _amount(proposal.fields):
            groups[key][measure] = proposal
        else:
            groups[key][measure + " twice"] = proposal  # two figures for one item: it is unknown which of them adds up
    for group in groups.values():
        if {"export", "import"} <= set(group) and not any(name.endswith("twice") for name in group):
            for measure, sign in (("balance", -1), ("total_trade", 1)):
                if measure in group:
                    yield from _check(group["export"], group["import"], group[measure], sign)
    yield from _totals(proposals)


def _totals(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Totals of a column that differ from the sum of its rows, in a table where most totals do add up.

    A table may list only the main products: if no column adds up, the totals are not compared with the rows.
    """
    columns: dict[tuple[str, ...], list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        quote = proposal.evidence[0]
        place = quote.sheet or (f"table {quote.table}" if quote.table is not None else "rows" if quote.row else "")
        if proposal.kind == "observation" and place and proposal.fields.get("product"):
            names = ("measure", "reporter", "partner", "subdivision", "component", "period", "unit")
            columns[place, *(str(proposal.fields.get(name, "")) for name in names)].append(proposal)
    tables: dict[str, list[tuple[Proposal, Decimal, bool]]] = defaultdict(list)
    for (place, *_), cells in columns.items():
        totals = [
            one
            for one in cells
            if one.fields.get("product") == "TOTAL" or str(one.fields["product"]).lower() == "total"
        ]
        parts = [one for one in cells if one not in totals and not _is_part_of_part(one)]
        amounts = [_amount(one.fields) for one in parts if not one.fields.get("missing")]
        if len(totals) != 1 or len(parts) < 2 or len(amounts) < len(parts) or None in amounts:
            continue
        printed, expected = _amount(totals[0].fields), sum((a for a in amounts if a is not None), Decimal(0))
        slack = sum((_slack(one.fields) for one in (*parts, *totals)), Decimal(0))
        if printed is not None:
            tables[place].append((totals[0], expected, abs(printed - expected) <= slack))
    for values in tables.values():
        right = sum(adds_up for *_, adds_up in values)
        for total, expected, adds_up in values:
            if not adds_up and right > len(values) - right:
                shown = format((expected / Decimal(str(total.fields.get("multiplier", 1)))).normalize(), "f")
                yield _issue(total, shown, f"the rows above add up to {shown}", (total,))


def _is_part_of_part(proposal: Proposal) -> bool:
    flags = proposal.fields.get("flags")
    return isinstance(flags, list) and bool({"subtotal", "breakdown"} & set(flags))


def _issue(result: Proposal, expected: str, description: str, shown: Sequence[Proposal]) -> Proposal:
    """An issue about one figure, with the figures that it is compared with as evidence."""
    fields: dict[str, object] = {
        "type": "arithmetic",
        "severity": "warning",
        "printed": str(result.fields.get("value_printed", result.fields.get("value", ""))),
        "expected": expected,
        "description": f"{description}, which differs from the printed figure by more than rounding",
    }
    return Proposal(result.document, "issue", fields, tuple(part.evidence[0] for part in shown))


def _check(exports: Proposal, imports: Proposal, result: Proposal, sign: int) -> Iterator[Proposal]:
    """An issue if the result differs by more than half of the last printed digit of each figure."""
    parts = (exports, imports, result)
    amounts = [_amount(part.fields) for part in parts]
    if any(amount is None for amount in amounts):
        return
    first, second, printed = (amount for amount in amounts if amount is not None)
    expected = first + sign * second
    slack = sum((_slack(part.fields) for part in parts), Decimal(0))
    if abs(expected - printed) <= slack or (sign < 0 and abs(abs(expected) - abs(printed)) <= slack):
        return
    multiplier = Decimal(str(result.fields.get("multiplier", 1)))
    what = "exports less imports" if sign < 0 else "exports and imports"
    shown = format((expected / multiplier).normalize(), "f")
    yield _issue(result, shown, f"{what} give {shown}", (result, exports, imports))


def _amount(fields: Mapping[str, object]) -> Decimal | None:
    try:
        return Decimal(str(fields.get("value"))) * Decimal(str(fields.get("multiplier", 1)))
    except InvalidOperation:
        return None


def _slack(fields: Mapping[str, object]) -> Decimal:
    """Half of the last printed digit."""
    value = str(fields.get("value", "0"))
    digits = len(value.partition(".")[2])
    return Decimal(str(fields.get("multiplier", 1))) / (Decimal(2) * Decimal(10) ** digits)
