"""A sentence of the engine as a code with values: it is worded in one catalogue per language,
`data/messages.LANG.toml`, and those of errors in `data/errors.LANG.toml`.

A message is its English text when printed, and can be worded in any language of the catalogues. Results keep code and
values (`as_dict`), so that rewording a sentence changes no result and no page looks a translation up by English text. Values
that each language writes differently are terms (`term.py`); a message can be a value of another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files
from typing import Any

from henequen.model.term import Term, Words, packed, read_with, unpacked
from henequen.model.wording import filled

__all__ = ["LANGUAGES", "Listed", "Message", "either", "packed", "unpacked", "worded", "wordings"]

LANGUAGES = ("en", "es", "ko")
_MOST = 6
_NUMBERED = re.compile(r"(Table|Figure) (\d+)")


class Message(Term):
    """The sentence `code` with its `values` filled in; as a string, its English text.

    >>> said = Message("coverage", share="36")
    >>> str(said)
    'A change reaches 36 % of the trade it names (relief or coverage).'
    >>> Message.from_dict(said.as_dict()).text("es")
    'Un cambio alcanza al 36% del comercio que nombra (alivio o cobertura).'
    """

    code: str
    values: Mapping[str, str]

    def __new__(cls, code: str, /, **values: object) -> Message:
        """Raises KeyError for a code that is not in the English catalogue, or a missing value."""
        terms = {name: value if isinstance(value, Term) else str(value) for name, value in values.items()}
        message = str.__new__(cls, _filled("en", code, {name: str(value) for name, value in terms.items()}))
        message.code = code
        message.values = terms
        return message

    def text(self, language: str, words: Words | None = None) -> str:
        """The sentence in `language`; raises KeyError if its catalogue lacks the code."""
        return _filled(
            language, self.code, {name: worded(value, language, words) for name, value in self.values.items()}
        )

    def as_dict(self) -> dict[str, Any]:
        """Code and values, for JSON."""
        return {"code": self.code, "values": packed(dict(self.values))}

    @classmethod
    def from_dict(cls, packed_message: Mapping[str, Any]) -> Message:
        """The message that `as_dict` gave."""
        return cls(str(packed_message["code"]), **unpacked(dict(packed_message["values"])))


read_with("message", Message.from_dict)


class Listed(Term):
    """Items as a list in words, or with `glue` between them; of more than `most` items the rest is counted.

    >>> Listed(["1990", "1995", "2001"]).text("ko")
    '1990, 1995 및 2001'
    """

    items: tuple[str, ...]
    most: int
    glue: str

    def __new__(cls, items: Sequence[str], most: int = _MOST, glue: str = "") -> Listed:
        """`glue` is punctuation, the same in all languages."""
        listed = str.__new__(cls, _joined([str(item) for item in items], most, glue, "en"))
        listed.items, listed.most, listed.glue = tuple(items), most, glue
        return listed

    def text(self, language: str, words: Words | None = None) -> str:
        """The list in the language, with its items."""
        return _joined([worded(item, language, words) for item in self.items], self.most, self.glue, language)

    def as_dict(self) -> dict[str, Any]:
        """The items and how they are joined, for JSON."""
        return {"term": "list", "items": packed(self.items), "most": self.most, "glue": self.glue}


read_with(
    "list",
    lambda packed_list: Listed(unpacked(packed_list["items"]), int(packed_list["most"]), str(packed_list["glue"])),
)


def either(names: Sequence[str]) -> str:
    """Names of which one is meant.

    >>> str(either(["find", "reach"]))
    'find or reach'
    """
    first, *rest = names or [""]
    return reduce(lambda before, last: Message("either", before=before, last=last), rest, first)


def worded(value: str, language: str, words: Words | None = None) -> str:
    """A term in the language, and a numbered table or figure of a document; other text unchanged.

    >>> worded("Table 2", "ko"), worded("Table of contents", "ko")
    ('표 2', 'Table of contents')
    """
    if isinstance(value, Term):
        return value.text(language, words)
    if language != "en" and (match := _NUMBERED.fullmatch(value)):
        return _filled(language, f"numbered_{match[1].lower()}", {"n": match[2]})
    return value


def _joined(items: list[str], most: int, glue: str, language: str) -> str:
    if glue:
        return glue.join(items)
    if len(items) > most:
        return _filled(language, "list_more", {"before": ", ".join(items[:most]), "n": str(len(items) - most)})
    if len(items) < 2:
        return "".join(items)
    last = "list_last_i" if re.match(r"h?i(?!e)", items[-1], re.IGNORECASE) else "list_last"
    return _filled(language, last, {"before": ", ".join(items[:-1]), "last": items[-1]})


@cache
def wordings(language: str, kind: str = "messages") -> Mapping[str, str]:
    """The wording of every code in `language`: of messages, or of errors (`kind` is `errors`), which few commands need."""
    path = files("henequen.model").joinpath(f"data/{kind}.{language}.toml")
    wordings_of_file: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return wordings_of_file


def _filled(language: str, code: str, values: Mapping[str, str]) -> str:
    form = wordings(language).get(code) or wordings(language, "errors").get(code)
    if form is None:
        raise KeyError(f"no wording of {code!r} in data/messages.{language}.toml or data/errors.{language}.toml")
    text = filled(form, values)
    return text.replace("  ", " ").rstrip() if "" in values.values() else text
