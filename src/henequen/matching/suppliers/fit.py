"""Which makers fit which needs: pairs with reasons that sum exactly, and needs that no maker meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from henequen.matching.suppliers.register import Maker, Need, Plant

__all__ = ["WEIGHTS", "Fit", "Gap", "Offer", "fit_makers"]

WEIGHTS = {"industry": 4, "distance": 3, "size": 1, "capability": 2}
_FULL = 1000
_DIGITS = {2: 500, 3: 800, 4: 1000}
_GROUP = 600
"""Another class of the same group: it works the same material."""

_MANY = 250
"""With so many employees or more a maker has the full points for its size."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One maker for one need of one plant: points, reasons (None: unknown), parts that sum to the points,
    kilometres."""

    plant: str
    need: str
    maker: Maker
    points: int
    reasons: Mapping[str, int | None]
    parts: Mapping[str, int]
    km: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A need without a maker, and why: unknown industry, no maker in that industry, or no maker within the distance."""

    plant: str
    need: str
    why: str
    part: float | None


@dataclass(frozen=True, slots=True)
class Fit:
    """All offers and gaps; the number of needs, and the number of makers in the industries needed."""

    offers: tuple[Offer, ...]
    gaps: tuple[Gap, ...]
    needs: int
    makers: int


def fit_makers(plants: Sequence[Plant], makers: Sequence[Maker], *, within: float, top: int) -> Fit:
    """The best `top` makers of every need of every plant, at most `within` kilometres away if the distance is known.

    A maker fits if its industry is the one that is needed, a part of it or one that holds it (four digits alike count most), or
    another class of the same group.
    """
    by_division: dict[str, list[int]] = {}
    for number, maker in enumerate(makers):
        by_division.setdefault(maker.industry[:2], []).append(number)
    lat = np.radians([np.nan if m.lat is None else m.lat for m in makers])
    lon = np.radians([np.nan if m.lon is None else m.lon for m in makers])
    size = np.array([-1 if m.size is None else min(m.size, _MANY) * _FULL // _MANY for m in makers])
    skill = np.array([_FULL if m.capability else 0 for m in makers])
    digits = {code: np.array(members) for code, members in by_division.items()}
    codes = np.array([m.industry for m in makers])
    offers: list[Offer] = []
    gaps: list[Gap] = []
    looked = 0
    reached: set[int] = set()
    found_for: dict[tuple[str, ...], tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
    for plant in plants:
        whole = sum(need.value or 0.0 for need in plant.needs)
        for need in plant.needs:
            looked += 1
            part = need.value / whole if need.value is not None and whole else None
            if not need.industries:
                gaps.append(Gap(plant.id, need.code, "no_industry", part))
                continue
            if need.industries not in found_for:
                found_for[need.industries] = _same_industry(need, digits, codes)
            numbers, alike = found_for[need.industries]
            if not numbers.size:
                gaps.append(Gap(plant.id, need.code, "no_maker", part))
                continue
            reached.update(numbers.tolist())
            km = _kilometres(plant, lat[numbers], lon[numbers])
            near = np.isnan(km) | (km <= within)
            if not near.any():
                gaps.append(Gap(plant.id, need.code, "too_far", part))
                continue
            nearby = _Nearby(numbers[near], alike[near], km[near])
            offers += _best(plant, need, makers, nearby, size, skill, within, top)
        if not plant.needs:
            gaps.append(Gap(plant.id, "", "no_need", None))
    return Fit(tuple(offers), tuple(gaps), looked, len(reached))


def _same_industry(
    need: Need, digits: Mapping[str, NDArray[np.int64]], codes: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The makers of a need's industries, and how closely the codes agree."""
    best: dict[int, int] = {}
    for industry in need.industries:
        members = digits.get(industry[:2])
        if members is None:
            continue
        codes_of_members = codes[members]
        for code in np.unique(codes_of_members):
            if code.startswith(industry) or industry.startswith(code):
                value = _DIGITS[min(len(code), len(industry), 4)]
            elif code[:3] == industry[:3]:
                value = _GROUP
            else:
                value = 0
            if value:
                for number in members[codes_of_members == code].tolist():
                    best[number] = max(best.get(number, 0), value)
    numbers = sorted(best)
    return np.array(numbers, dtype=np.int64), np.array([best[n] for n in numbers], dtype=np.int64)


def _kilometres(plant: Plant, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    if plant.lat is None or plant.lon is None:
        return np.full(lat.shape, np.nan)
    p, q = np.radians(plant.lat), np.radians(plant.lon)
    h = np.sin((lat - p) / 2) ** 2 + np.cos(p) * np.cos(lat) * np.sin((lon - q) / 2) ** 2
    distance: NDArray[np.float64] = 2 * 6371.0 * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return distance


@dataclass(frozen=True, slots=True)
class _Nearby:
    """The makers within reach of a plant: their numbers, how alike their industries are, and kilometres (nan: unknown)."""

    numbers: NDArray[np.int64]
    alike: NDArray[np.int64]
    km: NDArray[np.float64]


def _best(
    plant: Plant,
    need: Need,
    makers: Sequence[Maker],
    nearby: _Nearby,
    size: NDArray[np.int64],
    skill: NDArray[np.int64],
    within: float,
    top: int,
) -> list[Offer]:
    """The `top` makers of a need, those with most points first; `size` and `skill` are by the number of the maker."""
    numbers, alike, km = nearby.numbers, nearby.alike, nearby.km
    near = np.where(np.isnan(km), 0, np.floor(_FULL * (1 - np.minimum(np.nan_to_num(km), within) / within))).astype(int)
    large = size[numbers]
    points = (
        WEIGHTS["industry"] * alike
        + WEIGHTS["distance"] * near
        + WEIGHTS["size"] * np.maximum(large, 0)
        + WEIGHTS["capability"] * skill[numbers]
    )
    order = np.lexsort((numbers, -points))[:top]
    out = []
    for n in order.tolist():
        maker = makers[int(numbers[n])]
        has_distance = not np.isnan(km[n])
        reasons: dict[str, int | None] = {
            "industry": int(alike[n]),
            "distance": int(near[n]) if has_distance else None,
            "size": int(large[n]) if large[n] >= 0 else None,
            "capability": int(skill[numbers[n]]),
        }
        parts = {name: WEIGHTS[name] * (value or 0) for name, value in reasons.items()}
        out.append(
            Offer(
                plant.id,
                need.code,
                maker,
                int(points[n]),
                reasons,
                parts,
                round(float(km[n])) if has_distance else None,
            )
        )
    return out
