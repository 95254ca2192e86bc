"""Area codes as spelled in rows, and their meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["AreaCodes", "area_of", "bare_code"]


@dataclass(frozen=True)
class AreaCodes:
    """Tables of area codes: `kinds` of alpha-3 codes, and alpha-3 codes of UN `numbers` (no leading zeros)."""

    kinds: Mapping[str, str]
    numbers: Mapping[str, str]
    former: frozenset[str] = frozenset()
    """UN numbers of areas as they were before a part left them, whose alpha-3 code belongs to others today (736,
    Sudan until 2011)."""


def area_of(spelled: str, numbers: Mapping[str, str]) -> str:
    """The alpha-3 code of an area as spelled in rows; a number that is not among `numbers` is unchanged.

    >>> area_of("036.0", {"36": "AUS"}), area_of(" nzl", {})
    ('AUS', 'NZL')
    """
    bare = spelled.strip().removesuffix(".0").upper()
    return numbers.get(bare_code(spelled), bare)


def bare_code(spelled: str) -> str:
    """An area code as spelled in rows, without spaces, leading zeros and the `.0` of a number that became a fraction.

    >>> bare_code("036.0"), bare_code(" uk")
    ('36', 'UK')
    """
    bare = spelled.strip().removesuffix(".0").upper()
    return bare.lstrip("0") or "0" if bare.isdigit() else bare
