"""The strip "Latest known": each side's latest figures of trade and investment, their age, and whether they can be
compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from henequen.model.observation import Observation
from henequen.publish.charts.two_marks import draw_two_marks
from henequen.publish.site.names import Names

__all__ = ["Measure", "latest_cards", "measures", "yearly_end"]

Pair = tuple[Observation | None, Observation | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the strip: its heading, each side's figures of whole years, and the side that exports (None for balances
    and investment). `sign` reverses the second side's figures, since its balance mirrors the first's."""

    key: str
    heading: str
    figures: tuple[dict[int, Observation], dict[int, Observation]]
    exporter: int | None = None
    sign: int = 1

    def last(self, side: int) -> Observation | None:
        """The latest figure of a side."""
        years = self.figures[side]
        return years[max(years)] if years else None

    @property
    def last_common(self) -> int | None:
        """The last year that both sides report."""
        return max(self.figures[0].keys() & self.figures[1].keys(), default=None)


def measures(names: Names) -> list[Measure]:
    """The measures that at least one side reports: both flows, the balance, investment both ways."""
    t = names.t
    latest_measures = [
        Measure(
            "flow-" + str(e), t("now.flow", exporter=names.side(e), importer=names.side(1 - e)), _flows(names, e), e
        )
        for e in (1, 0)
    ]
    latest_measures.append(
        Measure("balance", names.t("now.balance", side=names.side(0)), _of(names, ("balance", "balance")), None, -1)
    )
    for host in (0, 1):
        kinds: list[str | None] = [None, None]
        kinds[host] = "fdi_flow"
        heading = t("now.fdi", origin=names.side(1 - host), host=names.side(host))
        latest_measures.append(Measure(f"fdi-{host}", heading, _of(names, (kinds[0], kinds[1]))))
    return [measure for measure in latest_measures if any(measure.figures)]


def _flows(names: Names, exporter: int) -> tuple[dict[int, Observation], dict[int, Observation]]:
    return _of(names, ("export", "import") if exporter == 0 else ("import", "export"))


def _of(names: Names, kinds: Sequence[str | None]) -> tuple[dict[int, Observation], dict[int, Observation]]:
    first, second = (_years(names, side, kind) if kind else {} for side, kind in enumerate(kinds))
    return first, second


def _years(names: Names, side: int, measure: str) -> dict[int, Observation]:
    """A side's figures for single years and the whole country; figures from tables before those from prose."""
    sides = names.material.sides
    best: dict[int, Observation] = {}
    for o in names.material.observations:
        if (
            o.measure == measure
            and o.reporter == sides[side]
            and o.partner == sides[1 - side]
            and o.product in ("", "TOTAL")
            and not o.place
            and (measure.startswith("fdi") or not o.component)
            and o.amount is not None
            and not {"breakdown", "subtotal", "outstanding"} & set(o.marks)
            and len(o.period) == 4
            and o.period.isdigit()
            and o.unit == "USD"
        ):
            year = int(o.period)
            if year not in best or _rank(o) > _rank(best[year]):
                best[year] = o
    return best


def _rank(o: Observation) -> tuple[bool, bool, int]:
    return bool(o.table), not o.comparator, o.decimals - o.unit_mult


def yearly_end(years: Iterable[int]) -> int | None:
    """The last year of a yearly series: the end of the longest run of years without a gap of more than one.

    >>> yearly_end([1990, 1991, 1993, 1994, 2012, 2024])
    1994
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year - runs[-1][-1] <= 2:
            runs[-1].append(year)
        else:
            runs.append([year])
    best = max(runs, key=len, default=[])
    return best[-1] if len(best) > 2 else None


def latest_cards(names: Names, to_root: str, keys: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The cards of the strip, at most four, or those of the `keys` measures."""
    chosen = [m for m in measures(names) if not keys or m.key in keys]
    return [_card(names, measure, to_root) for measure in chosen[:4]]


def _card(names: Names, measure: Measure, to_root: str) -> dict[str, Any]:
    t = names.t
    last: Pair = (measure.last(0), measure.last(1))
    same = bool(last[0] and last[1] and last[0].period == last[1].period)
    amounts = [_signed(measure, side, o) for side, o in enumerate(last)]
    ratio = ""
    if same and measure.exporter is not None and amounts[measure.exporter]:
        ratio = f"{amounts[1 - measure.exporter] / amounts[measure.exporter]:.2f}"  # type: ignore[operator]
    if same:
        verdict = (
            t("now.same", importer=names.side(1 - measure.exporter), exporter=names.side(measure.exporter), ratio=ratio)
            if ratio and measure.exporter is not None
            else t("now.same_sides")
        )
    elif all(last):
        common = measure.last_common
        verdict = t("now.apart_last", year=common) if common else t("now.apart")
    else:
        verdict = t("now.one")
    return {
        "key": measure.key,
        "heading": measure.heading,
        "sides": [_side(names, measure, side, o, to_root) for side, o in enumerate(last)],
        "verdict": verdict,
        "picture": draw_two_marks(
            [float(a) if a is not None else None for a in amounts], same, f"× {ratio}" if ratio else ""
        ),
    }


def _signed(measure: Measure, side: int, o: Observation | None) -> Decimal | None:
    if o is None or o.amount is None:
        return None
    return o.amount * (measure.sign if side == 1 else 1)


def _side(names: Names, measure: Measure, side: int, o: Observation | None, to_root: str) -> dict[str, Any]:
    t = names.t
    if o is None:
        return {"number": side, "value": "", "who": t("now.none_side", side=names.side(side)), "href": "", "age": ""}
    years = int(names.material.view.as_of[:4]) - int(o.period)
    return {
        "number": side,
        "value": names.money(o),
        "who": t("now.period", side=names.side(side), period=o.period),
        "href": to_root + names.material.url(o.id),
        "age": t("now.age", n=years) if years > 3 else "",
    }
