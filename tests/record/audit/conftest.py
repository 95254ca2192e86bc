"""Small made-up tables and records for the audit's tests: the countries are Chile and Peru, the figures nobody's."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.model.record import Record, StatedValue


class Maker:
    """Makes observations and records whose passages follow each other in a document called `doc`."""

    def __init__(self) -> None:
        self._places = itertools.count(10, 10)

    def passage(
        self, document: str = "doc", table: str = "", row: str = "", column: str = "", printed: str = ""
    ) -> Evidence:
        at = next(self._places)
        return Evidence(document, at, at + 5, at, at + 5, f"{at:032d}", "", "", "supports", table, row, column, printed)

    def figure(self, value: str | None, **fields: object) -> Observation:
        """An observation with as many decimals as its value is written with; unknown fields go to its evidence."""
        place = {name: str(fields.pop(name, "")) for name in ("table", "row", "column")}
        document = str(fields.pop("document", "doc"))
        passage = self.passage(document, printed=value or "-", **place)
        given: dict[str, object] = {
            "edition": document, "measure": "export", "reporter": "CHL", "partner": "PER", "period": "2000",
            "period_basis": "table", "unit": "USD", "unit_mult": 6,
            "decimals": len(value.partition(".")[2]) if value else 0,
        }  # fmt: skip
        given |= fields
        return Observation(
            id=f"o-{passage.start}", value=None if value is None else Decimal(value), evidence=(passage,), **given
        )  # type: ignore[arg-type]

    def flows(self, exports: str, imports: str, total: str, balance: str, **fields: object) -> list[Observation]:
        """One row of a trade table."""
        values = {"export": exports, "import": imports, "total_trade": total, "balance": balance}
        return [
            self.figure(
                v,
                measure=m,
                flow=m if m in ("export", "import") else "",
                **{"table": "Table 1", "row": "2000", **fields},
            )
            for m, v in values.items()
        ]

    def record(self, table: str, identity: str, document: str = "doc", **said: str | tuple[str, ...]) -> Record:
        """A record that says these values, with one passage."""
        values = {
            name: tuple(
                StatedValue(v, f"c-{identity}-{name}", document)
                for v in ((value,) if isinstance(value, str) else value)
            )
            for name, value in said.items()
        }
        return Record(table, identity, values, (self.passage(document),))


@pytest.fixture
def make() -> Maker:
    """A maker of its own for each test."""
    return Maker()


@pytest.fixture(scope="session")
def maker() -> type[Maker]:
    """The maker's class, for properties that need a fresh one in every example."""
    return Maker
