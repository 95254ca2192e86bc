"""The owner of a commitment: both sides, countries, a body of one, or the person who speaks in a sentence in Hangul."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.publishers import listed_body_country
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.actors import Person
from henequen.reading.prose.commitment_hangul import clauses
from henequen.reading.prose.instrument_parties import both_sides
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["find_owners"]

_SURNAMES = (
    "강고곽구권길김나남노도류마문민박방배백변서석선성소손송신심안양엄여"
    "염오옥왕우원위유육윤은이임장전정제조주지진차채천최추표하한함허현홍황"
)
"""The syllable of a surname directly before a post: 조차관은."""
_TOPIC = re.compile(
    r"(?:(?P<both>양\s?(?:장관|차관|측|정상|국|기관|본부장)|양국\s?(?:정부|장관|정상|외교장관)?)|"
    r"(?P<name>[가-힣]{1,10})\s(?P<post>장관|차관보|차관|본부장|대통령|총리|대사|국장|위원장|주지사|시장)|"
    rf"(?<![가-힣])(?P<full>[{_SURNAMES}][가-힣]{{2}})\s(?P<office>[가-힣]{{0,8}}(?:장관|차관보|차관|본부장|국장|청장|처장|실장))|"
    rf"(?<![가-힣])(?P<surname>[{_SURNAMES}])(?P<title>장관|차관보|차관|본부장|대통령|총리|대사|국장|위원장|청장))(?P<particle>[은는도이])\s"
)

_SUBJECT = re.compile(
    r"(?:^|,\s|(?<=[고며여서])\s|[□■○●◇◆▪•·※ㅇ-]\s)(?P<who>(?:[^\s,.]+(?<!를)(?<!을)(?<!에서)(?<!과)(?<!와)\s){0,6}[^\s,.]+?)(?:은|는|측도)(?<!에서는)(?<!에는)\s"
)
"""The topic of a sentence with the words that describe it: 「라미레스」 콜롬비아 부통령 겸 외교장관은."""
_BODY = re.compile(
    r"(?:^|[\s□■○●◇◆▪•·※ㅇ-])(?P<body>[가-힣]{2,14}(?:부|청|처|위원회|공사|진흥원))(?:\([^()]*\))?[은는도]\s"
)
"""A body of the state that is the topic: 산림청은, 산업통상자원부(장관 김철수)는."""
_SEVERAL = re.compile(r"(?:참석자|참가자|참가국|회원국|대표|장관|정상|전문가|기업|학생|국가)들?$|[들]$")
_ENVOY = re.compile(r"^주\s?(?!한)[가-힣]+\s?(?:한국|우리)|우리|한국")
"""One's own people abroad: 주 과테말라 한국대사."""


@cache
def _both_sides() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "instruments")["both"]["words"]), re.IGNORECASE)


_JOINED = re.compile(
    r"\s*(?:,|and|y|e|,\s*and)\s+(?:the\s+)?(?:Governments?\s+of\s+)?"
    r"|(?:['’]s?)?\s(?:(?:[A-ZÁÉÍÓÚÑ][\w.’'-]*|of|the|for|and|de|del|la)\s){2,10}?(?:and|y)\s(?:(?:the|his|her|el|la)\s)?"
)
"""Between two owners: their officials by name, "Peru's Foreign Minister Ana Ruiz and Laotian"."""
_POSTED = re.compile(r"\s+(?:to|in|en|ante|at)\s+(?:the\s+|el\s+|la\s+)?")
_MISSION = re.compile(
    r"\b(?:embassy|ambassador|consulate|consul|mission|chargé d['’]affaires|embajad\w+|consulado|cónsul|misión)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
"""A mission or envoy in front of its own country and the one of its post: the Embassy of Peru in Laos."""
_PLURAL = re.compile(
    r"^\W*(?:They|Ellos|Ambos|Ambas|Both)\s(?:also\s|también\s|then\s|jointly\s|have\s|had\s|[a-z]+ly\s)*$"
)
_OPENING = 60
"""Characters at the start of a sentence where its subject is."""


_NAMED = re.compile(r"(?:['’]s?)?(?:\s(?:[A-ZÁÉÍÓÚÑ][\w.’'-]*|of|the|for|and|de|del|la)(?=\s))+")
"""The office and name of the last of several officials."""


def _opening_sides(prose: Prose, scene: Scene) -> tuple[str, list[str]] | None:
    """The subject of a sentence if it is both sides, as printed: the two leaders; Peru and Laos."""
    both = _both_sides().search(scene.text[:_OPENING])
    if both:
        return both.group(), list(both_sides(prose, both.group()))
    first = [place for place in scene.places if place.start < scene.start + _OPENING][:2]
    if len(first) < 2 or first[0].start > scene.start + 4 or not _JOINED.fullmatch(_between(scene, *first)):
        return None
    codes = sorted({code for place in first if (code := prose.country(place))})
    return prose.document.text[first[0].start : first[1].end], codes


def _between(scene: Scene, first: PlaceName, second: PlaceName) -> str:
    return scene.text[first.end - scene.start : second.start - scene.start]


def find_owners(
    prose: Prose, scene: Scene, start: int, end: int, people: list[Person]
) -> tuple[list[str], list[str], tuple[int, int] | None]:
    """The owners as printed, their countries, and where the text shows the post of a person, for the phrase at `start:end`."""
    if re.search(r"[가-힣]", scene.text):
        return _in_hangul(prose, scene, end, people)
    subject = scene.text[:start]
    words = list(_both_sides().finditer(subject))
    if words and len(subject) - words[-1].end() < 140:
        return [words[-1].group()], list(both_sides(prose, subject)), None
    before = _before(prose, scene) if _PLURAL.search(subject) else []
    if earlier := _opening_sides(prose, before[0]) if before else None:
        return [earlier[0]], earlier[1], (before[0].start, before[0].end)
    places = [place for place in scene.places if place.end <= scene.at(start)]
    if len(places) > 1 and _POSTED.fullmatch(_between(scene, places[-2], places[-1])):
        post = _MISSION.search(scene.text[: places[-2].start - scene.start])
        places = places[:-1] if post else places
        start = places[-1].end - scene.start if post else start  # nothing but the place of the post is in the gap
    if places:
        group = [places[-1]]
        for place in reversed(places[:-1]):
            if not _JOINED.fullmatch(_between(scene, place, group[0])):
                break
            group.insert(0, place)
        gap = scene.text[group[-1].end - scene.start : start]
        codes = sorted({code for place in group if (code := prose.country(place))})
        if len(gap) < 60 and not re.search(r"[,;:]", gap):
            first, last = group[0].start - scene.start, group[-1].end - scene.start
            if len(codes) > 1 and (officials := _NAMED.match(scene.text, last, start)):
                last = officials.end()
            body = re.search(r"(?:[Tt]he\s+)?(?:[A-Z][\w-]+\s+){1,4}of\s+(?:the\s+)?$", scene.text[:first])
            return [scene.text[body.start() if body else first : last]], codes, None
    body = re.search(
        r"[Tt]he\s+(?:[A-Z][\w-]+\s+){1,5}(?:of\s+(?:[A-Z][\w-]+\s*){1,4})?$|"
        r"(?:[Ll]a|[Ee]l)\s+[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+\s+(?:de\s+[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+\s*){1,3}$",
        subject,
    )
    return ([body.group().strip()], [], None) if body else ([], [], None)


def _in_hangul(
    prose: Prose, scene: Scene, end: int, people: list[Person]
) -> tuple[list[str], list[str], tuple[int, int] | None]:
    """The last topic before the verb: 박 장관은, 양 장관은, 멕시코는; without one, the publisher's own side."""
    text = scene.text[:end]
    topics = list(_TOPIC.finditer(text))
    if topics:  # a subject in 이 may be that of a clause within the one of the topic in 은
        topic = next((one for one in reversed(topics) if one.group("particle") != "이"), topics[-1])
        if topic.group("both"):
            return [topic.group("both")], sorted(prose.pair), None
        name = topic["name"] or topic["full"] or topic["surname"]
        post = topic["post"] or topic["office"] or topic["title"]
        named = [
            person
            for person in people
            if name in person.name.split() or person.name.startswith(name) or name in person.name.replace(" ", "")
        ]
        if not named:
            named = [person for person in people if name in prose.document.text[person.start : person.end]]
        country = named[0].country if named else None
        shown = _mention(prose, named[0]) if named and country else None
        if topic["full"] and not named and not _is_of_others(prose, scene, end, prose.sides.own):
            country = prose.sides.own
        return [f"{name}{post}" if topic["surname"] else f"{name} {post}"], [country] if country else [], shown
    opening = scene.at(max((cut for cut, _ in clauses(scene) if cut < end), default=0))
    own = prose.sides.own
    bodies = [found for found in _BODY.finditer(text, opening - scene.start) if listed_body_country(found["body"])]
    if (
        bodies
        and own
        and listed_body_country(bodies[-1]["body"]) == own
        and listed_body_country(prose.document.publisher or "") == own
    ):
        return [bodies[-1]["body"]], [own], None
    subjects = [
        number
        for number, place in enumerate(scene.places)
        if place.end <= scene.at(end)
        and re.match(r"(?:\s?(?:정부|측))?[은는이가]\s", scene.text[place.end - scene.start :])
    ]
    for number in [one for one in subjects if scene.places[one].start >= opening] or subjects:
        group = _joined_with(scene, number)
        codes = sorted({code for one in group if (code := prose.country(one))})
        return [prose.document.text[group[0].start : scene.places[number].end]], codes, None
    pair = both_sides(prose, text)
    if pair:
        match = _both_sides().search(text)
        return [match.group()] if match else [], list(pair), None
    if own is None or _is_of_others(prose, scene, end, own):
        return [], [], None
    return [], [own], None


def _joined_with(scene: Scene, number: int) -> list[PlaceName]:
    """The places of a sentence that end with place `number` and are joined by "and": 한국과 호주가."""
    group = [scene.places[number]]
    for place in reversed(scene.places[:number]):
        between = scene.text[place.end - scene.start : group[0].start - scene.start]
        if not re.fullmatch(r"(?:\s?(?:정부|측))?(?:[과와]|\s?(?:및|·|,))\s?", between):
            break
        group.insert(0, place)
    return group


def _is_of_others(prose: Prose, scene: Scene, end: int, own: str | None) -> bool:
    """Whether a sentence in Hangul has a subject that may belong to another side than the publisher's.

    The subject is of others if a place of another country describes it (아르헨티나 경제부 광업차관은), if it names several
    (참석자들은), or if the sentence has none and the sentence before it has such a one.
    """
    for one in (scene, *_before(prose, scene)):
        subjects = list(_SUBJECT.finditer(one.text[:end] if one is scene else one.text))
        if not subjects:
            continue
        subject = subjects[0]
        if _SEVERAL.search(subject.group("who")):
            return True
        first, last = one.at(subject.start("who")), one.at(subject.end("who"))
        of_others = [
            place
            for place in one.places
            if first <= place.start and place.end <= last and prose.country(place) not in (own, None)
        ]
        return bool(of_others) and not _ENVOY.search(subject.group("who"))
    return False


def _before(prose: Prose, scene: Scene) -> list[Scene]:
    """The sentence before this one, in the same block of text."""
    place = next((n for n, one in enumerate(prose.scenes) if one.start == scene.start), 0)
    return [prose.scenes[place - 1]] if place else []


def _mention(prose: Prose, person: Person) -> tuple[int, int]:
    """The passage that shows the post of a person, with the words before it that may name the country."""
    scene = prose.scene_of(person.start)
    if scene and scene.end - scene.start <= 400:
        return scene.start, scene.end
    return max(scene.start if scene else 0, person.start - 20), person.end
