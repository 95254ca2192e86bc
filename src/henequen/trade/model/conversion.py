"""How product codes of other editions are converted to one: the decision of a concordance for each code."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Conversion", "Part"]


@dataclass(frozen=True)
class Part:
    """A target of a code, or one of several targets among which it is divided.

    The part is the share `high - low` of every amount; the parts of one code cover 0 to 1 without gaps, so that amounts
    rounded at their ends add up to the whole. `relation`: `1:1`, `n:1` (several codes become one), `1:n official` (the one
    that the table's publisher chose), `1:n shares`.
    """

    edition: str
    code: str
    to_code: str
    low: float
    high: float
    relation: str


@dataclass(frozen=True)
class Conversion:
    """All parts, the edition `to` that they lead to, the name of the table and the SHA-256 of its bytes.

    A code of another edition without parts stays under its own; `no_choice` lists those (edition, code) for which the
    table has several targets and neither a choice nor shares.
    """

    to: str
    parts: tuple[Part, ...]
    no_choice: tuple[tuple[str, str], ...]
    name: str
    sha256: str
