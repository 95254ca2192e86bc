"""`pack.toml`: which two sides a pack is about, and the default day of its views."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from henequen.files.toml_gate import parse_toml
from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.errors import PackError
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
            "not a pack",
            where=str(root),
            expected="a folder with a pack.toml",
            hint="give the folder of a pack with --pack, or make one with `henequen new SIDE SIDE --out DIR`",
        )


def read_manifest(root: Path) -> Manifest:
    """Read and check `pack.toml` in `root`."""
    check_is_pack(root)
    raw = parse_toml(read_text(root / MANIFEST, root), MANIFEST, error=PackError, what="file")
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise PackError(
            "an unknown key",
            where="pack.toml",
            found=", ".join(unknown),
            expected="some of " + ", ".join(sorted(_KEYS)),
        )
    identity = raw.get("id")
    if not isinstance(identity, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", identity):
        raise PackError(
            "`id` is not a name", where="pack.toml", found=identity, expected="lower-case letters, digits, _"
        )
    sides = raw.get("sides")
    if not isinstance(sides, list) or len(sides) != 2 or len(set(map(str, sides))) != 2:
        raise PackError(
            "`sides` are not two", where="pack.toml", found=sides, expected='two codes, as in ["CHL", "NZL"]'
        )
    for side in sides:
        if country(str(side)) is None:
            raise PackError("an unknown code", where="pack.toml, sides", found=side, expected="ISO 3166-1 alpha-3")
    languages = raw.get("languages", list(LANGUAGES))
    if not isinstance(languages, list) or not languages or any(language not in LANGUAGES for language in languages):
        raise PackError("an unknown language", where="pack.toml", found=languages, expected=", ".join(LANGUAGES))
    as_of = str(raw.get("as_of", ""))
    try:
        if len(as_of) != 10:
            raise ValueError(f"{as_of!r} is not a day")
        parse_date(as_of)
    except ValueError as error:
        raise PackError(f"`as_of`: {error}", where="pack.toml", expected="a day, as in 2026-01-31") from None
    four_eyes = raw.get("four_eyes", False)
    if not isinstance(four_eyes, bool):
        raise PackError("`four_eyes` is not a yes or no", where="pack.toml", found=four_eyes, expected="true or false")
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
        raise PackError(f"`{key}` is not a text by language", where="pack.toml", found=value, expected="en, es, ko")
    return {language: str(value.get(language) or value.get("en", "")) for language in LANGUAGES}
