"""The interface says the same in three languages: the same keys, the same blanks to fill, nothing empty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from henequen.model import wording
from henequen.publish.site import catalogue as module
from henequen.publish.site.catalogue import catalogue

FOLDER = Path(module.__file__).parent
MESSAGES = Path(wording.__file__).parent / "data"
KOREAN = (FOLDER / "catalogues" / "ko.toml", MESSAGES / "messages.ko.toml")
SPANISH = (FOLDER / "catalogues" / "es.toml", MESSAGES / "messages.es.toml")
KOREAN_WORDS = r"관측소|대대한|까닭|추출|인쇄(?:된|되|한|:)|발견 사항|(?:수락|거절|제안|서명|이행|시작)됨|\d %|\} %"
SPANISH_WORDS = (
    r"\b(?:las?|dos|su|cada|una|de quién es la) cuentas?\b|\bsorte|\bbandas?\b|texto corrido|típicamente|\d %|\} %"
)


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


BARE_PARTICLE = re.compile(r"\{[a-z_]+\}(?:은|는|이|가|을|를|과|와|으로|로|이나|나|이라|라)(?![가-힣A-Za-z])")
EITHER_PARTICLE = re.compile(r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|과\(와\)|와\(과\)|\(으\)로")


@pytest.mark.parametrize("catalogue_file", KOREAN, ids=lambda p: p.name)
def test_korean_particles_after_blanks_are_chosen_by_what_fills_them(catalogue_file: Path) -> None:
    """`{name}는` is wrong after every name that ends in a consonant: `{name}[은/는]` chooses."""
    lines = catalogue_file.read_text(encoding="utf-8").splitlines()
    assert not [line[:90] for line in lines if BARE_PARTICLE.search(line) or EITHER_PARTICLE.search(line)]


@pytest.mark.parametrize(
    ("catalogue_file", "words"),
    [(path, KOREAN_WORDS) for path in KOREAN] + [(path, SPANISH_WORDS) for path in SPANISH],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_no_calque_of_the_list_comes_back(catalogue_file: Path, words: str) -> None:
    """Translations that native readers stumbled over: another word was found for each."""
    lines = catalogue_file.read_text(encoding="utf-8").splitlines()
    assert not [line[:110] for line in lines if re.search(words, line.partition(" = ")[2])]
