"""The status that the words around a title print; what is planned, proposed or denied decides before any other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, is_hangul, read_toml
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.scene import DATE, Scene

__all__ = ["Status", "exchanged", "find_status", "is_denied", "is_of_talks", "modifies", "phrases", "signing"]


@dataclass(frozen=True, slots=True)
class Status:
    """A status with the words that print it, at `start:end` of the sentence."""

    normalised: str
    printed: str
    start: int
    end: int
    listed: bool = False
    """Whether it comes before a list of titles in the same sentence."""


@cache
def phrases(group: str, name: str) -> re.Pattern[str]:
    """The phrases of a group of instruments.toml."""
    return re.compile(alternation(read_toml("prose", "instruments")[group][name]), re.IGNORECASE)


def _reach(text: str, match: re.Match[str], name: InstrumentName, hangul: bool) -> int:
    """How far from the title the words of a status may be; in Hangul less, unless the title is the topic."""
    topic = hangul and match.start() >= name.end and _TOPIC.match(_between(text, match, name))
    return 110 if topic or not hangul else 30


_FIRST_TO = re.compile(
    r"\b(?:ha[sd]|have|is|was|are|were|become|became|becomes)\s+(?:\w+\s+){0,2}?the\s+(?:first|second|third|only|latest|last)\b[^,;]{0,50}\bto\s+(?:sign|conclude)$"
    r"|\b(?:es|fue|se convirtió en|ha sido)\s+(?:el|la)\s+(?:primer[oa]?|segund[oa]|únic[oa]|últim[oa])\b[^,;]{0,50}"
    r"\ben\s+(?:firmar|suscribir)$",
    re.IGNORECASE,
)
"""Who is the first to sign has signed."""
_ISSUED = ("joint_declaration", "minutes", "letter_of_intent")
"""Types of texts that are issued or adopted, not always signed."""
_REACH = 200
"""Characters around a title; words of a status farther away belong to something else."""


def find_status(scene: Scene, window: tuple[int, int], name: InstrumentName) -> Status | None:
    """The status that the words around a title print; what is planned or negated decides first."""
    text = scene.text
    order: tuple[tuple[str, str, str], ...] = (
        ("proposed", "signed", "planned"),
        ("signed", "force", "planned"),
        ("in_force_auto_renewal", "status", "in_force_auto_renewal"),
        ("validity_not_stipulated", "status", "validity_not_stipulated"),
        ("suspended", "status", "suspended"),
        ("ended", "status", "ended"),
        ("replaced", "status", "replaced"),
        ("completed", "status", "completed"),
        ("proposed", "status", "held_back"),
        ("expiring", "status", "expiring"),
        ("under_renewal", "status", "under_renewal"),
        ("initialled", "signed", "initialled"),
        ("in_force", "force", "past"),
        ("in_force", "force", "now"),
        ("under_negotiation", "status", "under_negotiation"),
        ("signed", "signed", "past"),
    )
    hangul = bool(re.search(r"[가-힣]", name.title + text[name.end : name.end + 2]))  # RCEP가
    if name.type in _ISSUED:
        order = (*order, ("signed", "signed", "issued"))
    if name.type == "twinning":
        order = (*order, ("signed", "signed", "established"), ("in_force", "signed", "anniversary"))
    first, last = max(window[0], name.start - _REACH), min(window[1], name.end + _REACH)
    for normalised, group, key in order:
        for match in phrases(group, key).finditer(text, first, last):
            inside = name.start <= match.start() < name.end
            if inside and (normalised != "under_negotiation" or match.end() < name.end - 3):
                continue
            gap = match.start() - name.end if match.start() >= name.end else name.start - match.end()
            if (
                gap > _reach(text, match, name, hangul)
                or _is_other_clause(text, match, name, hangul)
                or not _is_verb(scene, match)
            ):
                continue
            if (
                normalised == "under_negotiation"
                and not hangul
                and (
                    gap > 40
                    or ","
                    in re.sub(
                        r"^,\s+(?:(?:which|that|que|el cual|la cual)\s)?$|^,\s+(?:which|that|que|el cual|la cual)\s",
                        "",
                        _between(text, match, name),
                    )
                )
            ):
                continue
            if normalised == "under_negotiation" and _REVISED.search(_between(text, match, name)):
                continue
            if normalised == "replaced" and not _is_replaced(text, match, name):
                continue
            if match.group().startswith("to conclude") and _TALKS.search(
                text[max(0, match.start() - 60) : match.start()]
            ):
                continue
            if not modifies(text, match, name.start, name.end):
                continue
            if (
                group == "signed"
                and key == "past"
                and _FORMALITIES.search(text[max(0, match.start() - 40) : match.end()])
            ):
                continue
            if key == "planned" and _DONE_BY_FIRST.search(text[max(0, match.start() - 60) : match.start()]):
                return Status("signed", match.group(), match.start(), match.end())
            if match.group() == "proposal" and re.match(
                r"\s+for\s+(?:the\s+)?(?:sign|ratif|approv)", text[match.end() :]
            ):
                continue  # a parliament or a cabinet acts on it: no state of the instrument
            if match.group() == "비준동의" and re.match(r"안을\s[^.]*제출", text[match.end() :]):
                continue  # the bill goes to parliament: an act, not the state of the instrument
            if match.group().casefold().endswith(("draft", "draft of")) and not name.title[0].isupper():
                continue
            if (group, key) == ("signed", "planned") and _is_of_successor(scene, name, match):
                continue
            if (group, key) == ("signed", "planned") and _FIRST_TO.search(
                text, max(0, match.start() - 80), match.end()
            ):
                normalised = "signed"
            if normalised == "initialled" and key == "initialled" and _is_signed_later(text, match, (first, last)):
                continue
            if normalised == "suspended" and _RESUMED.search(text, match.end(), last):
                continue
            if normalised == "under_negotiation" and _is_concluded(text, match, last):
                continue
            if (group, key) == ("force", "planned") and phrases("signed", "initialled").search(text, first, last):
                normalised = "initialled"
            if group == "signed" and key == "past" and _is_negated(text, match):
                named = (
                    name.quoted
                    or (
                        name.specific
                        and match.start() >= name.end
                        and not re.match(r"지\s?(?:않은|못한)|\s+(?:in|on|en|el)\s+\d", text[match.end() :])
                        and (is_hangul(name.title[-1]) or name.title.count(" ") > 1)
                    )
                    or any(char.isupper() for char in scene.text[name.head_start : name.head_start + 3])
                )
                return Status("proposed", match.group(), match.start(), match.end()) if named else None
            if normalised in ("in_force", "signed") and key in ("past", "now") and is_denied(text, match):
                normalised = "proposed" if group == "signed" else "signed"
            return Status(normalised, match.group(), match.start(), match.end())
    if given := exchanged(text, name):
        return Status("signed", given.group().strip(), given.start(), given.end())
    return _let_end(text, name)


_EXCHANGED = re.compile(
    r"[」』>〉》”\"’']?(?:\([^()]{1,20}\))?(?:를|을)\s(?:상호\s|서로\s)?(?P<verb>교환(?:했|하였|한\s(?:데|뒤|후|이후|바)|하고|하며|하여|함))"
)


def exchanged(text: str, name: InstrumentName) -> re.Match[str] | None:
    """The verb directly behind a letter or memorandum that two sides gave each other: 의향서를 교환한 뒤."""
    if name.type not in ("letter_of_intent", "memorandum_of_understanding"):
        return None
    return _EXCHANGED.match(text, name.end)


def _is_replaced(text: str, match: re.Match[str], name: InstrumentName) -> bool:
    """Is the title what is replaced, not what replaces: "A was replaced by B" is about A, "B replaces A" too?"""
    if is_hangul(match.group()[0]):
        if match.group().startswith("대체하"):  # B가 A를 대체하
            return bool(re.match(r"[」』”\"’']?(?:\([^()]{1,40}\))?(?:을|를)\s", text[name.end :]))
        return not re.match(
            r"[」』”\"’']?(?:\([^()]{1,40}\))?(?:으로|로|에\s의해)\s", text[name.end :]
        )  # A가 B로 대체되
    passive = re.search(r"\b(?:by|por)$|\b(?:was|were|been|fue|fueron|is|are|sido)\s+\w+$", match.group())
    behind = re.match(r"\s+(?:by|por)\b", text[match.end() :])
    return match.start() >= name.end if passive or behind else match.end() <= name.start


_LET = re.compile(r"\b(?:let|letting|allowed|dejó|dejaron|dejar)\b[^.;]{0,60}$", re.IGNORECASE)


def _let_end(text: str, name: InstrumentName) -> Status | None:
    """Did the parties let it end: let their accord expire?"""
    verb = re.compile(r"\W+(?:expire|lapse|run out|caducar|vencer|expirar)\b").match(text, name.end)
    if verb and _LET.search(text[max(0, name.start - 80) : name.start]):
        return Status("ended", verb.group().strip(), verb.start(), verb.end())
    return None


_RESUMED = re.compile(
    r"\b(?:reinstated|restored|resumed|revived|restableci\w+|reanud\w+|reinstaur\w+)\b|재개(?:되었|됐|했|하였)|복원(?:되었|됐|했|하였)"
)
_CONCLUDED = re.compile(
    r"\s?(?:이|을|의|은)?\s?(?:최종\s|실질적?으로\s|전격\s)?(?:타결|종결|종료|마무리|완료)(?!하기|을\s?위)|[^.;]{0,60}\b(?:concluded|completed|concluyeron|finalizaron)\b"
)


def _is_concluded(text: str, talks: re.Match[str], last: int) -> bool:
    """Were the talks concluded, and is the text said to have been signed behind them: 협상 타결을 선언하고 ... 서명하였다?"""
    done = _CONCLUDED.match(text, talks.end(), last)
    signed = done and phrases("signed", "past").search(text, done.end(), last)
    return bool(signed and not is_denied(text, signed))


def _is_signed_later(text: str, initials: re.Match[str], window: tuple[int, int]) -> bool:
    """Is a text that was initialled also said to have been signed: initialled in 2021, was finally signed?"""
    return any(
        not re.search(r"rubric|initial|inicial|가서명", match.group(), re.IGNORECASE)
        and not initials.start() <= match.start() < initials.end()
        and not (is_hangul(initials.group()[0]) and match.start() < initials.end())
        and not is_denied(text, match)
        for match in phrases("signed", "past").finditer(text, *window)
    )


_TALKS = re.compile(r"negotiat|talks|rounds?\b|discussions", re.IGNORECASE)
_REVISED = re.compile(
    r"(?:확대|개정|개선|후속|추가|업그레이드|고도화|보완)\s?$"
    r"|^\s?(?:to|on|for|para|de|sobre)\s+(?:(?:the|la|el)\s+)?(?:expan|upgrad|amend|moderni|deepen|widen|improv|ampli|profundiz|actualiz|enm|extend)",
    re.IGNORECASE,
)
"""Talks on more than there is: an existing instrument is to be widened, it is not being negotiated."""
_DONE_BY_FIRST = re.compile(
    r"\b(?:became|has\s+become|have\s+become|was|were|is)\s+(?:the\s+)?(?:first|second|third|only|latest|\d+(?:st|nd|rd|th))\s[^,.;]{0,40}$"
)
"""Who is the first to sign has signed: has become the first city in China to sign a memorandum."""
_FORMALITIES = re.compile(
    r"\b(?:procedures?|formalities|preparations?|ready|date|draft|texts?|proposal|approval|authori[sz]ation)\s+(?:required\s+)?for\s+(?:the\s+)?(?:signature|signing)(?:\s+of)?$"
    r"|\b(?:trámites|procedimientos|preparativos|fecha|listo|lista)\s+(?:para|de)\s+la\s+(?:firma|suscripción)\s+de$",
    re.IGNORECASE,
)
"""What precedes or follows a signature is not the signature: procedures for signature of."""


def signing(name: InstrumentName) -> re.Pattern[str]:
    """The verbs that date a text: signed, and for a declaration also issued and adopted."""
    if name.type == "twinning":
        return _signed_or_established()
    return _signed_or_issued() if name.type in _ISSUED else phrases("signed", "past")


@cache
def _signed_or_established() -> re.Pattern[str]:
    table = read_toml("prose", "instruments")["signed"]
    return re.compile(alternation([*table["past"], *table["established"]]), re.IGNORECASE)


@cache
def _signed_or_issued() -> re.Pattern[str]:
    table = read_toml("prose", "instruments")["signed"]
    return re.compile(alternation([*table["past"], *table["issued"]]), re.IGNORECASE)


def _is_of_successor(scene: Scene, name: InstrumentName, match: re.Match[str]) -> bool:
    """Is the plan that of another text, behind the end of this one: had lapsed, and proposed a successor?"""
    between = scene.text[name.end : match.start()]
    return any(phrases("status", key).search(between) for key in ("ended", "replaced", "suspended"))


def modifies(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """In Hangul a verb in -된 or -한 comes before the noun that it modifies, any other verb after its noun."""
    word = match.group()
    if not is_hangul(word[0]) or word.endswith(("협상", "중단", "제안", "제의", "발효")):
        return True
    adnominal = word.endswith(("된", "한", "은", "던")) and not word.endswith("제안한")
    if word.endswith("중") and re.match(r"인\s|에\s?있는\s", text[match.end() :]):
        return match.end() <= start  # 현재 협상 중인 「투자보장협정」
    if word.endswith(("되어", "되고", "하여", "돼")) and match.end() <= start:
        return bool(re.search(r"(?:된|한|은)\s[^,]{0,24}$", text[match.end() : start]))  # 서명되어 … 발효된 협정
    if adnominal and re.match(r"\s(?:데|뒤|후|이후|바|다음)", text[match.end() : match.end() + 4]):
        return match.start() >= start  # 「협정」을 맺은 데 이어
    return match.end() <= start if adnominal else match.start() >= start


def _is_other_clause(text: str, match: re.Match[str], name: InstrumentName, hangul: bool) -> bool:
    """Is another clause between the title and the words? In Hangul each comma begins one."""
    between = _between(text, match, name)
    if hangul and match.start() >= name.end and _TOPIC.match(between):
        # 협정은 2011. 3. 21. 서명되어, ... 만료되었고: the title is the topic up to the next one
        between = re.sub(r"\([^()]*\)", "", between)
        return ";" in between or bool(_OTHER_TOPIC.search(between[2:]))
    return ";" in between or bool(re.search(r"\.\s", between)) or (hangul and bool(re.search(r"[,·]\s", between)))


_TOPIC = re.compile(r"\s?[」』>〉》”\"’']?(?:\([^()]{1,60}\))?(?:은|는|이|가|도)\s|\s?[:：(]")
"""The particle or the mark that makes a title in Hangul the topic of what follows."""
_OTHER_TOPIC = re.compile(r"[가-힣)」](?<!에)(?<!에서)(?<!로)(?:은|는)\s|다\.\s|[음함됨]\.\s")


def _between(text: str, match: re.Match[str], name: InstrumentName) -> str:
    return text[min(match.end(), name.end) : max(match.start(), name.start)]


_NEGOTIATOR = re.compile(r"\s?(?:특별\s?|수석\s?)?대표|단[은이장과]")
"""Behind 협상: who negotiates, not that talks go on."""


def _is_verb(scene: Scene, match: re.Match[str]) -> bool:
    """Not 재협상 or 우선협상; a bare 발효 only next to its date; not a relative clause such as 체결한 국가."""
    text, word = scene.text, match.group()
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 5]
    if word.startswith("교환") and _VIEWS.search(text[max(0, match.start() - 16) : match.start()]):
        return False
    if word == "발효시" and after.startswith(("켰", "키")):
        return False
    if word.startswith("협상") and (re.search(r"(?:재|우선|선)$", before) or _NEGOTIATOR.match(after)):
        return False
    if word == "발효":
        dated = DATE in scene.mask[max(0, match.start() - 3) : match.start()]
        return dated and not re.match(r"\s?(?:하는|할|될|되는|시|예정|를)", after)
    if word.casefold() in ("concluded", "have concluded") and is_of_talks(text, match):
        return False
    return not (is_hangul(word[0]) and word.endswith("한") and re.match(r"\s(?:국가|나라|기업|대기업|업체|곳)", after))


_VIEWS = re.compile(r"(?:의견|견해|입장|정보|의사|인식|명단|자료|선물|경험)(?:을|를)?\s?(?:\S{1,4}\s){0,2}$")
"""What is exchanged and signs nothing: 의견을 교환하였다."""


def is_of_talks(text: str, found: re.Match[str]) -> bool:
    """Are negotiations what was concluded, and not the instrument?"""
    before, after = text[max(0, found.start() - 50) : found.start()], text[found.end() : found.end() + 30]
    talks = r"\b(?:negotiations?|talks|rounds?|discussions|consultations)\b"
    return bool(
        re.search(
            rf"{talks}(?:\s+(?:on|for|of|about)\s+(?:which|it|this|the\s+\w+))?\s+(?:were|was|have been|has been)?\s*$",
            before,
        )
        or re.match(rf"\s+(?:the\s+|their\s+)?(?:\w+\s+)?{talks}", after)
    )


def _is_negated(text: str, match: re.Match[str]) -> bool:
    """Was the instrument just not signed: a plain denial, no plan?"""
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 10]
    return bool(re.search(r"\b(?:not|never|no|nunca)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE)) or bool(
        re.match(r"[가-힣]{0,2}\s?(?:있)?지\s?(?:않|못)", after)
    )


def is_denied(text: str, match: re.Match[str]) -> bool:
    """A negation or a future before the verb: not signed, has yet to be signed, aún no firmado, 서명하지 않."""
    before = text[max(0, match.start() - 34) : match.start()]
    after = text[match.end() : match.end() + 12]
    return bool(
        re.search(
            (
                r"\b(?:not|never|yet to be|yet to|will|would|to be|could|(?-i:may)|might|should|no|aún no|"
                r"todavía no|sin|podría|podrían|será|serán|expected|planned|hopes? to|seek|seeks|aims? to|"
                r"before)\b[^,;]{0,14}$"
            ),
            before,
            re.IGNORECASE,
        )
    ) or bool(
        re.match(
            (
                r"\s?(?:[가-힣]{0,2}\s?(?:있)?지\s?(?:않|못)|하지|되지|을\s?(?:추진|제안|검토|희망|"
                r"논의|위)|할|될|예정|키로|하기로|되기를|하기를)"
            ),
            after,
        )
    )
