"""Existing ties of places: who signed with whom, since when, in which status, and on what basis."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from henequen.matching.twins.profile import Profile
from henequen.model.record import Record

__all__ = ["Tie", "fold", "ties_of_record"]

_OWN_LEVELS = ("state", "municipal")
_OWN_KINDS = ("state", "municipality")
_NETWORKS = ("network_membership",)


@dataclass(frozen=True, slots=True)
class Tie:
    """One recorded tie of two places, the first side's first. `is_own` is False if bodies based there signed."""

    id: str
    first: str
    second: str
    kind: str
    since: str
    status: str
    status_as_of: str
    basis: str
    rule: str
    editions: tuple[str, ...]
    subjects: tuple[str, ...]
    is_own: bool = True


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """A name for comparing: no accents, no case, letters and digits only.

    >>> fold("Santiago de Querétaro")
    'santiagodequeretaro'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(c for c in unicodedata.normalize("NFC", plain).casefold() if c.isalnum())


def ties_of_record(
    instruments: Iterable[Record],
    actors: Mapping[str, Record],
    cities: Sequence[Profile],
    names: Mapping[str, Sequence[str]],
    sides: tuple[str, str],
) -> list[Tie]:
    """All ties of places of both sides; those with a disputed partner are left out.

    `names` gives every spelling of a place of the gazetteer. A city government whose actor names only its region is
    matched by name to the cities of that region.
    """
    by_region: dict[str, dict[str, str]] = {}
    for city in cities:
        spellings = by_region.setdefault(city.region, {})
        for name in (city.name, *names.get(city.code, ())):
            spellings.setdefault(fold(name), city.code)
    country = {city.region: city.country for city in cities}
    ties: dict[tuple[str, str, str], Tie] = {}
    for record in instruments:
        if record.derived.get("counterparty_status") == "disputed" or record.one("kind") in _NETWORKS:
            continue
        own = record.one("level") in _OWN_LEVELS
        ends = _ends(record, actors, by_region, own)
        for first in (code for code in ends if country.get(code.split("/", 1)[0]) == sides[0]):
            for second in (code for code in ends if country.get(code.split("/", 1)[0]) == sides[1]):
                ties[record.id, first, second] = Tie(
                    record.id,
                    first,
                    second,
                    record.one("kind"),
                    record.one("signed_on"),
                    record.derived.get("status", "unknown"),
                    record.derived.get("status_as_of", ""),
                    record.derived.get("status_basis", ""),
                    record.derived.get("status_rule", ""),
                    tuple(dict.fromkeys(claim.edition for values in record.properties.values() for claim in values)),
                    record.many("subjects"),
                    own,
                )
    return sorted(ties.values(), key=lambda t: (not t.is_own, t.since or "9999", t.id))


def _ends(
    record: Record, actors: Mapping[str, Record], by_region: Mapping[str, Mapping[str, str]], own: bool
) -> list[str]:
    """The places of an instrument, each at the narrowest known level."""
    codes = [code for code in record.many("places") if "-" in code]
    for identity in record.many("party_ids"):
        actor = actors.get(identity)
        if actor is None or (actor.one("kind") in _OWN_KINDS) != own:
            continue
        for region in actor.many("place")[:1]:
            code = region
            if actor.one("kind") == "municipality" and "/" not in region:
                spellings = by_region.get(region, {})
                names = (*actor.many("name"), *actor.many("variant"), *actor.many("native_name"))
                code = next((spellings[fold(name)] for name in names if fold(name) in spellings), region)
            codes.append(code)
    narrow = {code.split("/", 1)[0] for code in codes if "/" in code}
    return list(dict.fromkeys(code for code in codes if "/" in code or code not in narrow))
