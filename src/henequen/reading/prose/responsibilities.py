"""Who is responsible in running text: a body, its side and the matter, where a sentence or its heading says so.

"For biosecurity, the Department of Agriculture on our side and the Biosecurity Authority of Fiji on theirs"; "por Chile, el
Ministerio de Agricultura"; 태국측 축산개발국이 담당한다. A body without a side gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.mandate_clauses import Clauses
from henequen.reading.prose.mandate_hangul import hangul_mandates
from henequen.reading.prose.mandates import Mandate
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import COUNTRY, PLACE, Prose, Scene

__all__ = ["read_responsibilities"]


@dataclass(frozen=True, slots=True)
class _Body:
    """A body with its side and its place in the sentence."""

    name: str
    country: str
    start: int
    end: int


@cache
def _cues() -> re.Pattern[str]:
    table = read_toml("prose", "responsibilities")["cues"]
    return re.compile(alternation([word for words in table.values() for word in words]), re.IGNORECASE)


@cache
def _side_words(name: str) -> str:
    return alternation(read_toml("prose", "responsibilities")["sides"][name], bounded=False)


def read_responsibilities(prose: Prose) -> Iterator[Proposal]:
    """Propose each body with its side that a sentence of responsibility names, or a line below a heading of it."""
    cue: Scene | None = None
    order: list[str] = []
    before: list[str] = []
    for scene in prose.scenes:
        if scene.kind in ("caption", "footnote"):
            continue
        own = _cues().search(_CONTACT.sub(lambda found: " " * len(found.group()), scene.text))
        own = own or _HEADING.fullmatch(scene.text.strip())
        hangul = bool(re.search(r"[가-힣]", scene.text))
        below = cue is not None and scene.number - cue.number <= _REACH and _is_below(scene, cue)
        if hangul:
            mandates = hangul_mandates(prose, scene, listed=below)
        else:
            mandates = [] if _PAST.search(scene.text) else Clauses(prose, scene, before).mandates(listed=below)
        if own:
            cue = scene
        elif not mandates and (hangul or not below):
            continue
        if not mandates:
            bodies = _bodies(prose, scene)
            if not bodies and own and order and _RESPECTIVELY.search(scene.text):
                bodies = _in_order(scene, own.end(), order)
            issue = _issue(scene)
            mandates = [Mandate(issue, one.name, one.country, one.start, one.end) for one in bodies]
        if not mandates:
            cue = cue if own or scene.kind == "list_item" else None
            continue
        order = [one.country for one in mandates if one.country]
        before = list(dict.fromkeys(one.issue for one in mandates if one.issue))
        for mandate in mandates:
            yield _proposal(prose, scene, mandate, None if own else cue)


_CONTACT = re.compile(r"담당\s?(?:자|과|부서|관|국|관계자|부처)\b|담당\s?[:：]|총괄\s?(?:과|국|책임자)")
"""Whom to call, in the head of a release."""
_HEADING = re.compile(r"\W*담당\s?(?:부서|부처|기관)\W*")
_PAST = re.compile(
    r"\b(?:was|were|had\s+been|fue|fueron|estuvo|estuvieron|era|eran|quedó|recayó|correspondió)\b", re.IGNORECASE
)
"""What was done in the past says who did it, not who is in charge."""
_REACH = 12
"""Sentences; a line farther below its heading belongs to something else."""
_RESPECTIVELY = re.compile(r"\b(?:respectively|respectivamente)\b")


def _is_below(scene: Scene, cue: Scene) -> bool:
    """Does the sentence stand below a short line of responsibility, or directly behind one that ends with a colon?"""
    short = len(cue.text) <= 60 and not re.search(r"\b(?:is|are|was|were|es|son|fue)\b", cue.text)
    return short or cue.text.rstrip().endswith(":")


def _proposal(prose: Prose, scene: Scene, mandate: Mandate, cue: Scene | None) -> Proposal:
    fields: dict[str, object] = {}
    if mandate.issue:
        fields["issue"] = mandate.issue
    fields |= {"country": mandate.country, "body": mandate.body}
    quotes = Quoted(prose.document, scene.start, scene.end, scene.at(mandate.start), scene.at(mandate.end))
    if cue is not None:
        quotes.add(cue.start, cue.end)
    before = _sentence_of_order(prose, scene) if _RESPECTIVELY.search(scene.text) else None
    if before is not None:
        quotes.add(before.start, before.end)
    quotes.add_countries(prose, [mandate.country])
    return Proposal(prose.document.name, "responsibility", fields, quotes.evidence())


def _sentence_of_order(prose: Prose, scene: Scene) -> Scene | None:
    """The sentence before that names the sides in their order, for "respectively"."""
    for number in range(scene.number - 1, max(-1, scene.number - 4), -1):
        if _cues().search(prose.scenes[number].text) and _bodies(prose, prose.scenes[number]):
            return prose.scenes[number]
    return None


def _bodies(prose: Prose, scene: Scene) -> list[_Body]:
    if re.search(r"[가-힣]", scene.text):
        return _in_hangul(prose, scene)
    return _behind_sides(prose, scene) or _before_sides(prose, scene) or _of_verbs(prose, scene)


@cache
def _name() -> re.Pattern[str]:
    """A name from its first capital on: capitals, joined by small words; a comma only inside a list that ends with and."""
    connector = alternation(read_toml("prose", "responsibilities")["connectors"]["words"], bounded=False)
    word = r"(?:[A-ZÁÉÍÓÚÑÉÇ][\w’'.&/-]*|[a-z]?[A-Z]{2,}\w*)"
    return re.compile(
        rf"(?!(?:The|El|La|Los|Las|Its|Su|In|En|For|Por|On)\b){word}(?:(?:\s+{connector})*\s+{word}|,\s+{word}(?=[^;.]{{0,60}}\b(?:and|y|e|et)\s+[A-ZÁÉÍÓÚÑ]))*(?:\s+\([A-Z][A-Za-z-]{{1,14}}\))?"
    )


def _leading(text: str) -> tuple[int, int] | None:
    """The name that a text begins with, behind its article."""
    article = re.match(
        r"\s*(?:(?:the|el|la|los|las|its|su|sus|their|al|to\s+the|to|en\s+el|en\s+la|a\s+la)\s+)?", text, re.IGNORECASE
    )
    start = article.end() if article else 0
    match = _name().match(text, start)
    return match.span() if match else None


def _is_body(prose: Prose, scene: Scene, start: int, end: int) -> bool:
    """Is the name more than a place and not a person with a post?"""
    text = scene.text[start:end]
    mask = scene.mask[start:end]
    rest = re.sub(r"[\ue001\ue002]+|\b(?:The|El|La|of|de)\b", "", mask).strip(" ,.-")
    return bool(re.search(r"[A-Za-z]{2}", rest)) and not re.match(
        r"(?:Mr|Ms|Mrs|Dr|Sr|Sra|Don|Article|Artículo|Annex|Anexo)\b", text
    )


def _behind_sides(prose: Prose, scene: Scene) -> list[_Body]:
    """For Chile, the Ministry; por Chile: el Ministerio; in Thailand, the Department; Chile – SAG."""
    found: list[_Body] = []
    lead = (
        r"(?:\b(?:for|por|in|en|on\s+behalf\s+of|por\s+parte\s+de|for\s+the\s+(?:Republic|Kingdom|Government)\s+of)"
        r"\s+(?:the\s+|la\s+|el\s+)?|^\W*)"
    )
    for match in re.finditer(
        rf"{lead}(?P<side>{COUNTRY}+|[{COUNTRY}{PLACE}]+(?=\s+(?:side|Party)))(?:\s+(?:side|part|parte|Party))?\s*[,:–—-]\s+"
        rf"|(?P<owner>{COUNTRY}+)['’]s\s+(?=[A-Z])",
        scene.mask,
        re.IGNORECASE,
    ):
        country = prose.country(scene.place_at(match.start("side" if match.group("side") else "owner")))
        span = _leading(scene.text[match.end() :])
        if country and span:
            start, end = match.end() + span[0], match.end() + span[1]
            if scene.mask[start] == COUNTRY and re.search(r"[–—-]\s*$", match.group()):
                continue  # Kenya – Austria Joint Committee
            if _is_body(prose, scene, start, end):
                found.append(_Body(_line(scene.text[start:end]), country, start, end))
    return found


def _before_sides(prose: Prose, scene: Scene) -> list[_Body]:
    """The Ministry on the Chilean side; X on our side and Y on theirs; el Servicio por la parte chilena; X (Chile)."""
    own, other = _sides(prose)
    marker = re.compile(
        rf"\s*(?:,\s*)?(?:(?:on|for|at)\s+the\s+(?P<en>{COUNTRY}+)\s+(?:side|end|part)\b|(?:por|de|del)\s+(?:la\s+parte|el\s+lado|lado|parte\s+de)\s+"
        rf"(?:de\s+)?(?P<es>{COUNTRY}+)|\((?P<bracket>{COUNTRY}+)\)|(?P<own>{_side_words('own')})\b|(?P<other>{_side_words('other')})\b"
        rf"|\s(?:for|por)\s+(?P<plain>{COUNTRY}+)(?=[\s,;.]|$))",
        re.IGNORECASE,
    )
    found: list[tuple[str | None, str, int, int]] = []
    at = 0
    for match in marker.finditer(scene.mask):
        side = next((name for name in ("en", "es", "bracket", "plain") if match.group(name)), None)
        role = "own" if match.group("own") else "other" if match.group("other") else None
        country = prose.country(scene.place_at(match.start(side))) if side else None
        segment = scene.text[at : match.start()]
        names = [one for one in _name().finditer(segment) if not segment[one.end() :].strip(" ,\n")]
        base, at = at, match.end()
        if not names:
            continue
        start, end = base + names[-1].start(), base + names[-1].end()
        if role == "other" and own is None:  # the Biosecurity Authority of Fiji on theirs: their side is Fiji
            place = next((one for one in scene.places if scene.at(start) <= one.start < scene.at(end)), None)
            other = prose.country(place) or other
            own = next(iter(prose.pair - {other}), None) if other in prose.pair else None
        if _is_body(prose, scene, start, end):
            found.append((country or role, _line(scene.text[start:end]), start, end))
    known = {"own": own, "other": other}
    return [
        _Body(name, country, start, end)
        for side, name, start, end in found
        if side and (country := known.get(side, side)) is not None
    ]


def _of_verbs(prose: Prose, scene: Scene) -> list[_Body]:
    """The Thai Department of Fisheries is in charge of; el Ministerio de Minería de Chile es responsable de."""
    found: list[_Body] = []
    verb = re.compile(
        r"\s(?:is|are|will\s+be|shall\s+be|remains?)\s+(?:responsible\s+for|in\s+charge\s+of|entrusted\s+with|the\s+(?:competent|responsible|lead|implementing)\b)"
        r"|\s(?:es|son|será|serán)\s+(?:el\s+|la\s+|los\s+|las\s+)?(?:responsables?|encargad[oa]s?)\s+de|\s(?:estará|está|están)\s+a\s+cargo\s+de"
        r"|\s(?:handles|oversees|coordinates|se\s+encarga(?:rá)?\s+de)\b",
        re.IGNORECASE,
    )
    for match in verb.finditer(scene.mask):
        names = [one for one in _name().finditer(scene.text[: match.start()]) if match.start() - one.end() <= 1]
        if not names:
            continue
        start, end = names[-1].span()
        place = next(
            (place for place in scene.places if start <= place.start - scene.start and place.end - scene.start <= end),
            None,
        )
        if place is None:  # X is responsible for Y on the Chilean side
            behind = _SIDE_BEHIND.search(scene.mask, match.end())
            place = scene.place_at(behind.start("lado" if behind.group("lado") else "side")) if behind else None
        if place is None:
            continue
        country = prose.country(place)
        if place.start - scene.start == start:
            start = place.end - scene.start + 1  # the Thai Department: the body without its adjective
        if start < end and country and _is_body(prose, scene, start, end):
            found.append(_Body(_line(scene.text[start:end]), country, start, end))
    return found


_SIDE_BEHIND = re.compile(
    rf"\s(?:(?:on|for|at)\s+the\s+(?P<side>{COUNTRY}+)\s+(?:side|end|part)\b)"
    rf"|\s(?:por|de|del)\s+(?:la\s+parte|el\s+lado|lado)\s+(?P<lado>{COUNTRY}+)",
    re.IGNORECASE,
)


def _in_order(scene: Scene, at: int, order: list[str]) -> list[_Body]:
    """Entrusted to the National Energy Authority and to NamPower respectively: in the order of the sides before."""
    found: list[_Body] = []
    parts = list(
        re.finditer(
            r"(?:\s(?:to|a|al|en|and|y)\s+(?:to\s+|al?\s+)?(?:the\s+|la\s+|el\s+)?|^\s*(?:the|la|el)\s+)(?=[A-ZÁÉÍÓÚÑ])",
            scene.text[at:],
        )
    )
    for part in parts:
        start = at + part.end()
        if any(body.start <= start < body.end for body in found):
            continue
        match = _name().match(scene.text, start)
        if match and len(found) < len(order):
            found.append(_Body(_line(match.group()), order[len(found)], match.start(), match.end()))
    return found if len(found) == len(order) == 2 else []


def _sides(prose: Prose) -> tuple[str | None, str | None]:
    """The publisher's own side, and the other of the pair."""
    own = prose.sides.own
    others = sorted(prose.pair - {own}) if own in prose.pair else []
    return own, others[0] if len(others) == 1 else None


def _in_hangul(prose: Prose, scene: Scene) -> list[_Body]:
    """우리측 농림축산검역본부와 태국측 축산개발국이; 한국은 외교부가."""
    own, other = _sides(prose)
    ends = alternation(read_toml("prose", "responsibilities")["hangul"]["bodies"])
    body = re.compile(
        rf"[가-힣A-Za-z·]*{ends}(?:\([^()]{{2,20}}\))?(?=[이가은는을를와과의,;.\s)]|으로|에서|이다|이며|임|$)"
    )
    marker = re.compile(
        rf"(?:(?<![-·])(?P<place>{COUNTRY}+)(?P<side>\s?(?:측|정부측|정부))?|(?P<own>{_side_words('own')})|(?P<other>{_side_words('other')}))"
        r"(?P<particle>에서는|에서|은|는|의|:|\s*-)?\s+"
    )
    found: list[_Body] = []
    for match in marker.finditer(scene.mask):
        country = (
            prose.country(scene.place_at(match.start("place")))
            if match.group("place")
            else own
            if match.group("own")
            else other
        )
        name = body.match(scene.text, match.end())
        named = match.group("side") or match.group("particle") or not match.group("place")
        if (
            name
            and not named
            and not re.match(r"[이가와과]\s?[^.]{0,40}(?:담당|맡|주관|소관)", scene.text[name.end() :])
        ):
            continue
        if country and name and len(name.group()) >= 3:
            found.append(_Body(name.group(), country, name.start(), name.end()))
    if not found and _HANDLED.search(scene.text):
        for place in scene.places:
            behind = _OF_PLACE.match(scene.text, place.end - scene.start)
            country = prose.country(place)
            if behind and country and place.kind in ("subdivision", "city"):
                start = place.start - scene.start
                found.append(_Body(scene.text[start : behind.end()], country, start, behind.end()))
    named = _OF_OUR_OWN.search(scene.text)
    inside = named and all(
        named.start("body") < place.start - scene.start < named.end("body") for place in scene.places
    )
    if not found and own and named and len(named.group("body")) >= 3 and inside:
        found.append(_Body(named.group("body"), own, named.start("body"), named.end("body")))
    return found


_HANDLED = re.compile(r"(?:담당|맡)(?:한다|합니다|함|는다|습니다|고\s있|기로)")
_OF_PLACE = re.compile(
    r"(?:시|도|주)?\s?[가-힣]{1,12}(?:부|청|처|과|팀|국|원|실|센터|재단|공사|위원회)(?=[와과이가]\s|,)"
)
"""A body by the name of its region: 강원특별자치도 에너지과와."""
_OF_OUR_OWN = re.compile(
    r"^\W*(?P<issue>[가-힣A-Za-z·\s]{2,30})(?:은|는)\s(?P<body>(?:[가-힣A-Za-z]+\s){0,2}[가-힣A-Za-z]*(?:부|청|처|과|팀|국|원|관|실|센터|재단|공사|공단|협회|본부|위원회|은행|단))"
    r"(?:이|가|에서)\s(?:담당|맡)(?:한다|합니다|함|는다|습니다|고\s있)"
)
"""A body of the publisher's own side: 공연단 초청은 송파문화재단이 담당합니다."""


_ISSUES = (
    re.compile(
        r"^\W*(?:\(?\w{1,2}[.)]\s+)?(?P<issue>[A-ZÁÉÍÓÚÑ][^:;,.]{2,60}):\s+(?=(?:for|por|the|el|la)\s|[A-Z]\w+['’]s\s)"
    ),
    re.compile(
        r"^\W*(?:For|On|In\s+matters\s+of|As\s+regards|Regarding|In\s+the\s+field\s+of)\s+(?P<issue>[a-z][^,;:]{2,60}),\s"
    ),
    re.compile(
        r"^\W*(?:En\s+materia\s+de|Para|En\s+cuanto\s+a|Respecto\s+de|En\s+lo\s+relativo\s+a|En\s+el\s+ámbito\s+de)\s+(?P<issue>[^,;:]{3,60}),\s"
    ),
    re.compile(r"^\W*De(?:l|\s+la|\s+las|\s+los)?\s+(?P<issue>[^,;:]{3,60}?)\s+se\s+ocupar?á?n?\b"),
    re.compile(r"\b(?:Matters|Questions|Issues)\s+of\s+(?P<issue>[^,;:]{3,60}?)\s+(?:are|is|shall|will)\b"),
    re.compile(
        r"\b(?:responsible\s+for|in\s+charge\s+of|focal\s+points?\s+for|contact\s+points?\s+for)\s+(?:the\s+)?(?P<issue>[^,;:.]{3,60}?)(?=\s+(?:are|is|on\s+the)\b|[,;:.]|$)"
    ),
    re.compile(
        r"\b(?:responsables?\s+(?:de|del)|encargad[oa]s?\s+de|a\s+cargo\s+de)\s+(?:la\s+|el\s+|los\s+|las\s+)?(?P<issue>[^,;:.]{3,60}?)(?=\s+(?:por|son|es)\b|[,;:.]|$)"
    ),
    re.compile(r"^\W*(?P<issue>[가-힣·\s]{2,24}?)(?:\s?분야)?(?:은|는)\s"),
)


def _issue(scene: Scene) -> str | None:
    """The matter that the bodies are responsible for, if the sentence names it."""
    for expression in _ISSUES:
        match = expression.search(scene.text)
        if (
            match
            and not _cues().fullmatch(match.group("issue").strip() + ":")
            and not _cues().fullmatch(match["issue"].strip())
        ):
            first, last = match.span("issue")
            if not re.fullmatch(r"[\s\ue001\ue002측]*(?:우리측|우리\s측)?", scene.mask[first:last]):
                return _line(re.sub(r"(?:의?\s(?:관련\s)?(?:업무|실무|분야))+$", "", match.group("issue").strip()))
    return None


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,.")
