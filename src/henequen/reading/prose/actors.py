"""People with their posts, and bodies, as the text prints them; a country only if name or post shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from henequen.reading.document import Proposal
from henequen.reading.grammar.names import find_places
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["Person", "find_people", "people_in", "read_actors"]

_NAME = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ’'-]+(?:\s+(?:de\s+la\s+|de\s+|del\s+|van\s+)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ’'.-]+){1,3}"
_POST_EN = (
    r"(?:[\w’'-]+\s+)?(?:Prime Minister|Vice[ -]?Minister|Deputy Minister|Foreign Minister|"
    r"Trade Minister|Finance Minister|Minister|Secretary General|Secretary|"
    r"Undersecretary|Under-Secretary|Deputy Secretary|President|Vice President|Ambassador|"
    r"Consul General|Governor|Mayor|Director General|Director|Chairman|"
    r"Co-Chairman|Chair|CEO|Commissioner|Regional President|Coordinator|Senator|Rector)"
)
_POST_ES = (
    r"(?:[Pp]residente|[Pp]residenta|[Vv]icepresidente|[Ss]ecretari[oa]|[Ss]ubsecretari[oa]|"
    r"[Mm]inistr[oa]|[Vv]iceministr[oa]|[Cc]anciller|[Ee]mbajador|[Ee]mbajadora|"
    r"[Gg]obernador|[Gg]obernadora|[Aa]lcalde|[Aa]lcaldesa|[Dd]irector|[Dd]irectora|[Cc]ónsul|"
    r"[Rr]ector|[Rr]ectora|[Ss]enador|[Ss]enadora)"
)
_PATTERNS = (
    re.compile(
        rf"(?P<post>{_POST_EN}(?:\s+of\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+(?:and\s+|of\s+|the\s+)*[A-Z][\w’'-]+){{0,5}})?)\s+(?:of\s+\S+\s+)?(?P<name>{_NAME})"
    ),
    re.compile(
        rf"(?P<name>{_NAME}),\s+(?:the\s+|el\s+|la\s+)?(?P<post>(?:{_POST_EN}|{_POST_ES})(?:\s+(?:of|"
        rf"for|to|de|del|para|en|de\s+la)\s+[^,.;]{{2,80}})?)(?=[,.;]|\s+and\b|\s+y\b)"
    ),
    re.compile(
        rf"(?P<post>{_POST_ES}(?:\s+(?:de|del|de\s+la)\s+(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+|[\ue001a-z]+)(?:\s+(?:y\s+|"
        rf"de\s+|e\s+|en\s+|ante\s+)*[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+){{0,5}})?),?\s+(?P<name>{_NAME})"
    ),
)
_POST_KO = (
    r"(?:장관|차관보|차관|본부장|대통령|총리|대사|총영사|주지사|시장|위원장|국장|청장|"
    r"처장|실장|사장|회장|원장|의장|특사|상원의원|하원의원|지사)"
)
_HANGUL = (
    re.compile(
        rf"(?P<name>(?:[가-힣]{{1,6}}\s){{1,4}}?)?(?P<latin>\((?P<roman>[A-Z][a-z]+[A-Za-zÁÉÍÓÚÑáéíóúñ. -]{{2,40}})\))"
        rf"\s?(?P<post>(?:[가-힣·]+\s){{0,4}}[가-힣·]*{_POST_KO})"
    ),
    re.compile(
        rf"(?<![가-힣])(?P<name>[가-힣]{{1,2}}\s?[가-힣]{{1,2}})\s(?P<post>(?:[가-힣·]+부|[가-힣·]+청|"
        rf"[가-힣·]+처)\s?(?:제?\d)?[가-힣·]*{_POST_KO})"
    ),
    re.compile(rf"(?<![가-힣-])(?P<name>[가-힣]{{2,4}})\s(?P<post>[가-힣·]+{_POST_KO})(?=[은이과와도의,)\s])"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person at `start:end` of the document, with the post as printed and the country that the post shows."""

    name: str
    post: str
    start: int
    end: int
    country: str | None


def find_people(prose: Prose) -> list[Person]:
    """Every person with a post, at the first mention of each name."""
    people: dict[str, Person] = {}
    for scene in prose.scenes:
        for person in _in_scene(prose, scene):
            people.setdefault(person.name, person)
    return list(people.values())


def people_in(prose: Prose, scene: Scene) -> list[Person]:
    """The people that one sentence names with their posts."""
    return _in_scene(prose, scene)


def _in_scene(prose: Prose, scene: Scene) -> list[Person]:
    persons: list[Person] = []
    taken: list[tuple[int, int]] = []
    hangul = bool(re.search(r"[가-힣]", scene.text))
    for pattern in (*_PATTERNS, *(_HANGUL if hangul else ())):
        for match in pattern.finditer(scene.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            name = re.sub(r"\s+", " ", match.group("name") or match.groupdict().get("roman") or "").strip()
            name = re.sub(r"(?<=\w\w)\.$", "", name)  # the full stop of the sentence
            if not name or _is_no_name(name):
                continue
            taken.append(match.span())
            post = re.sub(r"\s+", " ", match.group("post")).strip()
            persons.append(
                Person(
                    name, post, scene.at(match.start()), scene.at(match.end()), _country(prose, scene, match, hangul)
                )
            )
    return persons


def _country(prose: Prose, scene: Scene, match: re.Match[str], hangul: bool) -> str | None:
    """The country in the post or directly before it; a post without one is of the publisher's country in Hangul.

    A name shows no country: Carlos Alberto Franco França, 이스라엘 대사.
    """
    first, last = scene.at(match.start()), scene.at(match.end())
    own = range(scene.at(match.start("name")), scene.at(match.end("name"))) if match["name"] and not hangul else ()
    near = [place for place in scene.places if first - 14 <= place.start < last and place.start not in own]
    inside = [code for place in near if first <= place.start and (code := prose.country(place))]
    if inside:
        return inside[-1] if hangul else inside[0]  # the Ambassador of Chile to Peru; 주한 칠레대사
    if any(prose.country(place) for place in near):
        return None
    return prose.sides.own if hangul and not match.groupdict().get("roman") else None


def _is_no_name(name: str) -> bool:
    """Words that look like a name: The Two Ministers, 양국 외교, a place."""
    if re.search(
        (
            r"^(?:Nacional|Internacional|General|Federal|Central|Superior|National|International|"
            r"중인|방한|Development|The|This|Both|Two|Our|Dear|Joint|Free|양국|한국|우리|양자|당시|신임|주요|현지|"
            r"역대|각국|이번|금번|외교|통상|경제|산업|해당|관계|전임|후임|주한)|(?:부|청|과|와|은|는|의)$|\b(?:Board|Council|Authority|Agency|Commission|Ministry|Office|Department|Affairs)$"
        ),
        name,
    ):
        return True
    return any(place.end - place.start >= len(name) - 2 for place in find_places(name))


def read_actors(prose: Prose) -> Iterator[Proposal]:
    """Propose each person with a post once."""
    for person in find_people(prose):
        fields: dict[str, object] = {"name": person.name, "type": "person", "role": person.post}
        if person.country:
            fields["country"] = person.country
        scene = prose.scene_of(person.start)
        start, end = (scene.start, scene.end) if scene else (person.start, person.end)
        quotes = Quoted(prose.document, start, end, person.start, person.end)
        quotes.add_countries(prose, [person.country])
        yield Proposal(prose.document.name, "actor", fields, quotes.evidence())
