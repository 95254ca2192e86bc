"""The period of a column of growth or shares: the later year of its header, else the last period of the neighbouring
columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from henequen.reading.tables.periods import PeriodPiece, read_period

__all__ = ["compared_years", "period_beside"]

_PAIR = re.compile(
    r"(?<![\d.,/-])['’‘]?((?:19|20)?\d{2})년?\s*(?:/|-|–|—|→|~|vs\.?|over|on|respecto (?:a|de)|frente a|대비)\s*"
    r"['’‘]?((?:19|20)?\d{2})년?(?![\d.,/]|-\d)",
    re.I,
)


def compared_years(title: str) -> PeriodPiece | None:
    """The years that a header of growth compares: the later of two that follow each other, else both.

    >>> compared_years("Var. % 23/22").value, compared_years("% change 2022-23").value, compared_years("CAGR 2019-2023").value
    ('2023', '2023', '2019/2023')
    """
    match = _PAIR.search(title)
    if match is None:
        return None
    first, second = match.groups()
    if len(first) == len(second) == 2 and not re.search(
        r"['’‘%]|var|chg|change|crec|growth|증감|증가|대비", title, re.I
    ):
        return None
    years = sorted(
        int(year if len(year) == 4 else ("19" if int(year) > 50 else "20") + year) for year in (first, second)
    )
    if years[0] == years[1] or years[1] - years[0] > 60:
        return None
    part = _part_beside(title[: match.start()] + " " + title[match.end() :])
    value = str(years[1]) if years[1] - years[0] == 1 else f"{years[0]}/{years[1]}"
    return PeriodPiece(value, str(years[1]), part)


def _part_beside(words: str) -> str | None:
    """The part of the years that a header compares: Var. % I Sem. 24/23."""
    parts = re.sub(r"[(),:%]", " ", words).split()
    for size in (3, 2, 1):
        for start in range(len(parts) - size + 1):
            text = " ".join(parts[start : start + size])
            piece = read_period(text)
            if piece is not None and piece.part and (len(text) > 2 or re.fullmatch(r"[QTHS][1-4]", text)):
                return piece.part
    return None


def period_beside(periods: Sequence[str | None], ratios: Sequence[bool], column: int) -> str | None:
    """The last period of the nearest run of columns with a period, left of a column without one.

    >>> period_beside(["2022", "2023", None, None], [False, False, True, True], 3)
    '2023'
    >>> period_beside(["2023", "2022", None], [False, False, True], 2)
    '2023'
    """
    run: list[str] = []
    for other in range(column - 1, -1, -1):
        period = periods[other]
        if period is None:
            if run:
                break
            continue
        if ratios[other]:
            if not run:
                run.append(period)
            break
        run.append(period)
    forms = [re.sub(r"\d", "#", period) for period in run]
    run = [period for period, form in zip(run, forms, strict=True) if form == forms[0]]  # 2024-01/2024-09, not 2024-09
    return max(run, key=lambda period: (period.removeprefix("FY")[:4], period)) if run else None
