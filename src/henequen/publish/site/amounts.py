"""How numbers and amounts are written in one language: separators, signs, scales, units."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from henequen.model.observation import Observation
from henequen.publish.site.catalogue import Catalogue

__all__ = ["Amounts"]


class Amounts:
    """Numbers and amounts as the catalogue `t` of a language writes them."""

    def __init__(self, t: Catalogue) -> None:
        self.t = t

    def number(self, value: Decimal | float | int, decimals: int | None = None) -> str:
        """A number with thousands set apart and a true minus sign; a value that rounds to zero has no sign."""
        amount = Decimal(str(value))
        text = f"{abs(amount):,f}" if decimals is None else f"{abs(amount):,.{decimals}f}"
        return f"−{text}" if amount < 0 and text.strip("0.,") else text

    def amount(self, o: Observation) -> str:
        """A figure with its unit, as close to the printed form as the language allows."""
        if o.value is None:
            return self.t("figure.missing")
        rank = o.unit == "rank"
        text = (
            self.t("figure.rank", value=self.number(o.value)) if rank else self.quantity(o.value, o.unit, o.unit_mult)
        )
        return self.t(f"comparator.{o.comparator}", value=text) if o.comparator else text

    def quantity(self, value: Decimal, unit: str, mult: int) -> str:
        """A value times a power of ten with its unit; the minus sign comes before the unit."""
        sign = "−" if value < 0 else ""
        in_myriads = self.in_myriads and ((unit.isupper() and unit.isalpha()) or mult >= 3)
        if in_myriads and (written := self._myriads(abs(value).scaleb(mult))):
            return sign + self.unit(unit, 0).format(value=written)
        value, mult = self._scaled(abs(value), mult)
        pattern = self.t(f"unit.{unit}_one") if value == 1 and self.t.has(f"unit.{unit}_one") else self.unit(unit, mult)
        return sign + pattern.format(value=self.number(value))

    def _myriads(self, amount: Decimal) -> str:
        """An amount in steps of ten thousand (53억 1,090만); empty for fractions of the unit."""
        whole = int(amount)
        return "" if whole != amount or whole < 10_000 else self.t.myriads(whole)

    def dollars(self, amount: Decimal, decimals: int = 1) -> str:
        """A whole amount in US dollars for a sentence: millions or billions, rounded to `decimals`."""
        if self.in_myriads:
            rounded = amount.quantize(Decimal(10) ** (6 - decimals)) if abs(amount) >= 10**6 else amount
            return self.quantity(rounded.quantize(Decimal(1)), "USD", 0)
        power = 9 if abs(amount) >= 10**10 else 6
        scaled = amount.scaleb(-power).quantize(Decimal(1).scaleb(-decimals))
        return self.quantity(scaled, "USD", power)

    @cached_property
    def in_myriads(self) -> bool:
        """Does the language count in steps of ten thousand?"""
        return bool(self.t("scale.myriad"))

    @cached_property
    def table_power(self) -> int:
        """The power of ten in which tables and charts of money are given: 8 if the language counts in myriads,
        otherwise 6."""
        return 8 if self.in_myriads else 6

    def in_table(self, amount: Decimal | None) -> str:
        """An amount of money for a table or an axis, in `table_power`."""
        if amount is None:
            return "–"
        return self.number(amount.scaleb(-self.table_power), 2 if self.table_power == 8 else 1)

    def money(self, o: Observation) -> str:
        """A figure at a scale that is easy to read (US$125.3 million for 125,252.5 thousand)."""
        if o.value is None or o.amount is None or not o.unit.isupper() or self.in_myriads:
            return self.amount(o)
        mult = next((m for m in (9, 6, 3) if abs(o.amount) >= 10**m), 0)
        if mult == o.unit_mult:
            return self.amount(o)
        scaled = o.amount.scaleb(-mult)
        rounded = scaled.quantize(Decimal(1) if scaled == scaled.to_integral_value() else Decimal("0.1"))
        text = self.quantity(rounded, o.unit, mult)
        return self.t(f"comparator.{o.comparator}", value=text) if o.comparator else text

    def scale_and_unit(self, o: Observation) -> str:
        """The unit of a figure with its scale and without the figure."""
        _, mult = self._scaled(Decimal(0), o.unit_mult)
        return self.unit(o.unit, mult).format(value="").strip()

    def _scaled(self, value: Decimal, mult: int) -> tuple[Decimal, int]:
        """The value at a scale that has a name: hundreds of millions become thousands of millions."""
        if not mult or self.t.has(f"scale.{mult}"):
            return value, mult
        named = next(m for m in (12, 9, 6, 3, 0) if m <= mult + 1 and (not m or self.t.has(f"scale.{m}")))
        return value.scaleb(mult - named), named

    def unit(self, unit: str, mult: int) -> str:
        """The pattern for an amount in a unit, with `{value}` where the number goes."""
        scaled = self.t(f"scale.{mult}") if mult and self.t.has(f"scale.{mult}") else ""
        if unit == "percent":
            return "{value}%"
        if self.t.has(f"unit.{unit}"):
            pattern = self.t(f"unit.{unit}")
        else:
            pattern = "{value}{scale} " + unit.replace("_", " ").replace("{", "").replace("}", "")
        return pattern.replace("{scale}", scaled)
