"""A document that is itself the text of an agreement: title, parties, signature, entry into force, term, notice.

An incomplete text (it begins in the middle, or has no final provisions) is marked so. A date that the text leaves
open ("this ... day of ...") stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.durations import find_durations
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_names import type_of_title
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["is_agreement_text", "read_agreement_text"]

_CITY = r"(?:[Tt]he [Cc]ity of\s+|la [Cc]iudad de\s+|[Cc]iudad de\s+|de Stad\s+)?"


@cache
def _signature_begins() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "agreements")["signature"]["begins"], bounded=False))


@cache
def _words(group: str, name: str = "words") -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "agreements")[group][name], bounded=False), re.IGNORECASE)


def is_agreement_text(prose: Prose) -> bool:
    """Does the document hold the text of an agreement: at least two marks of one, and numbered articles?"""
    return _holds_agreement(prose.document.text)


@lru_cache(maxsize=2)
def _holds_agreement(text: str) -> bool:
    """Cached: it is called for each quote of a document, which would take longer than reading it."""
    marks = {re.sub(r"\s+", " ", match.group().casefold()) for match in _words("marks").finditer(text)}
    articles = re.findall(
        (
            r"(?im)^[#*\s]*(?:article|artículo|articulo|art\.|artikel|artigo|section|paragraph|"
            r"cláusula)\s+[\dIVX]|^[#*\s]*제\s?\d+\s?조|^#+\s*[IVX]+\s*$"
        ),
        text,
    )
    return len(marks) >= 2 and len(articles) >= 3


def read_agreement_text(prose: Prose) -> Iterator[Proposal]:
    """Propose the instrument that the document is, and the bodies that it creates."""
    if not is_agreement_text(prose):
        return
    title = _title(prose)
    kind = type_of_title(title[0]) if title else None
    fields: dict[str, object] = {}
    start, end = (title[1], title[2]) if title else _preamble(prose)
    quotes = Quoted(prose.document, start, end, start, end)
    if title:
        fields["title"] = title[0]
    fields["type"] = kind or _kind_of_body(prose)
    countries = _parties(prose, start, quotes)
    if countries:
        fields["countries"] = countries
    if len(countries) >= 2:
        fields["level"] = "national"
    if local := _regions(prose, start, end):
        fields["subdivisions"], fields["level"] = local
    _add_signature(prose, fields, quotes)
    _add_clauses(prose, fields, quotes)
    complete = _completeness(prose)
    if complete:
        fields["incomplete"] = complete
    fields["status_normalised"] = "signed" if "signed" in fields else "not_stated"
    yield Proposal(prose.document.name, "instrument", fields, quotes.evidence())
    yield from _bodies(prose)


def _title(prose: Prose) -> tuple[str, int, int] | None:
    """The heading lines before the preamble, if they name an instrument."""
    text = prose.document.text
    at = 0
    head = re.match(r"---\n.*?\n---\n|<meta[^>]*>\s*", text, re.DOTALL)
    if head:
        at = head.end()
    lines: list[tuple[int, int]] = []
    for match in re.compile(r"[^\n]+").finditer(text, at, at + 1200):
        line = match.group().strip(" #*\t")
        if not line or (not line.isupper() and text.count(line) > 2):
            continue  # a header that each page repeats
        capitals = line.upper() == line and bool(lines) and text[slice(*lines[0])].upper() == text[slice(*lines[0])]
        if len(line) > 170 or (not capitals and lines and _IN_CAPITALS.search(text[lines[0][0] : lines[-1][1]])):
            break
        if not (capitals and _OF_SIDES.match(line)) and re.match(
            r"(?i)(?:preamble|preámbulo|article|artículo|chapter|capítulo|section|considering|"
            r"the government|the republic of .* and|el gobierno|de regering|"
            r"los gobiernos|the plenipotent|the parties|제1조|전문$|[IVX]+$|대한민국 정부(?:와|는))",
            line,
        ):
            break
        begin = match.start() + match.group().find(line[0])
        lines.append((begin, begin + len(match.group().strip(" #*\t"))))
        if (
            lines
            and "\n\n" in text[lines[0][1] : match.start()]
            and type_of_title(text[lines[0][0] : lines[0][1]])
            and "etween" in text[lines[0][0] : lines[-1][0]]
        ):
            lines.pop()
            break
    if not lines:
        return None
    title = re.sub(r"\s+", " ", re.sub(r"[#*]+", " ", text[lines[0][0] : lines[-1][1]])).strip()
    if type_of_title(title) is None:
        return None
    first = re.sub(r"\s+", " ", text[lines[0][0] : lines[0][1]]).strip()
    if len(lines) > 1 and _same_title(first, title[len(first) :]):
        return first, lines[0][0], lines[0][1]
    return title, lines[0][0], lines[-1][1]


_IN_CAPITALS = re.compile(r"^[^a-záéíóúñ]*\b(?:BETWEEN|ENTRE)\b[^a-záéíóúñ]*\b(?:AND|Y|E)\b[^a-záéíóúñ]*$")
"""A title of several lines in capitals, which names both sides: it ends before the first line in small letters."""
_OF_SIDES = re.compile(r"(?:THE GOVERNMENT|THE REPUBLIC|THE KINGDOM|EL GOBIERNO|LOS GOBIERNOS|LA REPÚBLICA|EL REINO)\b")


def _same_title(first: str, rest: str) -> bool:
    """Is the title printed twice, once in capitals?"""
    return type_of_title(first) is not None and type_of_title(rest) is not None and first != rest


def _preamble(prose: Prose) -> tuple[int, int]:
    """The first sentence that names two countries, for a text without a title."""
    for scene in prose.scenes[:6]:
        if len({prose.country(place) for place in scene.places} - {None}) >= 2:
            return scene.start, min(scene.end, scene.start + 400)
    first = prose.scenes[0]
    return first.start, min(first.end, first.start + 200)


def _kind_of_body(prose: Prose) -> str:
    """The type from the words of the body: this Agreement, el presente Memorándum."""
    text = prose.document.text
    counts = {
        "memorandum_of_understanding": len(
            re.findall(r"(?i)this (?:memorandum|mou)|presente memor[aá]nd|양해각서는", text)
        ),
        "protocol": len(re.findall(r"(?i)this protocol|presente protocolo", text)),
        "treaty": len(re.findall(r"(?i)this treaty|presente tratado", text)),
        "convention": len(re.findall(r"(?i)this convention\b", text)),
        "agreement": len(re.findall(r"(?i)this (?:\w+ )?agreement|presente (?:acuerdo|convenio)|이 협정", text)),
    }
    return max(counts, key=lambda kind: counts[kind])


def _parties(prose: Prose, start: int, quotes: Quoted) -> list[str]:
    """The countries of the title and of the preamble up to its first consideration."""
    text = prose.document.text
    limit = re.compile(
        r"(?i)considering|recogni[sz]ing|convinced|desiring|conscious|wishing|noting|reaffirming|"
        r"strengthen the|animad|considerando|reconociendo|deseos|bezield|article\s+\d|artículo\s+\d|"
        r"고려하|희망하|제1조|accredited"
    ).search(text, quotes.end if quotes.end - start < 600 else start + 40, min(len(text), start + 3000))
    end = limit.start() if limit else min(len(text), start + 900)
    codes: set[str] = set()
    for place in prose.places:
        if start <= place.start < end and (code := prose.country(place)):
            codes.add(code)
            if not quotes.start <= place.start < quotes.end:
                scene = next((one for one in prose.scenes if one.start <= place.start < one.end), None)
                if scene and scene.end - scene.start < 900:
                    quotes.add(scene.start, scene.end)
    return sorted(codes)


def _regions(prose: Prose, start: int, end: int) -> tuple[list[str], str] | None:
    """The regions or towns of two countries between which the title says that it is, with their level."""
    local = [place for place in prose.places if start <= place.start < end and place.kind in ("subdivision", "city")]
    countries = {prose.country(place) for place in local} - {None}
    codes = sorted({place.codes[0] for place in local if len(set(place.codes)) == 1})
    if len(countries) != 2 or len(codes) != 2:
        return None
    return codes, "municipal" if all(place.kind == "city" for place in local) else "state"


def _add_signature(prose: Prose, fields: dict[str, object], quotes: Quoted) -> None:
    """Place and date of the last clause of signature."""
    for scene in reversed(prose.scenes):
        begin = _signature_begins().search(scene.text)
        if not begin or not scene.dates:
            continue
        dates = [
            date for date in scene.dates if date.basis == "printed" and not date.is_range and date.precision == "day"
        ]
        if not dates or not re.search(
            r"(?i)done|signed?|hecho|firmad|suscri|opgemaakt|feito|witness|작성|서명", scene.text
        ):
            continue
        date = dates[-1]
        fields["signed"] = date.as_date()
        before = scene.text[: date.start - scene.start]
        place = re.search(
            (
                rf"(?:\b(?:at|in|en|em|te)\s+)({_CITY}(?:[A-ZÁÉÍÓÚÑ][\w’'áéíóúñ]+(?:\s(?:de\s)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+){{0,2}}))(?=[,\s])(?!\s+(?:duplicate|"
                rf"witness|language))"
            ),
            before[begin.start() :],
        )
        named = [
            match
            for match in re.finditer(
                rf"\b(?:at|in|en|em|te)\s+({_CITY}(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?:\s(?:de\s)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+){{0,2}}))",
                before,
            )
            if not re.search(r"(?i)witness|spaans|nederlands|english|spanish|español", match.group(1))
        ]
        seoul = re.search(r"([가-힣]{2,8})에서", scene.text)
        name = named[-1].group(1) if named else place.group(1) if place else seoul.group(1) if seoul else None
        if name:
            fields["signed_at"] = _in_english(name)
        quotes.add(scene.start, scene.end)
        return


def _in_english(city: str) -> str:
    """The English name of a printed city: la ciudad de Lima is Lima, Seúl is Seoul."""
    table = read_toml("prose", "instruments")["cities"]
    plain = re.sub(
        r"^(?:the\s+city\s+of|la|de(?=\s+Stad))\s+", "", re.sub(r"\s+", " ", city), flags=re.IGNORECASE
    ).strip()
    bare = re.sub(r"^ciudad\s+de\s+", "", plain, flags=re.IGNORECASE)
    return str(table.get(plain[:1].upper() + plain[1:]) or table.get(bare, bare))


def _add_clauses(prose: Prose, fields: dict[str, object], quotes: Quoted) -> None:
    """Entry into force, term, renewal, and notice of withdrawal, each from its own clause."""
    last_validity = -10
    for scene in prose.scenes:
        text = scene.text
        about = bool(_words("entry", "about").search(text))
        entry = next((one for one in _words("entry").finditer(text) if _is_of_text(text, one)), None)
        if entry and "entry_into_force_clause" not in fields and not re.search(_OTHER_ENTRY, text):
            fields["entry_into_force_clause"] = re.sub(r"\s+", " ", text)[:400]
            last_validity = scene.number
            quotes.add(scene.start, min(scene.end, scene.start + 600))
            _add_entry_date(scene, entry, fields)
        unrelated = bool(_words("unrelated").search(text))
        term = _words("term").search(text)
        near = scene.number - last_validity <= 3
        if term and not unrelated and (about or near) and "term" not in fields:
            durations = [duration for duration in find_durations(text) if abs(duration[0] - term.start()) < 60]
            if durations:
                fields["term"] = durations[0][2]
                last_validity = scene.number
                quotes.add(scene.start, scene.end)
        for name in ("tacit", "by_agreement"):
            if "renewal" not in fields and (about or near) and not unrelated and _words("renewal", name).search(text):
                fields["renewal"] = name
                quotes.add(scene.start, scene.end)
        withdrawal = _words("withdrawal").search(text)
        if withdrawal and "notice" not in fields and not re.search(_OTHER_END, text):
            durations = [duration for duration in find_durations(text) if _is_notice(text, duration)]
            if durations:
                fields["notice"] = durations[0][2]
                fields["withdrawal_clause"] = re.sub(r"\s+", " ", text)[:400]
                quotes.add(scene.start, scene.end)
        if "relations" not in fields and (replaced := _replaced(text)):
            fields["relations"] = replaced
            quotes.add(scene.start, scene.end)


def _is_of_text(text: str, entry: re.Match[str]) -> bool:
    """Is the agreement itself next to the words of entry into force, not a measure that becomes effective?"""
    return any(
        0 <= entry.start() - about.end() < _NEAR or 0 <= about.start() - entry.end() < _NEAR
        for about in _words("entry", "about").finditer(text)
    )


_NEAR = 100
"""Characters between the agreement and the verb of its entry into force."""
_OTHER_ENTRY = r"(?i)amendment|enmienda|modifica|개정|acceding|additional protocol"
_OTHER_END = r"(?i)contract|complaint|investment of|signatory|proceeding"
_CONDITION = r"(?i)provided|those|ratif|exchange|notif|completed|unless|canje|cumplimiento|비준|통보|교환"


def _add_entry_date(scene: Scene, entry: re.Match[str], fields: dict[str, object]) -> None:
    """A fixed date of entry into force without a condition, or that of the signature."""
    if _words("at_signature").search(scene.text) and "signed" in fields and not re.search(_CONDITION, scene.text):
        fields["entry_into_force"] = fields["signed"]
        return
    dates = [date for date in scene.dates if not date.is_range and 0 <= date.start - scene.start - entry.end() < 24]
    if dates and not re.search(_CONDITION, scene.text):
        fields["entry_into_force"] = dates[0].as_date()


def _is_notice(text: str, duration: tuple[int, int, str]) -> bool:
    """Is a duration that of a notice: six months after, one year's advance notice, con 6 meses de anticipación?"""
    before, after = text[max(0, duration[0] - 60) : duration[0]], text[duration[1] : duration[1] + 60]
    return bool(
        re.search(
            (
                r"(?i)\b(?:after|prior|before|advance|notice|following|in advance|de anticipación|"
                r"antes|después|anticipación|siguientes)\b|전에|전까지|후에|voor het"
            ),
            after + " | " + before,
        )
    ) and not re.search(r"(?i)renew|extend|prorrog|renov", after[:20])


def _replaced(text: str) -> list[str] | None:
    """Earlier agreements that the text ends or replaces."""
    if not _words("earlier", "replaces").search(text):
        return None
    numbers = re.findall(
        (
            r"(?:the|El|el|del)\s+((?:[A-Z][\w-]+\s+(?:of\s+|de\s+|for\s+|on\s+)?){1,8}(?:Agreement|"
            r"Treaty|Convention|Protocol|Acuerdo|Tratado|Convenio)(?:\s+No\.?\s?\d+)?)"
        ),
        text,
    )
    numbers += re.findall(r"((?:[A-Z][\w-]+\s+(?:of\s+|de\s+)?){1,6}Agreement\s+No\.?\s?\d+)", text)
    names = [re.sub(r"\s+", " ", name).strip() for name in numbers if not re.match(r"(?:This|The) ", name)]
    return sorted(set(names)) or None


def _completeness(prose: Prose) -> str | None:
    """Why a text is incomplete, or None: it begins with a later article, or has no final provisions."""
    text = prose.document.text
    first = re.search(r"(?im)^[#*\s]*(?:article|artículo|articulo|artikel|제)\s*([\dIVX]+)", text)
    begins = first and not re.match(r"(?:0?1|I)$", first.group(1))
    ends = any(
        _words("entry").search(scene.text) and _words("entry", "about").search(scene.text) for scene in prose.scenes
    )
    reasons = []
    if begins and first:
        reasons.append(f"begins with article {first.group(1)}")
    if not ends:
        reasons.append("has no clause on its entry into force")
    return "; ".join(reasons) or None


def _bodies(prose: Prose) -> Iterator[Proposal]:
    """The committees and councils that the agreement creates, with how often they meet."""
    names = "|".join(re.escape(word) for word in read_toml("prose", "agreements")["bodies"]["names"])
    pattern = re.compile(
        rf"((?:[A-Z][\w-]+\s+|[A-Z]\w+-[A-Z]\w+\s+|on\s+|for\s+|of\s+|de\s+|sobre\s+)*(?:{names})(?:\s+(?:on|"
        rf"for|de|sobre|of)\s+[A-Z][\w,’-]+(?:\s+(?:and\s+|of\s+|y\s+|de\s+)*[A-Z][\w’-]+)*)?)"
    )
    seen: set[str] = set()
    for position, scene in enumerate(prose.scenes):
        create = _words("bodies", "create").search(scene.text)
        if not create:
            continue
        named = pattern.search(scene.text, create.end()) or pattern.search(scene.text)
        if not named or abs(named.start() - create.end()) > 60:
            continue
        name = re.sub(r"\s+", " ", named.group(1)).strip()
        name = re.sub(r"^(?:(?:The|A|An|Each|Parties)\s+)+", "", name)
        if name.casefold() in seen or len(name) < 6:
            continue
        seen.add(name.casefold())
        fields: dict[str, object] = {"name": name, "type": "body", "country": "joint"}
        quotes = Quoted(prose.document, scene.start, scene.end, scene.at(named.start()), scene.at(named.end()))
        meets = _meets(prose, position)
        if meets:
            fields["role"] = meets[0]
            quotes.add(meets[1].start, meets[1].end)
        yield Proposal(prose.document.name, "actor", fields, quotes.evidence())


def _meets(prose: Prose, position: int) -> tuple[str, Scene] | None:
    """How often a body meets, from the sentences behind its creation."""
    for scene in prose.scenes[position : position + 14]:
        match = re.search(
            (
                r"(?i)shall (?:meet|convene)[^.;]{0,80}?(?:once a year|annually|every (?:year|two years)|"
                r"at least (?:once|every)[^.;,]{0,24}|twice a year)|se reunirá[^.;]{0,60}?(?:vez al año|"
                r"cada año|anualmente)"
            ),
            scene.text,
        )
        if match:
            return re.sub(r"\s+", " ", match.group()), scene
    return None
