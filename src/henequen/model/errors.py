"""Everything that can go wrong for a user, as one family.

    HenequenError
    +-- UsageError          a command or option is not valid (exit 2)
    +-- PackError           a pack's file, line or value is not valid
    +-- DocumentError       a document cannot be taken: refused, unknown, altered
    +-- DataError           a data file's row or value is not valid
    +-- StoreError          the compiled store is damaged or of another version
    +-- ServiceError        a service of statistics did not answer as it should
    +-- NotConvergedError   a solver did not reach its tolerance: there is no result

Each states what happened, where, what was found, what was expected and what to do next. The same facts are attributes,
so that a page can show them. A door prints `error.text(language)` and never a traceback. Sentences are messages
(`message.py`), whose wording is in `data/errors.LANG.toml`; what a file or a user wrote is a plain string.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from henequen.model.message import Message, packed, unpacked, worded, wordings
from henequen.model.text_width import columns_of

__all__ = [
    "DataError",
    "DocumentError",
    "HenequenError",
    "NotConvergedError",
    "PackError",
    "ServiceError",
    "StoreError",
    "UsageError",
    "bounded",
    "error_from",
]


def _in_words(shown: object) -> object:
    """A list of counted things in words; anything else as it is.

    >>> _in_words([{"reason": "value_zero", "rows": 2, "value": 0.0}])
    'value_zero (rows: 2, value: 0.00)'
    """
    if not isinstance(shown, list) or not all(isinstance(one, dict) and one for one in shown):
        return shown
    parts = []
    for one in shown:
        (_, first), *rest = one.items()
        more = ", ".join(f"{name}: {f'{value:,.2f}' if isinstance(value, float) else value}" for name, value in rest)
        parts.append(f"{first} ({more})" if more else str(first))
    return "; ".join(parts)


_LONGEST = 2000


def bounded(text: str) -> str:
    """The text, its middle left out if it has more than 2,000 characters: foreign content may be of any length.

    >>> bounded("short"), bounded("x" * 500_000)[995:1030]
    ('short', 'xxxxx ... (498,000 characters left ')
    """
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} ... ({len(text) - 2 * half:,} characters left out) ... {text[-half:]}"


class HenequenError(Exception):
    """A failure as its user reads it: `what` happened, `where`, `found` against `expected`, and a `hint`."""

    exit_code = 1

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        found: object = None,
        expected: object = None,
        hint: str | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.found = _in_words(found)
        self.expected = expected
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: str) -> str:
        """The error in `language`: a line for what happened and where, and a labelled line for each other part."""
        what = _said(self.what, language)
        parts = {"found": self.found, "expected": self.expected, "next": self.hint or None}
        labels = {name: wordings(language, "errors")[f"label_{name}"] for name in parts}
        width = max(map(columns_of, labels.values()))
        lines = [bounded(f"{_said(self.where, language)}: {what}" if self.where else what)]
        lines += [
            f"  {labels[name]}{' ' * (width - columns_of(labels[name]))} {bounded(_said(part, language))}"
            for name, part in parts.items()
            if part is not None
        ]
        return "\n".join(lines)

    def placed(self, path: object, kind: type[HenequenError] | None = None) -> HenequenError:
        """The same error of the file at `path`, of another `kind`: `where` so far is a place in the file."""
        where = Message("placed", file=path, place=self.where) if self.where else str(path)
        return (kind or type(self))(self.what, where=where, found=self.found, expected=self.expected, hint=self.hint)

    def as_dict(self) -> dict[str, Any]:
        """The error as data, for another process; `error_from` reads it."""
        fields = {"what": self.what, "where": self.where, "found": self.found, "expected": self.expected}
        packed_fields = {name: part if part is None else packed(_plain(part)) for name, part in fields.items()}
        return {"error": type(self).__name__, **packed_fields, "hint": self.hint and packed(self.hint)}


def _plain(part: object) -> str:
    return part if isinstance(part, str) else str(part)


def _said(part: object, language: str) -> str:
    return worded(_plain(part), language)


class UsageError(HenequenError):
    """The command was called with invalid arguments or options."""

    exit_code = 2


class PackError(HenequenError):
    """A pack is not valid; `where` names the file and line."""


class DocumentError(HenequenError):
    """A document is refused, unknown or altered."""


class DataError(HenequenError):
    """A data file is refused, or a row of it."""


class StoreError(HenequenError):
    """The compiled store cannot be used."""


class ServiceError(HenequenError):
    """A service of statistics refused, failed or gave an unexpected answer; `where` names the call, never the key."""


class NotConvergedError(HenequenError):
    """A solver stopped before its tolerance; no result exists."""


def error_from(answer: Mapping[str, Any]) -> HenequenError:
    """The error that `as_dict` gave.

    >>> again = error_from(UsageError("unknown method", found="guess").as_dict())
    >>> type(again).__name__, again.what, again.found
    ('UsageError', 'unknown method', 'guess')
    """
    kind = globals().get(answer["error"])
    kind = kind if isinstance(kind, type) and issubclass(kind, HenequenError) else HenequenError
    fields = {name: answer[name] and unpacked(answer[name]) for name in ("what", "where", "found", "expected", "hint")}
    return kind(fields.pop("what"), **fields)
