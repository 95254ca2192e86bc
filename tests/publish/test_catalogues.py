"""The interface says the same in three languages: the same keys, the same blanks to fill, nothing empty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from henequen.publish.site import catalogue as module
from henequen.publish.site.catalogue import catalogue

FOLDER = Path(module.__file__).parent


def blanks(text: str) -> set[str]:
    """The names that a string needs, those of a choice by number included."""
    return set(re.findall(r"{(\w+)[?}]", text))


@pytest.mark.parametrize("language", ["es", "ko"])
def test_the_same_keys_and_blanks(language: str) -> None:
    english, other = catalogue("en").strings, catalogue(language).strings
    assert set(english) == set(other)
    for key, text in english.items():
        assert other[key].strip() or key.startswith("scale."), key  # only some languages count in myriads
        # A translation may repeat a blank, but may neither lose nor invent one.
        assert blanks(text) == blanks(other[key]), key


def test_every_string_is_used_and_every_used_one_exists() -> None:
    sources = [
        p.read_text(encoding="utf-8")
        for p in [*FOLDER.rglob("*.py"), *FOLDER.rglob("*.html"), *(FOLDER.parents[1] / "service").glob("*.py")]
    ]
    used = set(re.findall(r"""(?:\bt|sides|names\.t)\(\s*["']([a-z_]+\.[a-z_]+)["']""", "\n".join(sources)))
    assert not used - set(catalogue("en").strings)


def test_a_missing_string_is_an_error() -> None:
    with pytest.raises(KeyError, match="no string"):
        catalogue("en")("nothing.such")
