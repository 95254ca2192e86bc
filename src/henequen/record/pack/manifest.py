"""`pack.toml`: which two sides a pack is about, and the default day of its views."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from henequen.files.toml_gate import parse_toml
from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.record.pack.strict_csv import read_text

__all__ = ["LANGUAGES", "MANIFEST", "Manifest", "advance_day", "check_is_pack", "read_manifest"]

MANIFEST = "pack.toml"
LANGUAGES = ("en", "es", "ko")
_KEYS = {"id", "sides", "languages", "title", "summary", "as_of", "format", "four_eyes"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `pack.toml`. `sides` are two ISO 3166-1 alpha-3 codes: the first side and the second."""

    id: str
    sides: tuple[str, str]
    languages: tuple[str, ...]
    title: dict[str, str]
    summary: dict[str, str]
    as_of: str
    four_eyes: bool = False
    """Must two people judge every proposal, the second without knowing what the first decided?"""


def check_is_pack(root: Path) -> None:
    """Raise PackError unless `root` is a folder with a `pack.toml`; its content is not looked at."""
    if not root.is_dir() or not (root / MANIFEST).exists():
        raise PackError(
            Message("not_pack"),
            where=str(root),
            expected=Message("folder_with_pack_toml"),
            hint=Message("give_folder_pack_with_pack_or"),
        )


def read_manifest(root: Path) -> Manifest:
    """Read and check `pack.toml` in `root`."""
    check_is_pack(root)
    raw = parse_toml(read_text(root / MANIFEST, root), MANIFEST, error=PackError, what="file_plain")
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise PackError(
            Message("unknown_key"),
            where="pack.toml",
            found=", ".join(unknown),
            expected="some of " + ", ".join(sorted(_KEYS)),
        )
    identity = raw.get("id")
    if not isinstance(identity, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", identity):
        raise PackError(
            Message("id_not_name"), where="pack.toml", found=identity, expected=Message("lower_case_letters_digits")
        )
    sides = raw.get("sides")
    if not isinstance(sides, list) or len(sides) != 2 or len(set(map(str, sides))) != 2:
        raise PackError(
            Message("sides_are_not_two"), where="pack.toml", found=sides, expected=Message("two_codes_as_in_chl_nzl")
        )
    for side in sides:
        if country(str(side)) is None:
            raise PackError(
                Message("unknown_code"), where="pack.toml, sides", found=side, expected="ISO 3166-1 alpha-3"
            )
    languages = raw.get("languages", list(LANGUAGES))
    if not isinstance(languages, list) or not languages or any(language not in LANGUAGES for language in languages):
        raise PackError(Message("unknown_language"), where="pack.toml", found=languages, expected=", ".join(LANGUAGES))
    as_of = str(raw.get("as_of", ""))
    try:
        if len(as_of) != 10:
            raise ValueError(Message("not_day", as_of=f"{as_of!r}"))
        parse_date(as_of)
    except ValueError as error:
        raise PackError(
            Message("as_of_reason", reason=error.args[0]), where="pack.toml", expected=Message("day_as_in_2026_01_31")
        ) from None
    four_eyes = raw.get("four_eyes", False)
    if not isinstance(four_eyes, bool):
        raise PackError(
            Message("four_eyes_not_yes_or_no"), where="pack.toml", found=four_eyes, expected=Message("true_or_false")
        )
    return Manifest(
        id=identity,
        sides=(str(sides[0]), str(sides[1])),
        languages=tuple(languages),
        title=_texts(raw, "title"),
        summary=_texts(raw, "summary"),
        as_of=as_of,
        four_eyes=four_eyes,
    )


def advance_day(text: str, day: str) -> str:
    """The text of a `pack.toml` with a later `as_of`; the rest is unchanged.

    >>> advance_day('id = "a"\\nas_of = "2020-01-31"\\n', "2020-02-01")
    'id = "a"\\nas_of = "2020-02-01"\\n'
    """
    return re.sub(r'(?m)^(as_of\s*=\s*)"[^"]*"', rf'\g<1>"{day}"', text, count=1)


def _texts(raw: dict[str, object], key: str) -> dict[str, str]:
    value = raw.get(key, {})
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, dict) or set(value) - set(LANGUAGES):
        raise PackError(Message("not_text_by_language", key=key), where="pack.toml", found=value, expected="en, es, ko")
    return {language: str(value.get(language) or value.get("en", "")) for language in LANGUAGES}
