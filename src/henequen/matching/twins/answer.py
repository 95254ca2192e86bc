"""What `henequen twin` answers: the place, its existing ties, and the candidates with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from henequen.matching.twins.profile import Profile, city_profiles, region_profiles
from henequen.matching.twins.ranking import Candidate, ranked
from henequen.matching.twins.reasons import KnownTies, reasons_between
from henequen.matching.twins.ties import Tie, fold, ties_of_record
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.record.store.view import View

__all__ = ["Places", "TwinAnswer", "answer_twin"]


class Places:
    """The places of a view: cities, regions, what a user's table adds, and the ties of all of them."""

    def __init__(
        self, view: View, added: Sequence[Profile] = (), more_ties: Sequence[tuple[str, str, str]] = ()
    ) -> None:
        self.sides: tuple[str, str] = (view.manifest.sides[0], view.manifest.sides[1])
        self.gazetteer = view.places
        self.cities = [
            c for c in city_profiles(view.vocabulary("place_cities"), view.places) if c.country in self.sides
        ]
        self.regions = [
            r
            for r in region_profiles(self.cities, view.places, view.vocabulary("place_exports"))
            if r.country in self.sides
        ]
        self.added = list(added)
        spellings = {code: place.names for code, place in view.places.items()}
        actors = {record.id: record for record in view.records("actors")}
        self.ties = ties_of_record(view.records("instruments"), actors, self.cities, spellings, self.sides)
        self.ties += [self._tie_between(*one) for one in more_ties]

    @cached_property
    def of(self) -> dict[str, Profile]:
        """Every place by its code, cities before regions with the same code."""
        return {one.code: one for one in (*self.regions, *self.cities, *self.added)}

    def pool(self, level: str) -> list[Profile]:
        """The places of a level: `city`, `region` or `table`."""
        return {"city": self.cities, "region": self.regions, "table": self.added}[level]

    def find(self, text: str) -> list[Profile]:
        """The places that a code or a name means, of a user's table first, then regions, then cities; the largest first."""
        folded = fold(text)
        profiles: list[Profile] = []
        for level in ("table", "region", "city"):
            for one in sorted(self.pool(level), key=lambda p: (-(p.size or 0), p.code)):
                place = self.gazetteer.get(one.code)
                names = (one.name, one.native_name, *(place.names if place else ()))
                if text == one.code or folded in {fold(name) for name in names}:
                    profiles.append(one)
        return profiles

    def _tie_between(self, first: str, second: str, since: str) -> Tie:
        ends = []
        for text in (first, second):
            matches = self.find(text)
            if not matches:
                raise UsageError(
                    Message("tie_names_place_that_not_in"),
                    found=text[:80],
                    hint=Message("write_names_and_codes_as_in"),
                )
            ends.append(matches[0])
        if {one.country for one in ends} != set(self.sides):
            raise UsageError(Message("tie_does_not_join_both_countries"), found=f"{first} - {second}"[:120])
        ends.sort(key=lambda one: self.sides.index(one.country))
        return Tie(
            f"table:{ends[0].code} {ends[1].code}",
            ends[0].code,
            ends[1].code,
            "twinning",
            since,
            "unknown",
            "",
            "table",
            "",
            (),
            (),
        )


@dataclass(frozen=True, slots=True)
class TwinAnswer:
    """The place, its own ties and those of cities in it, ties of bodies based there, and the candidates of a level."""

    place: Profile
    level: str
    ties: tuple[Tie, ...]
    inside: tuple[Tie, ...]
    bodies: tuple[Tie, ...]
    candidates: tuple[Candidate, ...]
    runners_up: tuple[Profile, ...]


def answer_twin(places: Places, text: str, weights: Mapping[str, int], level: str = "") -> TwinAnswer:
    """Answer for the place that `text` names. Raises UsageError for an unknown place or one in neither country.

    Without `level`, a region whose only ties are those of one of its cities is answered as that city, otherwise as
    itself.
    """
    matches = places.find(text)
    if not matches:
        _refuse(places, text)
    place = matches[0]
    if place.level == "region":
        own_ties = [t for t in places.ties if t.is_own and place.code in (t.first, t.second)]
        inner = [t for t in places.ties if t.is_own and place.code in (t.first.split("/")[0], t.second.split("/")[0])]
        city = next((places.of[_end(t, place.code)] for t in inner if _end(t, place.code) in places.of), None)
        if level == "city" or (not level and inner and not own_ties):
            city = city or next(iter(sorted(_cities(places, place), key=lambda c: c.rank or 0)), None)
            place = city or place
    elif place.level == "city" and level == "region":
        place = next((r for r in places.regions if r.code == place.region), place)
    if place.code in {r.code for r in places.regions} and place.level == "city" and level == "region":
        place = replace(place, level="region")
    is_first = place.country == places.sides[0]
    region = place.region
    ties = tuple(t for t in places.ties if t.is_own and place.code in (t.first, t.second))
    inside = tuple(
        t
        for t in places.ties
        if t.is_own and t not in ties and region in (t.first.split("/")[0], t.second.split("/")[0])
    )
    bodies = tuple(t for t in places.ties if not t.is_own and region in (t.first.split("/")[0], t.second.split("/")[0]))
    tied = {code for t in ties for code in (t.first, t.second)}
    pool = [p for p in places.pool(place.level) if p.country != place.country and p.code not in tied]
    reasons = reasons_between(place, pool, KnownTies(places.ties), is_first)
    return TwinAnswer(
        place, place.level, ties, inside, bodies, tuple(ranked(pool, reasons, weights)), tuple(matches[1:])
    )


def _end(tie: Tie, region: str) -> str:
    return tie.first if tie.first.split("/")[0] == region else tie.second


def _cities(places: Places, region: Profile) -> list[Profile]:
    return [c for c in places.cities if c.region == region.code]


def _refuse(places: Places, text: str) -> None:
    folded = fold(text)
    outside = next(
        (p for p in places.gazetteer.values() if text == p.code or folded in {fold(n) for n in p.names}), None
    )
    if outside is not None and outside.country not in places.sides:
        raise UsageError(
            Message("place_in_neither_country"),
            found=f"{outside.name_en} ({outside.country})",
            expected=Message("place_in_or", sides=places.sides[0], sides_2=places.sides[1]),
        )
    if outside is not None and outside.code in places.sides:
        raise UsageError(Message("this_country"), found=outside.name_en, expected=Message("state_province_or_city"))
    near = [p.name for p in (*places.regions, *places.cities) if len(folded) > 2 and folded[:4] in fold(p.name)][:5]
    hint = f"near: {', '.join(near)}" if near else Message("give_city_15_000_people_or")
    raise UsageError(Message("no_place_has_this_name"), found=text[:80], hint=hint)
