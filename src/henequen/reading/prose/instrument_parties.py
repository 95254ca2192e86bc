"""The parties of an instrument: countries, subdivisions and bodies in its title, in its sentence, or both sides together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.names import PlaceName, fold
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.grammar.world_names import is_capital
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["Parties", "both_sides", "find_parties", "is_multilateral", "of_places_above"]


@dataclass(frozen=True, slots=True)
class Parties:
    """Countries (alpha-3), subdivisions (ISO 3166-2), ambiguous names, the printed names, and the level."""

    countries: tuple[str, ...]
    subdivisions: tuple[str, ...]
    ambiguous: tuple[str, ...]
    printed: tuple[str, ...]
    level: str | None


@cache
def _words(group: str, name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "instruments")[group][name]), re.IGNORECASE)


def both_sides(prose: Prose, text: str) -> tuple[str, ...]:
    """The pair of the document, if the words refer to both sides together."""
    return tuple(sorted(prose.pair)) if len(prose.pair) == 2 and _words("both", "words").search(text) else ()


_OF_REGION = re.compile(
    r"\b(?:Convention|Convenci[oó]n|Convenio|Treaty|Tratado|Agreement|Acuerdo|Protocol|Protocolo)\b.{0,40}"
    r"\b(?:European?|Europe[ao]s?|Inter-?[Aa]merican[ao]?|African[ao]?|Arab)\b(?!\s+Union|\s+Uni[oó]n)"
)
"""A convention of a region, whose members its sentence does not name."""


def is_multilateral(title: str) -> bool:
    """Is a title that of a treaty of many countries, so that the pair of the document is not its pair?"""
    return bool(_words("multilateral", "titles").search(title)) and not re.search(
        r"\b(?:between|entre)\b|amending|지원|협력", title
    )


def find_parties(prose: Prose, scene: Scene, name: InstrumentName, names: Sequence[InstrumentName] = ()) -> Parties:
    """The parties of one instrument; a place inside the title of another of `names` is not one of them."""
    if name.title in read_toml("prose", "instruments")["names"]:
        return Parties((), (), (), (), None)
    if is_multilateral(name.title) or (_OF_REGION.search(name.title) and "entre" not in name.title):
        return Parties((), (), (), (), None)
    inside = [place for place in scene.places if scene.at(name.start) <= place.start < scene.at(name.end)]
    others = [(scene.at(other.start), scene.at(other.end)) for other in names if other is not name]
    around = [
        place
        for place in scene.places
        if place not in inside
        and not _is_place_of_act(scene, place)
        and not _is_inside(others, place.start)
        and (name.type == "twinning" or _acts(scene, place))
    ]
    around = _of_clause(scene, name, around)
    chosen = inside
    countries = _countries(prose, inside)
    bracket = re.match(r"\s?\(([^)]{2,40})", scene.text[name.end :])
    if _BLOC.search(name.title) or (bracket and _BLOC.search(bracket.group(1))):
        return Parties(countries, (), (), tuple(dict.fromkeys(place.text for place in inside)), None)
    if len(countries) < 2 and (bloc := _bloc_beside(scene, name)):
        named = _countries(prose, [*inside, *around])
        sides = tuple(dict.fromkeys([*(place.text for place in [*inside, *around]), bloc]))
        return Parties(named, (), (), sides, "national") if len(named) == 1 else Parties((), (), (), (bloc,), None)
    if len(countries) < 2:
        chosen = [*inside, *around]
        countries = _together(prose, scene, name, _countries(prose, chosen))
        chosen = chosen if countries else inside
    local = [place for place in (inside if name.member else chosen) if place.kind in ("subdivision", "city")]
    subdivisions = tuple(sorted({place.codes[0] for place in local if len(set(place.codes)) == 1}))
    ambiguous = tuple(sorted({code for place in local if len(set(place.codes)) > 1 for code in place.codes}))
    plain = [place for place in chosen if place.kind != "adjective"]
    if _countries(prose, plain) == countries:
        chosen = plain  # "productos peruanos" names no party if Peru is named
    printed = tuple(dict.fromkeys(place.text for place in chosen))
    return Parties(countries, subdivisions, ambiguous, printed, _level(scene, name, local, countries))


_JOINED = re.compile(
    r"(?:\b(?:between|entre|with|con|by|and|y|e)\s+(?:the\s+|la\s+|el\s+)?(?:[A-ZÁÉÍÓÚ][\w’'-]+\s+(?:of\s+|de\s+|del\s+)?)*|(?:와|과|및|[·,–-])\s?)$"
)
_JOINS = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:and\b|y\b|e\b|with\b|con\b|[–·,-]|시?와\s|시?과\s|측|및)|(?:은|는|이|가|간)\s"
)
_WITH_TYPE = re.compile(
    r"[시주성현도군구]$|\b(?:State|Province|City|Region|Prefecture|Estado|Provincia|Ciudad|Región|Gobierno|Gobernación)\b"
)


def _acts(scene: Scene, place: PlaceName) -> bool:
    """Does a place outside the title act itself? A capital that is not joined with another place means its government."""
    if place.kind not in ("subdivision", "city") or not is_capital(place.text) or _in_body(scene, place):
        return True
    start, end = place.start - scene.start, place.end - scene.start
    before, after = scene.text[max(0, start - 40) : start], scene.text[end : end + 20]
    return bool(
        _WITH_TYPE.search(place.text)
        or _WITH_TYPE.search(before[-24:])
        or _JOINED.search(before)
        or _JOINS.match(after)
    )


_BODY = (
    r"(?:Universi\w+|Ports?|Puertos?|Chambers?|Cámaras?|Institut\w*|Colleges?|Colegio|Hospital|Banks?|Banco|Airport|Aeropuerto|Schools?"
    r"|Escuela|Museum|Museo|Academy|Academia|Authority|Autoridad|Politécnic\w*|UP)"
)
_OF_BODY = re.compile(rf"\b{_BODY}\b(?:\s+[\w’'&-]+){{0,4}}\s+$")
_BODY_BEHIND = re.compile(
    rf"\s+{_BODY}\b|\s?(?:국립|시립|기술|교통)*(?:대학|대와|대는|항만|상공회의소|상의|테크노파크|공항|연구|투자청|박물관|DP)"
)


def _in_body(scene: Scene, place: PlaceName) -> bool:
    """Is the place only part of the name of a body: the University of Waterloo, 부산항만공사?"""
    start, end = place.start - scene.start, place.end - scene.start
    return bool(
        _OF_BODY.search(scene.text[max(0, start - 60) : start]) or _BODY_BEHIND.match(scene.text[end : end + 24])
    )


def of_places_above(prose: Prose, scene: Scene, name: InstrumentName, parties: Parties) -> Parties:
    """The parties with the places that "the two cities" means: those of the nearest sentence above that names two."""
    if parties.subdivisions or not _words("both_places", "words").search(scene.text):
        return parties
    for above in reversed(prose.scenes[max(0, scene.number - 8) : scene.number]):
        local = [
            place
            for place in above.places
            if place.kind in ("subdivision", "city")
            and len(set(place.codes)) == 1
            and not _is_place_of_act(above, place)
        ]
        countries = _countries(prose, local)
        codes = tuple(sorted({place.codes[0] for place in local}))
        if len(countries) == 2 and len(codes) == 2:
            printed = tuple(dict.fromkeys(place.text for place in local))
            return Parties(countries, codes, (), printed, _level(above, name, local, countries))
    return parties


_CLAUSES = re.compile(
    r";\s|,?\s(?:while|whereas|mientras(?:\sque)?)\s|(?:으며|며|고|으나|지만|는데|(?<=[가-힣])데),?\s"
)


def _of_clause(scene: Scene, name: InstrumentName, around: list[PlaceName]) -> list[PlaceName]:
    """The places in the clause of a title, if it names parts of countries there; otherwise all of the sentence."""
    cuts = [0, *(match.end() for match in _CLAUSES.finditer(scene.text)), len(scene.text)]
    start = max(cut for cut in cuts if cut <= name.start)
    end = min(cut for cut in cuts if cut >= name.end)
    own = [place for place in around if start <= place.start - scene.start < end]
    local = [place for place in own if place.kind in ("subdivision", "city")]
    return own if len({place.codes for place in local}) > 1 else around


def _is_inside(spans: list[tuple[int, int]], offset: int) -> bool:
    """Is an offset inside one of the spans, which are in the order of the text and do not overlap?"""
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def _together(prose: Prose, scene: Scene, name: InstrumentName, named: tuple[str, ...]) -> tuple[str, ...]:
    """The two sides, if the sentence names two, or names one and refers to both or to the publisher's own side."""
    own = prose.sides.own
    if len(named) == 2:
        return named
    names_both = bool(_words("both", "words").search(scene.text))
    if len(named) == 1:
        if (
            own
            and own != named[0]
            and (names_both or re.search(r"[가-힣)](?:와|과)의?\s|우리|\bwith\b|\bcon\b", scene.text))
        ):
            return tuple(sorted((own, named[0])))
        shared = names_both or bool(re.search(r"\b(?:between|entre|with|con|bilateral)\b", name.title, re.IGNORECASE))
        # a place next to the named one that is in no list: 경기도와 마조프셰주는
        shared = shared or bool(
            re.search(r"[가-힣](?:와|과)\s[가-힣]{2,12}(?:주|시|도|성|현|구)(?:는|은|이|가|간)\s", scene.text)
        )
        if (
            named[0] in prose.pair
            and not shared
            and name.type
            in (
                "agreement",
                "memorandum_of_understanding",
                "convention",
                "treaty",
                "protocol",
                "letter_of_intent",
                "twinning",
            )
        ):
            # an agreement that names no other side, in a document of one of the two
            alone = not _MULTILATERAL.search(scene.text) and not _ACCEDED.search(scene.text)
            shared = alone and not _names_sides(scene, name)
        return tuple(sorted(prose.pair)) if named[0] in prose.pair and shared else ()
    alone = not named and len(prose.pair) == 2 and (names_both or not _MULTILATERAL.search(scene.text))
    return tuple(sorted(prose.pair)) if alone else ()


def _names_sides(scene: Scene, name: InstrumentName) -> bool:
    """Does the title itself name its parties: between A and ..., A–X; not the agreement on Japan Overseas Volunteers?"""
    inside = [place for place in scene.places if scene.at(name.start) <= place.start < scene.at(name.end)]
    on = re.search(r"\s(?:on|for|sobre|para)\s", scene.text[name.start : name.end])
    return any(on is None or place.start < scene.at(name.start + on.end()) for place in inside) or (
        bool(inside) and bool(re.search(r"\b(?:between|entre|with|con)\b|[–-]", name.title))
    )


_ACCEDED = re.compile(r"acced|adhiri|adher|ratified the|joined the|party to|parte de la|가입", re.IGNORECASE)
_MULTILATERAL = re.compile(
    r"United Nations|Naciones Unidas|WTO|OMC|World Trade|Kyoto|Paris Agreement|Acuerdo de París|"
    r"Vienna|Marrakesh|multilateral|Pacific Alliance|"
    r"Alianza del Pacífico|유엔|다자|태평양동맹|CPTPP|RCEP|USMCA|NAFTA|EFTA|European|ASEAN|"
    r"Mercosur|MERCOSUR|ICSID|TRIPS|GATT"
)


_BLOC = re.compile(
    r"\b(?:MERCOSUR|Mercosur|GCC|CCG|EU|UE|EFTA|AELC|ASEAN|EAEU|UEEA|SICA|CARICOM|SACU|ECOWAS|CEDEAO|AfCFTA|CAN|BRICS|CPTPP|RCEP|USMCA|NAFTA|TLCAN)\b|T-MEC"
    r"|European Union|Unión Europea|Pacific Alliance|Alianza del Pacífico|Andean|Andina|Central America|Centroam[eé]rica"
    r"|African Union|Unión Africana|Gulf Cooperation|Consejo de Cooperación del Golfo"
    r"|유럽연합|아세안|걸프|메르코수르|태평양\s?동맹|중미|유라시아"
)
"""A party of several countries: the pair of the document is not the pair of such an instrument."""


_BLOC_SIDE = re.compile(
    rf"(?:{_BLOC.pattern})(?:\s(?:[Mm]ember\s)?(?:States|countries)|\s?회원국)?(?:\s+(?:and|y|e|with|con)\s|(?:와|과|는|은|이|가|[-–])[\s가-힣])"
    rf"|(?:\b(?:and|y|e|with|con|between|entre)\s+(?:the\s+|la\s+|el\s+|los\s+(?:Estados|países)\s+(?:de\s+la\s+|del\s+)?)?|(?:와|과)\s|[-–])(?:{_BLOC.pattern})(?!\w)"
)
"""A bloc as a party: Mercosur and Singapore signed, Chile y la Unión Europea firmaron, 한국과 메르코수르는."""


def _bloc_beside(scene: Scene, name: InstrumentName) -> str | None:
    """The bloc that is a party of an instrument by the words of its clause, outside the title."""
    start = max((match.end() for match in _CLAUSES.finditer(scene.text, 0, name.start)), default=0)
    stop = next((match.start() for match in _CLAUSES.finditer(scene.text, name.end)), len(scene.text))
    for first, last in ((start, name.start), (name.end, min(stop, name.end + 80))):
        if found := _BLOC_SIDE.search(scene.text, first, last):
            bloc = _BLOC.search(found.group())
            return bloc.group() if bloc else None
    return None


def _countries(prose: Prose, places: list[PlaceName]) -> tuple[str, ...]:
    codes = {code for place in places if (code := prose.country(place))}
    return tuple(sorted(codes))


def _is_place_of_act(scene: Scene, place: PlaceName) -> bool:
    """Is the place only where something happened: signed in Seoul, 서울에서?"""
    before = scene.text[max(0, place.start - scene.start - 16) : place.start - scene.start]
    after = scene.text[place.end - scene.start : place.end - scene.start + 3]
    local = place.kind in ("subdivision", "city")
    if local and before.endswith("(") and re.match(r",\s", after):
        return True  # (Ankara, 17 May 2006)
    visit = scene.text[max(0, place.start - scene.start - 70) : place.start - scene.start]
    if local and re.search(
        r"\b[Vv]isit(?:a|as|s)?\b[^.;]{0,50}\s(?:to|a)\s$|\b(?:visit(?:ed|ó|aron|ará)|lleg(?:ó|aron) a)\s$", visit
    ):
        return True  # during the visit of the President to Seoul
    if local and re.match(
        r"(?:을|를)?\s?(?:국빈|공식|실무)?\s?방문|에\s위치|에\s도착|\s?출장", scene.text[place.end - scene.start :][:12]
    ):
        return True
    return (
        local and bool(re.search(r"\b(?:in|at|en|te|in the city of|en la ciudad de)\s+(?:the\s+)?$", before))
    ) or bool(re.match(r"에서", after))


_OF_STATE = re.compile(
    r"\b(?:Government|Gobierno|Ministry|Ministerio|Ministries|Secretar|Department|Departamento|Republic|República|Kingdom"
    r"|Reino|State|Estado|Province|Provincia|City|Ciudad|Municip|Region|Región|Parliament|Congres)|정부|부$|부처",
)


def _between_bodies(scene: Scene, name: InstrumentName) -> bool:
    """Is it between two bodies by their names, neither of them a country or a part of a government?"""
    sides = re.search(r"\b(?:between|entre)\s+(.+?)\s+(?:and|y|e)\s+([^,.;()]+)", name.title)
    if not sides:
        return False
    places = {fold(place.text) for place in scene.places}
    for side in sides.groups():
        plain = re.sub(r"^(?:the|el|la|los|las)\s+", "", side.strip(), flags=re.IGNORECASE)
        plain = re.sub(r"\s+(?:on|sobre|for|para|en materia de)\s.*$", "", plain)
        if not plain[:1].isupper() or fold(plain) in places or _OF_STATE.search(plain):
            return False
    return True


def _level(scene: Scene, name: InstrumentName, local: list[PlaceName], countries: tuple[str, ...]) -> str | None:
    """National, state, municipal or institutional, by the parties that are named."""
    text = scene.text[name.start : name.end]
    if name.type != "twinning" and _words("bodies", "institutional").search(text):
        return "institutional"  # a university whose name holds that of a city
    if name.type != "twinning" and _between_bodies(scene, name):
        return "institutional"
    if name.type != "twinning" and local and all(_in_body(scene, place) for place in local):
        return "institutional"
    if name.type == "twinning" or local:
        if any(place.kind == "city" for place in local) or _words("bodies", "municipal").search(text):
            return "municipal"
        if local:
            return "state"
    if _words("bodies", "institutional").search(text) or "업무협약" in text:
        return "institutional"
    return "national" if len(countries) >= 2 else None
