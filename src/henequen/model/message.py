"""A sentence of the engine as a code with values: its wording lies in one catalogue per language, `data/messages.LANG.toml`.

A message is its English text for whoever prints it, and can be worded in any language of the catalogues. Results keep code and
values (`as_dict`), so that rewording a sentence changes no result and no page looks a translation up by English text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["LANGUAGES", "Message", "packed", "unpacked", "wordings"]

LANGUAGES = ("en", "es", "ko")


class Message(str):
    """The sentence `code` with its `values` filled in; as a string, its English text.

    >>> said = Message("coverage", share="36")
    >>> str(said)
    'A change reaches 36 % of the trade it names (relief or coverage).'
    >>> Message.from_dict(said.as_dict()).text("es")
    'Un cambio alcanza al 36 % del comercio que nombra (alivio o cobertura).'
    """

    code: str
    values: Mapping[str, str]

    def __new__(cls, code: str, **values: object) -> Message:
        """Raises KeyError for a code that the English catalogue does not word, or a value that is missing."""
        held = {name: str(value) for name, value in values.items()}
        message = super().__new__(cls, _filled("en", code, held))
        message.code = code
        message.values = held
        return message

    def text(self, language: str) -> str:
        """The sentence in `language`; raises KeyError if its catalogue does not word the code."""
        return _filled(language, self.code, self.values)

    def as_dict(self) -> dict[str, Any]:
        """Code and values, for JSON."""
        return {"code": self.code, "values": dict(self.values)}

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Message:
        """The message that `as_dict` gave."""
        return cls(str(said["code"]), **dict(said["values"]))

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (self.code,), dict(self.values)


def packed(value: Any) -> Any:
    """`value` for JSON: messages in it, at any depth, become code and values."""
    if isinstance(value, Message):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {key: packed(item) for key, item in value.items()}
    return [packed(item) for item in value] if isinstance(value, (list, tuple)) else value


def unpacked(value: Any) -> Any:
    """What `packed` gave, with its messages made again. Raises KeyError for a code that is not known.

    >>> unpacked(packed([Message("numeraire"), "as written"]))[0].code
    'numeraire'
    """
    if isinstance(value, Mapping):
        if set(value) == {"code", "values"}:
            return Message.from_dict(value)
        return {key: unpacked(item) for key, item in value.items()}
    return [unpacked(item) for item in value] if isinstance(value, (list, tuple)) else value


@cache
def wordings(language: str) -> Mapping[str, str]:
    """The wording of every code in `language`."""
    path = files("henequen.model").joinpath(f"data/messages.{language}.toml")
    found: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def _filled(language: str, code: str, values: Mapping[str, str]) -> str:
    try:
        form = wordings(language)[code]
    except KeyError:
        raise KeyError(f"no wording of {code!r} in data/messages.{language}.toml") from None
    return form.format(**values)
