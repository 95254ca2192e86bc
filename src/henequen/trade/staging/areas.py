"""Areas as rows spell them, and what is known of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["AreaCodes", "area_of"]


@dataclass(frozen=True)
class AreaCodes:
    """What is known of area codes: `kinds` of alpha-3 codes, and alpha-3 codes of UN `numbers` (no leading zeros)."""

    kinds: Mapping[str, str]
    numbers: Mapping[str, str]


def area_of(spelled: str, numbers: Mapping[str, str]) -> str:
    """The alpha-3 code of an area as rows spell it; a number that is not among `numbers` stays what it is.

    >>> area_of("036.0", {"36": "AUS"}), area_of(" nzl", {})
    ('AUS', 'NZL')
    """
    bare = spelled.strip().removesuffix(".0").upper()
    return numbers.get(bare.lstrip("0") or "0" if bare.isdigit() else bare, bare)
