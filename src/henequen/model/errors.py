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
so that a page can show them. A door prints `str(error)` and never a traceback.
"""

from __future__ import annotations

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
        lines = [bounded(f"{self.where}: {self.what}" if self.where else self.what)]
        if self.found is not None:
            lines.append(f"  found:    {bounded(str(self.found))}")
        if self.expected is not None:
            lines.append(f"  expected: {bounded(str(self.expected))}")
        if self.hint:
            lines.append(f"  next:     {bounded(self.hint)}")
        return "\n".join(lines)


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
