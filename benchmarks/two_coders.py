"""Agreement of two codings of the same 60 passages: Cohen's kappa, by scheme and over all.

    python benchmarks/two_coders.py

`two_coders/codings.csv` keeps both codings. The first is that of the pack when the sample was drawn. The second was made
later by somebody who knew nothing of the pack, from the passages alone with some words before and behind: 40 commitments in press
releases (call, commitment, goal, pledge) and 20 instruments in all documents (the status that the source states). The
sample was drawn with `random.Random(2026)` from releases that the second coder had not read before.

The second coder's rules: a *call* asks somebody else to act or stresses a need; a *commitment* is agreed by both sides; a
*pledge* says what its speaker will do; a *goal* is discussed or aimed at without a promise.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

CODINGS = Path(__file__).resolve().parent / "two_coders" / "codings.csv"


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two codings.

    >>> round(kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]), 2)
    0.5
    """
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(a == b for a, b in pairs) / n
    by_chance = sum(first[code] * second[code] for code in first) / n**2
    return (seen - by_chance) / (1 - by_chance)


def read() -> dict[str, list[tuple[str, str]]]:
    """Both codes of each item, by scheme."""
    found: dict[str, list[tuple[str, str]]] = {}
    with CODINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["scheme"], []).append((row["first"], row["second"]))
    return found


def main() -> int:
    """Print the number of items, the share of equal codes and kappa."""
    schemes = read()
    every = [pair for found in schemes.values() for pair in found]
    for name, pairs in (*schemes.items(), ("all", every)):
        equal = sum(a == b for a, b in pairs)
        print(f"{name}\t{len(pairs)}\tequal {equal} ({equal / len(pairs):.3f})\tkappa {kappa(pairs):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
