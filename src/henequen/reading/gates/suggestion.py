"""The gate for what a model suggests: it may state only what its quote prints, so every value is searched for in the quote.

The quote occurs in the document exactly once. Each number, date, name, side, status and negation of the claim is in it, and has there
the part that the claim gives it: a date of signature behind a verb of signing, a deadline behind "by", an owner at the head of the
clause. A country that the document leaves open is never decided here. Figures are accepted only if the rules, reading the quote alone,
make the same claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from henequen.model.match_key import match_key
from henequen.model.message import Message
from henequen.reading.document import Proposal, Quote, ReadDocument
from henequen.reading.gates.evidence import EvidenceGate
from henequen.reading.gates.restatement import check_restatement
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_names import type_of_title
from henequen.reading.prose.instrument_status import is_denied, phrases
from henequen.reading.prose.scene import Scene

__all__ = ["SuggestionGate"]

_FIELDS = {
    "event": {"type", "title", "date", "place", "countries", "status"},
    "commitment": {"subtype", "text", "owners", "owner_countries", "deadline"},
    "instrument": {"title", "type", "countries", "signed", "entry_into_force", "status_normalised"},
    "actor": {"name", "role", "country"},
    "observation": {
        "measure",
        "component",
        "reporter",
        "partner",
        "product",
        "period",
        "value",
        "multiplier",
        "unit",
        "comparator",
    },
}
_DATES = ("date", "deadline", "signed", "entry_into_force")
_SUBTYPES = ("recommendation", "commitment", "call")
_UNSURE = re.compile(
    r"\b(?:might|could|would|(?-i:may)|perhaps|possibly|reportedly|allegedly|rumou?red|podrían?|quizás?|tal vez|posiblemente|habría)\b"
    r"|수도|전망|추정|듯",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|to be|plans?|planned|scheduled|expected|due|next|upcoming|intends?)\b|\b\w+(?:ará|erá|irá|arán|erán|irán)\b"
    r"|\b(?:prevé|previst[oa]s?|próxim[oa]s?|planea|programad[oa]s?)\b|예정|계획|방침|향후|차기|기로",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"\b(?:since|desde|until|hasta|anniversary|aniversario)\b|이래|이후|주년", re.IGNORECASE)


class SuggestionGate:
    """Turns items of an answer into proposals, or says why not. The document is prepared once."""

    def __init__(self, document: ReadDocument) -> None:
        self._document = document
        self._evidence = EvidenceGate(document)
        self._key = match_key(document.text).key

    def proposal(self, item: Mapping[str, Any]) -> tuple[Proposal | None, str]:
        """The proposal of one item, or None and the reason."""
        kind, printed = item.get("kind"), item.get("quote")
        if kind not in _FIELDS or not isinstance(printed, str):
            return None, Message("not_claim")
        fields = {
            name: value for name, value in item.items() if name not in ("kind", "quote") and value not in (None, "", [])
        }
        if set(fields) - _FIELDS[str(kind)] or not all(_is_plain(value) for value in fields.values()):
            return None, Message("field_that_such_claim_does_not")
        quote = self._find(printed)
        if quote is None:
            return None, Message("quote_not_in_document_exactly_once")
        lines = self._evidence.lines
        span = (lines.forward(quote.start), lines.forward(quote.end))
        scenes = lines.prose.excerpt([span]).scenes
        if not scenes or len(scenes) > 3:
            return None, Message("quote_not_running_text_one_or")
        if reason := self._reason(str(kind), fields, quote, scenes):
            return None, reason
        return Proposal(self._document.name, str(kind), {**fields, "suggested_by": "model"}, (quote,)), ""

    def _find(self, printed: str) -> Quote | None:
        """The quote at its place, if the document holds it once; white space may differ."""
        words = printed.split()
        if not 12 <= len(printed) <= 1_000 or len(words) > 200:
            return None
        places = list(re.finditer(r"\s+".join(map(re.escape, words)), self._document.text))
        if len(places) != 1 or self._key.count(match_key(places[0].group()).key) != 1:
            return None
        return self._document.quote(*places[0].span())

    def _reason(self, kind: str, fields: dict[str, Any], quote: Quote, scenes: tuple[Scene, ...]) -> str:
        """Why the claim is dropped; empty if everything that it says is in the quote."""
        if kind == "observation":
            same = self._evidence.check(Proposal(self._document.name, kind, fields, (quote,)))
            return "" if same.accepted else Message("figure_read_again_from_its_quote")
        text = " ".join(scene.text for scene in scenes)
        if not _same_numbers(fields, text):
            return Message("number_that_not_in_quote")
        if kind != "commitment" and _denies(text):
            return Message("quote_denies_something")
        if _UNSURE.search(text):
            return Message("quote_not_sure")
        named = [place for scene in scenes for place in scene.places]
        decided = {self._evidence.lines.prose.country(place) for place in named}
        claimed = fields.get("countries")
        if claimed is not None and (not isinstance(claimed, list) or None in decided or set(claimed) != decided):
            return Message("side_that_quote_does_not_print")
        dates = [date for scene in scenes for date in scene.dates if date.basis == "printed"]
        if any(date.basis != "printed" for scene in scenes for date in scene.dates) and any(
            name in fields for name in _DATES
        ):
            return Message("date_that_not_printed_whole")
        checks: dict[str, Callable[[dict[str, Any], str, list[DateSpan], tuple[Scene, ...]], str]] = {
            "event": self._event,
            "commitment": self._commitment,
            "instrument": self._instrument,
            "actor": self._actor,
        }
        return checks[kind](fields, text, dates, scenes)

    def _event(self, fields: dict[str, Any], text: str, dates: list[DateSpan], scenes: tuple[Scene, ...]) -> str:
        events = read_toml("prose", "events")
        if re.search(alternation(events["called_off"]["words"]), text, re.IGNORECASE):
            return Message("quote_denies_something")
        if len(dates) != 1 or dates[0].bound or _BACKGROUND.search(text) or fields.get("date") != dates[0].as_date():
            return Message("date_that_not_one_quote")
        if (fields.get("status") == "planned") != bool(_FUTURE.search(text)) or fields.get("status") not in (
            None,
            "planned",
        ):
            return Message("planned_and_done_are_exchanged")
        if fields.get("type", "other") not in {*events["types"], "other"}:
            return Message("field_that_such_claim_does_not")
        fields.setdefault("title", text[:160])
        return (
            ""
            if _holds(text, fields["title"]) and _holds(text, fields.get("place", ""))
            else Message("name_that_not_in_quote")
        )

    def _commitment(self, fields: dict[str, Any], text: str, dates: list[DateSpan], scenes: tuple[Scene, ...]) -> str:
        promise = fields.get("text")
        if fields.get("subtype") not in _SUBTYPES or not isinstance(promise, str) or len(promise) < 12:
            return "a field that such a claim does not have"
        if not _holds(text, promise):
            verdict = check_restatement(
                promise, [text], {name: value for name, value in fields.items() if name != "text"}
            )
            if not verdict.accepted:
                return f"restatement: {verdict.reason.replace('_', ' ')}"
        if _denies(text) != _denies(promise):
            return "the quote denies something"
        bounds = [date for date in dates if date.bound]
        if "deadline" in fields and (len(dates) != 1 or not bounds or bounds[0].as_deadline() != fields["deadline"]):
            return Message("date_that_not_one_quote")
        return self._owners(fields, text, scenes)

    def _owners(self, fields: dict[str, Any], text: str, scenes: tuple[Scene, ...]) -> str:
        """The owners open the clause; their countries are those named in their own words."""
        owners, countries = fields.get("owners"), fields.get("owner_countries")
        if owners is None:
            return Message("side_that_quote_does_not_print") if countries is not None else ""
        if not isinstance(owners, list) or len(owners) != 1 or not isinstance(owners[0], str):
            return Message("field_that_such_claim_does_not")
        head = re.sub(r"^[\W\d_]*(?:(?:the|el|la|los|las)\s+)?", "", text, flags=re.IGNORECASE)
        owner = re.sub(r"^(?:the|el|la|los|las)\s+", "", owners[0], flags=re.IGNORECASE)
        if not head.casefold().startswith(owner.casefold()) or re.match(r"[^\W\d_]", head[len(owner) : len(owner) + 1]):
            return Message("side_that_quote_does_not_print")
        if re.match(r"\s*(?:,|and\b|y\b|와|과)", head[len(owner) :]):
            return Message("side_that_quote_does_not_print")  # one of two
        if countries is None:
            return ""
        last = scenes[0].start + scenes[0].text.casefold().find(owner.casefold()) + len(owner)
        named = {self._evidence.lines.prose.country(place) for place in scenes[0].places if place.end <= last}
        exact = isinstance(countries, list) and None not in named and named and set(countries) == named
        return "" if exact else Message("side_that_quote_does_not_print")

    def _instrument(self, fields: dict[str, Any], text: str, dates: list[DateSpan], scenes: tuple[Scene, ...]) -> str:
        title = fields.get("title")
        if not isinstance(title, str) or len(title) < 8 or not _holds(text, title):
            return Message("name_that_not_in_quote")
        if "type" in fields and fields["type"] != type_of_title(title):
            return Message("type_that_title_does_not_print")
        for name, group in (("signed", "signed"), ("entry_into_force", "force")):
            if name in fields and not any(
                _has_part(scene, date, fields[name], group) for scene in scenes for date in dates
            ):
                return Message("date_that_not_one_quote")
        status = fields.get("status_normalised")
        if status is None and not {"signed", "entry_into_force"} & set(fields):
            return Message("bare_mention")
        if status is not None and not _prints_status(text, str(status)):
            return Message("status_that_quote_does_not_print")
        return ""

    def _actor(self, fields: dict[str, Any], text: str, dates: list[DateSpan], scenes: tuple[Scene, ...]) -> str:
        name, role = fields.get("name"), fields.get("role")
        names_person_and_role = isinstance(name, str) and isinstance(role, str) and len(name) > 3 and len(role) > 3
        if not names_person_and_role or not re.search(_side_by_side(str(name), str(role)), text):
            return "a name that is not in the quote"
        if "country" in fields:
            named = {self._evidence.lines.prose.country(place) for scene in scenes for place in scene.places}
            if named != {fields["country"]}:
                return Message("side_that_quote_does_not_print")
        return ""


def _is_plain(value: Any) -> bool:
    """Text, a list of texts or a date: nothing else is a value of a claim."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    if isinstance(value, dict):
        return set(value) == {"value", "precision"} and all(isinstance(one, str) for one in value.values())
    return isinstance(value, str)


def _same_numbers(fields: Mapping[str, Any], text: str) -> bool:
    """Is each run of digits in the free text of the claim one of the quote?"""
    digits = set(re.findall(r"\d+", text))
    free = " ".join(str(value) for name, value in fields.items() if name not in _DATES)
    return set(re.findall(r"\d+", free)) <= digits


def _holds(text: str, part: object) -> bool:
    """Does the quote contain the words, with any white space?"""
    return isinstance(part, str) and " ".join(part.split()).rstrip(".") in " ".join(text.split())


def _side_by_side(name: str, role: str) -> str:
    """A pattern for a name and a post that are side by side, with at most a comma and an article between."""
    between = r"(?:\s*,)?\s*(?:(?:the|el|la|de|del)\s+)?"
    one, two = (r"\s+".join(map(re.escape, words.split())) for words in (name, role))
    return rf"(?<![^\W\d_])(?:{one}{between}{two}|{two}{between}{one})"


@cache
def _denials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = read_toml("gates", "common_words")
    return tuple(re.compile(alternation(table[name]), re.IGNORECASE) for name in ("denials", "not_denials"))  # type: ignore[return-value]


def _denies(text: str) -> bool:
    denials, friends = _denials()
    return bool(denials.search(friends.sub(" ", text)))


def _has_part(scene: Scene, date: DateSpan, claimed: object, group: str) -> bool:
    """Is it the date, and has it the part: behind a verb of signing or of force that nothing denies, with no other date between?"""
    if date.as_date() != claimed or date.bound or not scene.start <= date.start < scene.end:
        return False
    at, end = date.start - scene.start, date.end - scene.start
    if phrases(group, "planned").search(scene.text) or _FUTURE.search(scene.text):
        return False
    other = "force" if group == "signed" else "signed"
    verbs = [verb for verb in phrases(group, "past").finditer(scene.text) if not is_denied(scene.text, verb)]
    for verb in verbs:
        between = scene.text[min(verb.end(), end) : max(verb.start(), at)]
        crossed = any(
            min(verb.end(), end) < one.start - scene.start < max(verb.start(), at) for one in scene.dates if one != date
        )
        hangul = bool(re.search(r"[가-힣]", verb.group()))
        behind = at >= verb.end() if not hangul else verb.start() >= end
        if (
            behind
            and len(between) <= 40
            and not crossed
            and not phrases(other, "past").search(between)
            and ";" not in between
        ):
            return True
    return False


def _prints_status(text: str, status: str) -> bool:
    """Does the quote print the words of a status, none of them denied or planned?"""
    groups = {"in_force": (("force", "past"), ("force", "now")), "signed": (("signed", "past"),)}
    table = read_toml("prose", "instruments")["status"]
    group_keys = groups.get(status, (("status", status),) if status in table else ())
    if status in groups and (
        phrases("force", "planned").search(text) or phrases("signed", "planned").search(text) or _FUTURE.search(text)
    ):
        return False
    if status == "signed" and any(
        not is_denied(text, match) for key in ("past", "now") for match in phrases("force", key).finditer(text)
    ):
        return False  # signed and in force: the later status is the status
    later = [
        name for name in ("ended", "replaced", "suspended") if name != status and phrases("status", name).search(text)
    ]
    matches = [match for group, key in group_keys for match in phrases(group, key).finditer(text)]
    return not later and any(not is_denied(text, match) for match in matches)
