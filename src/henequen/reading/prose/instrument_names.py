"""The instruments that a sentence names: the printed title with its type, and the countries and places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_frameworks import frameworks
from henequen.reading.prose.instrument_members import find_members
from henequen.reading.prose.instrument_tails import SMALL, WORD, tail_end
from henequen.reading.prose.scene import Scene

__all__ = ["InstrumentName", "find_instrument_names", "type_of_title"]

_QUOTED = re.compile(
    r"[「『<〈《]\s?([^「」『』<>〈〉《》\n]{4,120}?)\s?[」』>〉》]|[“\"‘']([^“”\"‘’\n]{6,120}?)[”\"’']"
)


@dataclass(frozen=True, slots=True)
class InstrumentName:
    """A title at `start:end` of the sentence, its type, and where its head noun is."""

    start: int
    end: int
    title: str
    type: str
    head_start: int
    specific: bool
    quoted: bool = False
    member: bool = False
    """Whether it is one of several behind a plural: agreements on tourism, on customs and on culture."""


@cache
def _heads() -> tuple[re.Pattern[str], dict[str, str]]:
    table = read_toml("prose", "instruments")
    types: dict[str, str] = {}
    for kind, words in table["types"].items():
        for word in words:
            types.setdefault(word.casefold(), kind)
    for word in table["treaty_as_agreement"]["words"]:
        types[word.casefold()] = "agreement"
    for word in table["names"]:
        types[word.casefold()] = table["names"][word]
    pattern = alternation(types)
    return re.compile(rf"{pattern}(?:es|s)?", re.IGNORECASE), types


@cache
def _plurals() -> tuple[re.Pattern[str], dict[str, str]]:
    """The plural of each head noun in Latin script: agreements, letters of intent, convenios, memoranda."""
    _, types = _heads()
    kinds: dict[str, str] = {}
    for word, kind in types.items():
        first, space, rest = word.partition(" ")
        if _PLURAL.match(word):
            kinds[word] = kind
        elif re.match(r"[a-záéíóú]", word) and re.match(r"(?:of|de)\b", rest):
            kinds[f"{first}s{space}{rest}"] = kind
        elif re.match(r"[a-záéíóú]", word):
            kinds[f"{word}s"] = kind
    return re.compile(alternation(kinds), re.IGNORECASE), kinds


def find_instrument_names(scene: Scene) -> list[InstrumentName]:
    """Every instrument that a sentence names, the longest title at each place, without overlaps."""
    text = scene.text
    pattern, types = _heads()
    names: list[InstrumentName] = []
    taken: list[tuple[int, int]] = []
    for quoted in _QUOTED.finditer(text):
        group = 1 if quoted.group(1) else 2
        heads = list(pattern.finditer(quoted.group(group)))
        if re.search(r"[.!?]$|[가-힣]다$", quoted.group(group).strip()):
            continue
        if heads and (group == 1 or quoted.group(group)[0].isupper() or re.match(r"[가-힣]", quoted.group(group))):
            head = heads[-1] if re.search(r"[가-힣]", quoted.group(group)) else heads[0]
            start, stop = quoted.start(group), quoted.end(group)
            title = quoted.group(group).strip()
            added = _ADDED.match(text, quoted.end())
            if added:
                start, stop = quoted.start(), added.end()
                title = text[start:stop]
                head = list(pattern.finditer(added.group()))[-1]
            kind = types.get(re.sub(r"\s+", " ", head.group()).casefold()) or types[_singular(head.group(), types)]
            names.append(InstrumentName(start, stop, title, kind, start + (0 if added else head.start()), True, True))
            taken.append((quoted.start(), max(stop, quoted.end())))
    for start, end in frameworks(text, _with_heads(text, pattern, taken)):
        names.append(InstrumentName(start, end, re.sub(r"\s+", " ", text[start:end]), "agreement", start, True))
        taken.append((start, end))
    for head in pattern.finditer(text):
        if any(head.start() < end and start < head.end() for start, end in taken):
            continue
        if (added := _ADDED.match(text, head.end())) and pattern.search(added.group()):
            continue  # 세관협정 개정의정서 is a protocol
        if _PLURAL.match(head.group()) and not _EXCHANGED.search(text[max(0, head.start() - 24) : head.start()]):
            continue
        floor = max((end for start, end in taken if end <= head.start()), default=0)
        name = _title_around(text, scene.mask, head, types, floor)
        if name:
            names.append(name)
            taken.append((name.start, name.end))
    plural, kinds = _plurals()
    for head in plural.finditer(text):
        if any(head.start() < end and start < head.end() for start, end in taken):
            continue
        for member in find_members(text, head.start(), head.end()):
            kind = kinds[re.sub(r"\s+", " ", head.group()).casefold()]
            names.append(InstrumentName(member.start, member.end, member.title, kind, member.start, True, member=True))
            taken.append((member.start, member.end))
    return sorted((name for name in names if not _private().search(name.title)), key=lambda name: name.start)


@cache
def _private() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "instruments")["private"]["words"]), re.IGNORECASE)


def _with_heads(text: str, pattern: re.Pattern[str], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that are taken, and the words that are nouns of an instrument themselves."""
    return [*taken, *(head.span() for head in pattern.finditer(text))]


def type_of_title(title: str) -> str | None:
    """The type that the words of a title show, the first head noun deciding in Latin script, the last in Hangul.

    >>> type_of_title("Protocol amending the Agreement on Tourism")
    'protocol'
    """
    pattern, types = _heads()
    heads = list(pattern.finditer(title))
    if not heads:
        return None
    head = heads[-1] if re.search(r"[가-힣]", title) else heads[0]
    return types.get(re.sub(r"\s+", " ", head.group()).casefold()) or types.get(_singular(head.group(), types))


_LEAD = re.compile(
    r"(?:[A-ZÁÉÍÓÚÑ]{4,}(?:ING|NDO)\s+(?:(?:the|el|la)\s+)?)?(?:(?:The|An|In|On|Under|And|This|Conforme\s+al?|Según|De\s+acuerdo\s+con|El|La|En|Los|Las|A|At|With|Since|By|When|After|Both|"
    r"Article|Chapter|[12]\d{3})\b\s*,?\s*)*"
)


_OPENING = re.compile(r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\s+(?:el|la|los|las|the|an?|una?)\s+")
_MODIFIER = re.compile(
    r"(?:(?:bilateral|free|trade|investment|double|taxation|tax|social|security|air|services?|extradition|cultural|cooperation"
    r"|customs|fisher(?:y|ies)|defen[cs]e|partnership|economic|strategic|comprehensive|preferential|mutual|legal|assistance"
    r"|visa|waiver|tourism|energy|maritime|transport|education|health|science|technology|protection|promotion|sister|city"
    r"|twinning|recognition|data|digital|currency|swap|labou?r|migration|military|nuclear|environmental|scientific|technical)[\s-]+)+$",
    re.IGNORECASE,
)


_POINTED = re.compile(
    r"\b(?:[Tt]his|[Tt]he\s+[Pp]resent|[Pp]resent|[Ee]ste|[Ee]sta|[Dd]icho|[Dd]icha|[Pp]resente)\s+(?:[a-z]+\s+)?\Z"
)
"""What makes a bare noun of the words before a head."""
_SPANISH_HEAD = r"(?:acuerdo|convenio|tratado|protocolo|memor[aá]ndum|memorando|convención|arreglo|carta|declaración)"
_ADJECTIVES = re.compile(
    r"(?:\s+(?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{3,}|(?:interinstitucional|espec[ií]fic|comercial|cultural|marco|a[eé]re|bilateral|administrativ"
    r"|tributari|laboral|educativ|agropecuari|sanitari|t[eé]cnic|cient[ií]fic|aduaner|migratori|consular|judicial"
    r"|econ[oó]mic|financier|ambiental|tur[ií]stic|pesquer|mar[ií]tim|energ[eé]tic|miner|militar|policial|general|tripartit"
    r"|acad[eé]mic|fitosanitari|internacional)(?:[oa]s?|es)?))"
    r"(?:\s+(?:y|e)\s+(?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{3,}|[a-záéíóúñ]{5,}[oa]))?"
    r"(?:\s+[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{3,}){0,2}"
)
"""Adjectives directly behind a Spanish noun: Convenio Comercial, acuerdo específico, Acuerdo Económico y Comercial."""
_LOWER = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Tt]heir|[Ii]ts|[Oo]ur|[Tt]his|[Nn]ew|[Dd]raft)\s+(?:(?:19|20)\d\d\s+)?((?!(?:new|draft|proposed|possible|future|such|similar|same|first|second|third|final"
    r"|bilateral|formal|historic|landmark|important|major|recent|existing|current|previous|separate|different|general|next"
    r"|above|present|said)\s)(?:(?!(?:of|to|and|or|in|on|for|that|which|is|was|were|are|by|with|from|at|as|an?|the|its|their)\s)"
    r"[a-z][a-z-]*\s+){1,4})$"
)
"""Words in lower case between an article and the head noun: the labour mobility MoU, a film co-production treaty."""
_IN_HANGUL = re.compile(r"[가-힣](?:\s?[-–·]\s?[A-Z]{2,8})?\s?$")
"""A head noun in Latin script behind Hangul: 핵심광물 협력 MOU, 한-GCC FTA."""
_EXCHANGED = re.compile(r"\b(?:exchang(?:ed|ing)|intercambi(?:aron|ando)|canjearon)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
"""Letters that two sides exchange are one instrument."""
_ADDED = re.compile(r"\s?(?:(?:개정|부속|추가|수정|보충|시행|이행)\s?)?(?:의정서|부속서|시행약정|이행약정)")
"""What follows a quoted title in Hangul and makes another instrument of it: 「항공협정」 개정 의정서."""
_PLURAL = re.compile(r"(?:memoranda|memorandos|memorándums|letters|cartas|mous)\b", re.IGNORECASE)
"""Plurals that the list of types holds as words of their own."""


def pattern_at(text: str, start: int) -> bool:
    """Does a head noun, or capitals up to one, begin at `start`?"""
    pattern, _ = _heads()
    return bool(re.compile(rf"(?:[A-ZÁÉÍÓÚÑ][\w-]*\s+){{0,5}}(?=(?i:{pattern.pattern}))").match(text, start))


def _lead(text: str) -> int:
    """The length of the words that begin a sentence and do not belong to a title."""
    match = _LEAD.match(text)
    return match.end() if match else 0


def _singular(word: str, types: dict[str, str]) -> str:
    plain = re.sub(r"\s+", " ", word).casefold()
    for ending in ("es", "s"):
        if plain.endswith(ending) and plain.removesuffix(ending) in types:
            return plain.removesuffix(ending)
    return plain


def _title_around(
    text: str, mask: str, head: re.Match[str], types: dict[str, str], floor: int = 0
) -> InstrumentName | None:
    """The title around a head noun outside quotation marks; it begins at or after `floor`, the end of the title before."""
    word = head.group()
    plural = re.sub(r"\s+", " ", word).casefold() not in types
    kind = types[_singular(word, types)]
    if re.search(r"[가-힣]", word) or _IN_HANGUL.search(text[max(0, head.start() - 16) : head.start()]):
        return _hangul_title(text, head, kind, floor)
    start, end = head.start(), head.end()
    if word[0].islower() and re.match(
        (
            r"\s+(?:to\s+(?:expand|strengthen|deepen|work|continue|hold)|that\b|was reached|among|"
            r"in principle|a\s+(?:continuar|fortalecer|trabajar)|con lo)"
        ),
        text[end:],
    ):
        return None
    if (
        re.search(
            r"\b(?:in|under|reach(?:ed)?|de|por|mutual|este|this|any|such|no|de\s+común|en)\s+$",
            text[max(0, start - 12) : start],
            re.IGNORECASE,
        )
        and word[0].islower()
    ):
        return None
    before = re.compile(rf"(?:{WORD}(?:\s+|-|–)(?:{SMALL}\s+){{0,2}}){{1,8}}$").search(
        mask, max(floor, start - 240), start
    )
    if before and not plural:
        begin = before.start()
        begin += _lead(text[begin:start])
        opening = _OPENING.match(text, begin)
        if opening and opening.end() <= start and re.search(r"(?:^|[.:;]\s)$", text[:begin]):
            begin = opening.end()  # Rigen el Convenio: the first word of a sentence is a verb
        if begin < start and (word[0].isupper() or mask[begin] in "\ue001\ue002"):
            start = begin
    if (
        start == head.start()
        and (word[0].islower() or word in ("MoU", "MOU", "FTA", "BIT", "DTA", "EPA"))
        and not plural
        and (
            small := _MODIFIER.search(text, max(0, start - 120), start)
            or _LOWER.search(text, max(0, start - 120), start)
        )
    ):
        start = small.start(1) if small.re is _LOWER else small.start()
    pointed = _POINTED.search(text, start, head.start())
    start = pointed.end() if pointed else start  # Amendment / This Agreement may be amended
    if word.endswith(" on"):
        end -= len(" on")
    adjectives = _ADJECTIVES.match(mask, end) if re.match(_SPANISH_HEAD, word, re.IGNORECASE) else None
    if adjectives:
        end = adjectives.end()
    end = tail_end(text, mask, end)
    placed = re.search(r",\s+\ue002+$", mask[head.end() : end]) if end > head.end() else None
    if placed and re.match(r",\s*\ue004", mask[end:]):
        end = head.end() + placed.start()  # Acuerdo General, La Habana, 16 de mayo de 1991
    amended = re.compile(
        r"\s+(?:amending|modifying|supplementing|additional\s+to|supplementary\s+to|to|modificatorio\s+(?:del|de\s+la|al)"
        r"|que\s+(?:modifica|enmienda|complementa)|adicional\s+(?:al|a\s+la)|complementario\s+(?:del|al|de\s+la|a\s+la))"
        r"\s+(?:the\s+|el\s+|la\s+)?",
        re.IGNORECASE,
    ).match(text, head.end())
    pattern, _ = _heads()
    inner = (
        re.compile(rf"(?:[\w-]+\s+){{0,3}}?({pattern.pattern})", re.IGNORECASE).match(text, amended.end())
        if amended
        else None
    )
    if kind == "protocol" and inner and (again := pattern.match(text, inner.start(1))):
        nested = _title_around(text, mask, again, types, inner.start(1))
        end = max(end, nested.end if nested else again.end())
    dated = re.compile(
        r"(?:\s+[a-záéíóúñ][\w-]*){1,14}(?=\s*\((?:\ue004|suscri|firmad|signed|vigente|en vigor|in force))"
    ).match(mask, end)
    if dated:  # only function words up to a year in brackets: "Agreement to avoid double taxation (2000)"
        end = dated.end()
    other = re.compile(
        r"(?:,|\s+(?:and|y|e|as well as|así como))\s+(?:(?:an?|the|una?|el|la|un)\s+)(?=\S)", re.IGNORECASE
    )
    for joint in other.finditer(text, head.end(), end):
        if pattern_at(text, joint.end()):  # the title of the next instrument begins here
            end = joint.start()
            break
    abbreviation = re.compile(r"\s*\((?:the\s+)?[“\"]?[A-Z][A-Za-z-]{1,9}[”\"]?\)").match(text, end)
    if abbreviation:
        end = abbreviation.end()
    title = re.sub(r"\s+", " ", text[start:end]).strip(" ,.;")
    several = len(word.split()) > 2 and word[0].isupper()
    several = several or (
        kind in ("agreement", "treaty", "convention") and bool(re.fullmatch(r"[A-Z]\w+\s[A-Z]\w+", word))
    )
    several = several or (kind == "agreement" and len(word.split()) > 2)
    specific = (
        len(title) > len(word) + 2 or several or (word.isupper() and word in read_toml("prose", "instruments")["names"])
    )
    if plural:
        return None
    return InstrumentName(start, end, title, kind, head.start(), specific)


def kept_is_short(kept: list[str]) -> bool:
    """Are at most two words between 관한 and the head noun?"""
    return len(kept) <= 2


_DOTS = tuple("·・‧ㆍ")
_NO_TITLE = re.compile(r"[^가-힣A-Za-z0-9·・‧ㆍ\-–/&\s]|\s{2,}")


_ACRONYM = re.compile(r"(?<=[가-힣])(?<![정서약문언])\(([A-Z][A-Za-z-]{1,11})\)")
"""The acronym of a word within a title: 세계무역기구(WTO) 가입 의정서."""
_COUNT = re.compile(r"\d+여?[개건]$")
"""How many there are, which is not a part of a title: 그 중 25개 협정."""
_QUOTED_PART = re.compile(r"(?:[가-힣]+\s?[-–·]\s?[가-힣]+\s)?[‘“]([^‘’“”\n]{2,40})[’”](?P<of>의\s)?$")


def _with_quoted(text: str, start: int, head: re.Match[str]) -> int:
    """Where a title begins whose first words are in quotation marks: ‘전략 동반자’관계 공동성명, ‘공동위’의 활성화를 위한 약정."""
    quoted = _QUOTED_PART.search(text, max(0, start - 70), start)
    if quoted is None or _heads()[0].search(quoted.group(1)):
        return start
    if quoted["of"] and not re.search(r"(?:위한|관한|대한)\s", text[start : head.start()]):
        return start
    return quoted.start()


def _hangul_title(text: str, head: re.Match[str], kind: str, floor: int) -> InstrumentName | None:
    """The noun phrase that ends with a head noun in Hangul, cut at particles: 한-멕시코 개발협력 양해각서(MoU)."""
    before = text[max(0, head.start() - 200) : head.start()]
    if floor and text[floor] in _DOTS:
        before = text[floor + 1 : head.start()]
    phrase = _NO_TITLE.split(_ACRONYM.sub(r"A\1A", before))[-1]
    start = head.start()
    if phrase:
        words = re.findall(r"\S+\s*", phrase)[-10:]
        kept: list[str] = []
        linked = False  # 핵심광물 탐사에 관한: the words before belong to the title
        for word in reversed(words):
            if re.fullmatch(r"(?:관한|대한|위한|관련)", word.strip()) and kept_is_short(kept):
                linked = True
                kept.append(word)
                continue
            if linked and re.search(r"(?:에|을|를|과|와)$", word.strip()):
                linked = False
                kept.append(word)
                continue
            if len(kept) > 7 or _COUNT.search(word.strip()):
                break
            if re.match(
                r"(?:날|그러나|또한|한편|이에|특히|아울러|이어|다만|그리고|이번|동시에|양국|양자|양측|우리|조속한|현재|만큼|국가인)$|\d{4}년|\d{1,2}[월일]",
                word.strip(),
            ):
                break
            if re.search(
                (
                    r"(?:은|는|이|을|를|에|에서|으로|로|의|와|과|및|하고|하여|한|된|위한|위해|대한|관한|"
                    r"등|중|간|고|며|해|서|까지|부터|통해|도|만|께|기존|아직|신규|향후|이번|금번|동|同|올해|"
                    r"총|각종|연내|조속|체결|차원|계기|만큼|있어|때|될|할|(?<![국평증추허인원물])가|각각|각|개의|이후|했다|한다|다|제안)$"
                ),
                word.strip(),
            ):
                break
            kept.append(word)
        while kept and re.fullmatch(r"(?:관한|대한|위한|관련)", kept[-1].strip()):
            kept.pop()
        start -= sum(len(word) for word in kept)
        start = _with_quoted(text, start, head) if start < head.start() else start
    if (
        re.match(r"(?:문|체|상|대상국|국|안\b|별|형)", text[head.end() : head.end() + 3])
        and kind != "joint_declaration"
    ):
        return None
    end = head.end()
    abbreviation = re.compile(r"\s?\*?\([A-Za-z][A-Za-z·\- ]{1,40}\)").match(text, end)
    if abbreviation:
        end = abbreviation.end()
    title = re.sub(r"\s+", " ", text[start:end]).strip()
    lead = re.match(r"[-–·\s]+", text[start:end])
    if lead:
        start += lead.end()
        title = title.lstrip("-–· ")
    listed = bool(abbreviation) or text[end : end + 1] in _DOTS or text[max(0, start - 1) : start] in _DOTS
    compound = len(head.group()) >= 6 or (
        listed and re.fullmatch(r"..+협정", head.group())
    )  # 무역협정·문화협정, 무역협정(STEP)
    return InstrumentName(start, end, title, kind, head.start(), start < head.start() or bool(compound))
