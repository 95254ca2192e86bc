"""Values of a message that each language writes in its own way: amounts, countries, places, days, lists, texts of a pack.

A term is its English text when printed. `text` gives it in another language; with `words`, as the pages of that
language write names and numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from henequen.model.countries import country
from henequen.model.properties import codes

__all__ = [
    "Actor",
    "Amount",
    "Area",
    "Coded",
    "Day",
    "DocumentName",
    "OwnText",
    "Term",
    "Worded",
    "Words",
    "packed",
    "unpacked",
]

_SCALES = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_READERS: dict[str, Callable[[Mapping[str, Any]], Term]] = {}


class Words(Protocol):
    """How one language writes names and numbers; the names of a site are such words."""

    language: str

    def place(self, code: str) -> str:
        """The name of a country or place."""

    def actor(self, identity: str) -> str:
        """The name of an actor."""

    def document(self, identity: str) -> str:
        """The short name of a document."""

    def date(self, text: str) -> str:
        """A day or period."""

    def quantity(self, value: Decimal, unit: str, mult: int) -> str:
        """A number with its scale and unit."""

    def text(self, subject: str, name: str, text: str) -> str:
        """A text of the pack in the language, or unchanged if it has no translation."""


class Term(str):
    """A value with its English text; the subclasses give the other languages."""

    term = ""
    fields: Mapping[str, Any]

    def __init_subclass__(cls) -> None:
        if cls.term:
            _READERS[cls.term] = lambda fields: cls(**unpacked(dict(fields)))

    def __new__(cls, **fields: Any) -> Term:
        term = super().__new__(cls, cls.english(fields))
        term.fields = fields
        return term

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """The English text, with the code if the name is only in a pack."""
        raise NotImplementedError

    def text(self, language: str, words: Words | None = None) -> str:
        """The text in `language`."""
        raise NotImplementedError

    def as_dict(self) -> dict[str, Any]:
        """What the term was made of, for JSON."""
        return {"term": self.term, **{name: packed(value) for name, value in self.fields.items()}}

    def __reduce__(self) -> tuple[Callable[[Any], Any], tuple[dict[str, Any]]]:
        return unpacked, (self.as_dict(),)


class Amount(Term):
    """`value` times ten to the `mult` in `unit`, written with the digits that the value has.

    >>> Amount(value="165.50", unit="USD", mult=6)
    '165.50 million USD'
    """

    term = "amount"

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """Number, scale and unit as the audit prints them."""
        unit = {"percent": "%", "rank": ""}.get(fields["unit"], fields["unit"].replace("_", " "))
        return " ".join(
            part for part in (f"{Decimal(fields['value']):,f}", _SCALES.get(int(fields["mult"]), ""), unit) if part
        )

    def text(self, language: str, words: Words | None = None) -> str:
        """As the pages write an amount; without `words` in English form."""
        value, unit = Decimal(self.fields["value"]), self.fields["unit"]
        return (
            words.quantity(value, "" if unit == "rank" else unit, int(self.fields["mult"])).strip()
            if words
            else str(self)
        )


class Area(Term):
    """A country, or a place inside one, by its code.

    >>> Area(code="CHL").text("ko")
    '칠레'
    """

    term = "area"

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """The country's name; other codes unchanged."""
        country_entry = country(fields["code"])
        return country_entry.name("en") if country_entry else str(fields["code"])

    def text(self, language: str, words: Words | None = None) -> str:
        """The name in the language."""
        if words:
            return words.place(self.fields["code"])
        country_entry = country(self.fields["code"])
        return country_entry.name(language) if country_entry else str(self)


class _Named(Term):
    """Something whose name is only available with the words of a site."""

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """The id."""
        return str(fields["of"])


class Actor(_Named):
    """A person, body or company by its id."""

    term = "actor"

    def text(self, language: str, words: Words | None = None) -> str:
        """The name, if `words` knows it."""
        return words.actor(self.fields["of"]) if words else str(self)


class DocumentName(_Named):
    """A document by its id."""

    term = "document"

    def text(self, language: str, words: Words | None = None) -> str:
        """Its short name, if `words` knows it."""
        return words.document(self.fields["of"]) if words else str(self)


class Day(_Named):
    """A day or period in ISO form."""

    term = "day"

    def text(self, language: str, words: Words | None = None) -> str:
        """In words, if `words` are given."""
        return words.date(self.fields["of"]) if words else str(self)


class Coded(Term):
    """A code of our vocabulary, by its label.

    >>> Coded(vocabulary="measure", code="export").text("es")
    'exportaciones'
    """

    term = "coded"

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """The English label."""
        return _label(fields, "en")

    def text(self, language: str, words: Words | None = None) -> str:
        """The label in the language."""
        return _label(self.fields, language)


def _label(fields: Mapping[str, Any], language: str) -> str:
    label = codes(fields["vocabulary"]).get(fields["code"])
    return label[language] if label else str(fields["code"]).replace("_", " ")


class OwnText(Term):
    """A text of the pack (`name` of `subject`), which its translations may word."""

    term = "text"

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """The text without the mark of a branch, and without a full stop at its end."""
        return str(fields["text"]).removeprefix("SECTOR:").rstrip(".")

    def text(self, language: str, words: Words | None = None) -> str:
        """The translation, if the pack has one."""
        own = str(self.fields["text"])
        text = words.text(self.fields["subject"], self.fields["name"], own) if words else own
        return (text.partition(":")[2] if own.startswith("SECTOR:") and ":" in text else text).strip().rstrip(".")


class Worded(Term):
    """A sentence that its file has in several languages; without one of them, the English one."""

    term = "worded"

    @classmethod
    def english(cls, fields: Mapping[str, Any]) -> str:
        """The English sentence."""
        return str(fields["en"])

    def text(self, language: str, words: Words | None = None) -> str:
        """The sentence in the language."""
        return str(self.fields.get(language) or self)


def packed(value: Any) -> Any:
    """`value` for JSON: terms and messages in it, at any depth, are replaced by their parts."""
    if isinstance(value, Term):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {key: packed(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return f"{value:f}"
    return [packed(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else value


def unpacked(value: Any) -> Any:
    """What `packed` gave, with its terms and messages made again. Raises KeyError for an unknown term or code."""
    if isinstance(value, Mapping):
        if set(value) == {"code", "values"}:
            return _READERS["message"](value)
        if "term" in value:
            return _READERS[value["term"]]({name: item for name, item in value.items() if name != "term"})
        return {key: unpacked(item) for key, item in value.items()}
    return [unpacked(item) for item in value] if isinstance(value, (list, tuple)) else value


def read_with(term: str, reader: Callable[[Mapping[str, Any]], Term]) -> None:
    """Let `unpacked` make terms of a kind with `reader`."""
    _READERS[term] = reader
