"""Mandates that a sentence states with a verb: visas are handled by the Ministry; de las becas se encarga la AGCID; the
contact point for Chile is SAG. A clause behind it may leave its verb out ("and the Institute of Public Health of
laboratories", "por el lado marroquí la AMCI")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from henequen.reading.grammar.publishers import listed_body_country
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.prose.mandates import (
    MARKED,
    Mandate,
    SideMark,
    body_ranges,
    find_side_marks,
    named_as,
    one_line,
    own_and_other,
)
from henequen.reading.prose.scene import AMOUNT, DATE, Prose, Scene

__all__ = ["Clauses"]

_GAP = re.compile(
    rf"(?:[\s,:;{MARKED}]|\b(?:and|y|e|as\s+well\s+as|así\s+como|by|to|with|for|in|of|on|al?|del?|en|con|por|the|la|el|los|las|its|su|sus|both|tanto|como|our|also|esta|este|misma|mismo|primarily|jointly|respectively|respectivamente|together|principalmente|either|each|directamente)\b)*",
    re.IGNORECASE,
)
"""The words between two bodies of one list."""
_AFTER_BODY = re.compile(
    rf"\s*(?:$|[,.;:(){MARKED}]|(?:and|y|e|respectively|respectivamente|which|who|que|quien|from|under|through|desde|mediante|as|como|together|jointly|while|mientras|at|in|on|for|by|con|en|por|para)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\s*;\s*(?:and\s+|y\s+)?|,?\s+(?:while|whereas|whilst|mientras(?:\s+que)?|en\s+tanto(?:\s+que)?)\s+|\s*:\s+(?=(?:the|el|la|los|las)\s+[a-z])",
    re.IGNORECASE,
)
_COPULA = r"(?:is|are|will\s+be|shall\s+be|es|son|será|serán)"


@cache
def _verbs(table: str) -> re.Pattern[str]:
    lists = read_toml("prose", "responsibility_verbs")[table]
    phrases = "|".join(phrase for words in lists.values() for phrase in words)
    phrases = phrases.replace(" ", rf"[\s,{MARKED}]+")
    return re.compile(rf"\b(?:{phrases})(?:(?=\W|$)|(?<=\s))", re.IGNORECASE)


def _roles() -> str:
    words = read_toml("prose", "responsibility_verbs")["roles"]
    return "(?:" + "|".join(phrase for phrases in words.values() for phrase in phrases).replace(" ", r"\s+") + ")"


@cache
def _role_before() -> re.Pattern[str]:
    """The focal point for visas [in Chile] is."""
    roles = _roles()
    return re.compile(
        rf"\b{roles}(?:[\s,{MARKED}]+(?:for|para|de|del|en|on)\s+(?P<issue>(?:the\s+|la\s+|el\s+)?[^,;:.{MARKED}]{{3,70}}?))?[\s,{MARKED}]*\s{_COPULA}\b[,:]?",
        re.IGNORECASE,
    )


@cache
def _role_behind() -> re.Pattern[str]:
    """SAG is the focal point [for visas]."""
    roles = _roles()
    return re.compile(
        rf"(?:,\s+which\s+|,\s+que\s+)?\b{_COPULA}\s+(?:the\s+|our\s+|el\s+|la\s+|los\s+|las\s+|a\s+)?(?:{roles})(?:\s+(?:for|para|de|del|en|on)(?=\s))?",
        re.IGNORECASE,
    )


@cache
def _leads() -> re.Pattern[str]:
    """A word before a matter that is not part of its name; the expressions of the list keep their groups."""
    words = read_toml("prose", "responsibility_verbs")["matters"]["leads"]
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"^[\s,:;(]*(?:{'|'.join(ordered)})\s+".replace(" ", r"\s+"), re.IGNORECASE)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(read_toml("prose", "responsibility_verbs")["matters"]["pronouns"])


@dataclass
class _Reading:
    """What the clauses before have said."""

    issue: str | None = None
    orientation: str | None = None
    side: str | None = None


class Clauses:
    """The mandates of one sentence."""

    def __init__(self, prose: Prose, scene: Scene, before: Sequence[str] = ()) -> None:
        """`before` are the matters of the sentence before, to which "both" points back."""
        self._prose, self._scene, self._before = prose, scene, before
        self._marks = find_side_marks(prose, scene)
        text, mask = list(re.sub(r"\s", " ", scene.text)), list(scene.mask)
        for mark in self._marks:
            for at in range(mark.start, mark.end):
                if not text[at].isspace() or mark.start < at < mark.end - 1:
                    text[at] = mask[at] = MARKED
        self._text, self._mask = "".join(text), "".join(mask)

    def mandates(self, *, listed: bool = False) -> list[Mandate]:
        """The mandates that the verbs of the sentence state; with `listed`, those of a line "Matter: body, body" too."""
        state = _Reading()
        found: list[Mandate] = []
        at = 0
        cuts = [*((one.start(), one.end()) for one in _BREAK.finditer(self._mask)), (len(self._mask), len(self._mask))]
        if listed and not self._verb(0, len(self._mask)):
            return self._with_sides(self._line())
        for cut, following in cuts:
            if cut > at:
                found += self._clause(at, cut, state)
            at = following
        return self._with_sides(found)

    def _verb(self, start: int, end: int) -> tuple[str, re.Match[str]] | None:
        """The first verb of a clause and where the body of it stands."""
        options = [
            (name, match)
            for name, pattern in (
                ("passive", _role_before()),
                ("active", _role_behind()),
                ("passive", _verbs("passive")),
                ("active", _verbs("active")),
            )
            if (match := pattern.search(self._mask, start, end))
        ]
        return min(options, key=lambda one: one[1].start(), default=None)

    def _clause(self, start: int, end: int, state: _Reading) -> list[Mandate]:
        """The mandates of one clause, and those of the clauses behind it that leave the verb out."""
        self._open_with(start, end, state)
        verb = self._verb(start, end)
        if verb is None:
            return self._elliptic(start, end, state)
        orientation, match = verb
        if orientation == "active":
            found, at = self._active(start, match, end, state)
            if not found and (again := _verbs("passive").search(self._mask, start, end)):
                found, at = self._passive(start, again, end, state)
                orientation = "passive"
        else:
            found, at = self._passive(start, match, end, state)
        if not found:
            return []
        state.orientation, state.issue = orientation, found[-1].issue
        while at < end and (more := self._elliptic(at, end, state)):
            found += more
            at = more[-1].end + 1
        return found

    def _open_with(self, start: int, end: int, state: _Reading) -> None:
        """In Chile, ...: the side of the clause and of those behind it."""
        first = next((mark for mark in self._marks if mark.start >= start), None)
        if (
            first
            and not first.bracket
            and not re.sub(r"\W|\b(?:and|y|entiendo)\b", "", self._text[start : first.start])
        ):
            state.side = first.country

    def _passive(self, start: int, match: re.Match[str], end: int, state: _Reading) -> tuple[list[Mandate], int]:
        bodies, at = self._bodies_from(match.end(), end)
        if not bodies:
            return [], end
        issue = match.groupdict().get("issue")
        first = self._matter(start, match.start())
        issue = first or (self._clean(issue) if issue else None)
        back = self._is_back(start, match)
        lead = self._mask[start : match.start()].strip(f" ,{MARKED}").lower()
        if issue is None and lead not in ("", "the", "el", "la", "los", "las") and not back:
            return [], end
        issues: list[str | None] = [issue]
        if back and issue is None:
            issues = [state.issue] if state.issue else [*self._before] or [None]
        return [self._mandate(one, body, state, start) for one in issues for body in bodies], at

    def _is_back(self, start: int, match: re.Match[str]) -> bool:
        """Does the clause point back to the matter before: el asunto lo maneja?"""
        words = self._text[start : match.start()].replace(MARKED, " ")
        words = re.sub(r",\s*\w+\s*,", " ", words).lower()
        return match.group().endswith("cosas") or one_line(words) in _pronouns() or not words.strip(" ,")

    def _active(self, start: int, match: re.Match[str], end: int, state: _Reading) -> tuple[list[Mandate], int]:
        before = body_ranges(self._text, self._mask, start, match.start())
        chain: list[tuple[int, int]] = []
        at = match.start()
        for body in reversed(before):
            if not re.fullmatch(_GAP, self._text[body[1] : at]):
                break
            chain.insert(0, body)
            at = body[0]
        if not chain or self._is_inside(chain[0][0], start):
            return [], end
        behind = re.compile(
            rf"(?:\s*(?P<issue>\S.*?))??(?=\s*(?:[,;.:{MARKED}]|$)|,?\s+(?:and|y|e|while|mientras)\s+(?:the\s+|el\s+|la\s+|los\s+|las\s+)?(?:[A-ZÁÉÍÓÚ]|{MARKED}))"
        ).match(self._text, match.end(), end)
        words = behind.group("issue") if behind else None
        issue = self._clean(words) if words else None
        if words and (issue is None or self._mask[match.end() :].lstrip()[:1] in (AMOUNT, DATE)):
            return [], end
        issue = issue or self._matter(start, chain[0][0]) or (state.issue if start else None)
        done = behind.end() if behind else match.end()
        found = [self._mandate(issue, one, state, start) for one in chain]
        mark = next(
            (one for one in self._marks if one.start >= done and not self._text[done : one.start].strip()), None
        )
        if mark and not self._introduces(mark):
            found = [one if one.country else replace(one, country=mark.country) for one in found]
            done = mark.end
        return found, done

    def _is_inside(self, at: int, start: int) -> bool:
        """Is the name part of a phrase before it, such as "the drought in", and not the subject?"""
        before = self._text[start:at].replace(MARKED, " ")
        return bool(
            re.search(
                r"\b(?:between|with|by|con|entre|of|de|del|to|said|that\s+the|than)\s+(?:the\s+|el\s+|la\s+)?$",
                before,
                re.IGNORECASE,
            )
        )

    def _elliptic(self, start: int, end: int, state: _Reading) -> list[Mandate]:
        """A clause that takes its verb from the clause before."""
        if state.orientation is None:
            return []
        ranges = body_ranges(self._text, self._mask, start, end)
        if not ranges:
            return []
        first = ranges[0]
        lead = self._text[start : first[0]]
        bodies, at = self._bodies_from(first[0], end)
        if not bodies:
            return []
        rest = self._text[at:end]
        if re.fullmatch(_GAP, lead):
            behind = re.match(r"\s+(?:for|of|on|del?|para|in)\s+(?P<issue>[^,;.]{3,70}?)\s*(?:[,;.]|$)", rest)
            if state.orientation == "active" and behind:
                issue = self._clean(behind.group("issue"))
                return [self._mandate(issue, one, state, start) for one in bodies] if issue else []
            if any(mark.end <= first[0] and mark.start >= start for mark in self._marks) and not rest.strip(" .,)"):
                return [self._mandate(state.issue, one, state, start) for one in bodies]
            return []
        if state.orientation == "passive" and len(lead.split()) <= 9:
            shaped = re.search(
                r"(?:,|\s(?:by|to|with|under|a|al|en|con|del?))\s*(?:(?:the|el|la|los|las|esta|misma|este|mismo)\s+)*$",
                lead,
            )
            issue = self._clean(lead[: shaped.start()]) if shaped else None
            if issue:
                return [self._mandate(issue, one, state, start) for one in bodies]
            if shaped and (one_line(lead[: shaped.start()]).lower() in _pronouns()):
                return [self._mandate(state.issue, one, state, start) for one in bodies]
        return []

    def _line(self) -> list[Mandate]:
        """A line of a list: Tourism: Sernatur (Chile), TAT (Thailand); Rules of origin (Chile: SUBREI; Thailand: DFT)."""
        head = re.match(
            rf"[\s\W{MARKED}]*(?:\(?\w{{1,3}}[.)]\s+)?(?P<issue>[^:;(){MARKED}]{{3,80}}?)\s*(?::|\(|\s[–—-]\s)\s*",
            self._text,
        )
        if head is None or self._clean(head.group("issue")) is None:
            return []
        issue = self._clean(head.group("issue"))
        bodies, at = self._bodies_from(head.end(), len(self._text))
        return (
            [self._mandate(issue, one, _Reading(), head.end()) for one in bodies]
            if self._text[at:].strip(" .)") == ""
            else []
        )

    def _bodies_from(self, start: int, end: int) -> tuple[list[tuple[int, int]], int]:
        """The bodies of the list that begins here, and where it ends."""
        ranges = body_ranges(self._text, self._mask, start, end)
        found: list[tuple[int, int]] = []
        at = start
        for one in ranges:
            gap = self._text[at : one[0]].strip("()") if found else self._text[at : one[0]]
            if not _GAP.fullmatch(gap) or (found and not _AFTER_BODY.match(self._text, one[1])):
                break
            if found and " " not in gap.strip() and not gap.strip(" "):
                break
            found.append(one)
            at = one[1]
        while at < end and self._text[at] in f" ){MARKED}" and MARKED in self._text[at : at + 3]:
            at += 1
        return found, at

    def _matter(self, start: int, end: int) -> str | None:
        return self._clean(self._text[start:end])

    def _clean(self, words: str) -> str | None:
        """A matter without the words before it, or None if the words name none; the last words that name one count."""
        text = re.sub(r",\s*\w+\s*,", ", ", words)  # an aside of one word
        for part in reversed(re.split(rf"{MARKED}[\s{MARKED}]*|\b(?:that|que)\s", text)):
            if cleaned := self._named(part.strip(" ,:;")):
                return cleaned
            if one_line(part).lower() in _pronouns():
                return None
        return None

    def _named(self, words: str) -> str | None:
        text = re.sub(r"^(?:\W|\(?\d{1,2}[.)]\s)+", "", words)
        text = re.split(r",\s+(?=(?:the|el|la|los|las)\b)", text)[0]
        before = None
        while before != text:
            before, text = text, _leads().sub("", text, count=1)
            if before.lower() in _pronouns():
                return None
        text = re.sub(r"\s+(?:the|el|la|los|las|a|which|que|in|en|is|se|lo)$", "", text)
        text = re.sub(r"\s+(?:the|el|la|los|las)$", "", text).strip(" ,:;.")
        if len(text) < 3 or len(text) > 80 or text.lower() in _pronouns() or len(text.split()) > 12:
            return None
        if re.search(r"\b(?:is|are|was|were|has|have|fue|es|son|ha|han|said)\b", text):
            return None
        return one_line(text)

    def _mandate(self, issue: str | None, span: tuple[int, int], state: _Reading, start: int) -> Mandate:
        """One body with the side that its marks, its own name or the clause give."""
        behind = next(
            (m for m in self._marks if m.start >= span[1] and not self._text[span[1] : m.start].strip()), None
        )
        before = [m for m in self._marks if start <= m.start and m.end <= span[0] and not m.bracket]
        near = before[-1] if before else None
        if near and body_ranges(self._text, self._mask, near.end, span[0]) and not self._opens(near):
            near = None
        if near and self._is_postponed(near, start):
            near = None
        country = behind.country if behind and not self._introduces(behind) else near.country if near else None
        country = country or self._own_country(span) or state.side
        name, first, last = named_as(self._scene, *span)
        return Mandate(issue, name, country, first, last)

    def _opens(self, mark: SideMark) -> bool:
        return bool(re.match(r"\s*(?:the|el|la|,|[A-Z])", self._text[mark.end : mark.end + 4]))

    def _introduces(self, mark: SideMark) -> bool:
        """Does the mark belong to the body behind it: for Chile, SAG?"""
        return (
            not mark.bracket
            and self._text[mark.end : mark.end + 1] in (",", ":")
            and bool(_GAP.match(self._text, mark.end))
            and bool(re.match(r"[,:]\s*(?:by\s+|to\s+)?(?:the\s+|el\s+|la\s+)?[A-Z]", self._text[mark.end :]))
        )

    def _is_postponed(self, mark: SideMark, start: int) -> bool:
        """Does the mark follow a body, as its side?"""
        return any(
            last <= mark.start and not self._text[last : mark.start].strip()
            for _, last in body_ranges(self._text, self._mask, start, mark.start)
        )

    def _own_country(self, span: tuple[int, int]) -> str | None:
        """The country that the name itself says."""
        first, last = self._scene.at(span[0]), self._scene.at(span[1])
        codes = [self._prose.country(place) for place in self._scene.places if first <= place.start < last]
        return codes[-1] if codes else None

    def _with_sides(self, mandates: list[Mandate]) -> list[Mandate]:
        """A body without a side belongs to the other side than the marked one of the same matter."""
        own, _ = own_and_other(self._prose)
        ordered = re.search(r"\b(?:respectively|respectivamente)\b", self._text) is not None
        given = []
        for one in mandates:
            country = one.country
            if country is None and (self._marks or ordered) and len(self._prose.pair) == 2:
                others = {two.country for two in mandates if two.issue == one.issue and two.country}
                rest = self._prose.pair - others
                marked = ordered or others & {mark.country for mark in self._marks}
                country = next(iter(rest)) if len(rest) == 1 and marked else None
            listed = listed_body_country(one.body) if country is None else None
            country = country or (listed if listed in self._prose.pair or not self._prose.pair else None) or own
            if country:
                given.append(replace(one, country=country))
        return given
