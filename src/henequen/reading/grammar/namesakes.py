"""Countries that share their name with a state of another country: Georgia, decided once for a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.wordlists import read_toml

__all__ = ["as_states", "states_meant"]


@cache
def _signs(name: str, kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(sign) for sign in read_toml("grammar", "namesakes")[name][kind])


def states_meant(text: str, places: Sequence[PlaceName]) -> dict[str, str]:
    """The states (ISO 3166-2) that a document means, by the alpha-3 code of the country of the same name.

    Two different signs of the state, and no sign of the country.
    """
    found = {}
    for name, row in read_toml("grammar", "namesakes").items():
        if not any(place.codes == (row["country"],) for place in places):
            continue
        signs = sum(bool(sign.search(text)) for sign in _signs(name, "of_state"))
        if signs >= 2 and not any(sign.search(text) for sign in _signs(name, "of_country")):
            found[str(row["country"])] = str(row["state"])
    return found


def as_states(places: Sequence[PlaceName], states: dict[str, str]) -> list[PlaceName]:
    """The places with each name of such a country read as the state that it means."""
    return [
        replace(place, codes=(states[place.codes[0]],), kind="subdivision")
        if states and len(place.codes) == 1 and place.codes[0] in states
        else place
        for place in places
    ]
