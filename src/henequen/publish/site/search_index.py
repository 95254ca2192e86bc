"""The search index of the static site: one script that a page loads only for a search.

The script makes nothing of it before it is asked: all is in a few long texts, of which a query reads the lines it needs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from henequen.publish.search import Vocabulary, WordIndex
from henequen.publish.search.index import NAMES, TITLE
from henequen.publish.site.names import Names
from henequen.publish.site.search_entries import word_index

__all__ = ["index_script", "search_index"]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FIELDS = {TITLE: "T", NAMES: "N"}


def search_index(names: Names) -> str:
    """The index of all that a language can find."""
    return index_script(*word_index(names), {"none": names.t("search.none_short"), "all": names.t("search.all")})


def index_script(index: WordIndex, words: Vocabulary, labels: Mapping[str, str]) -> str:
    """`henequenIndex({...})`. Entries are numbered in the order of ties, and every number of a list is the distance from
    the one before, in base 36 (a distance of one is left out).

    `terms`: the words, sorted; `hits`: for each word its entries, each number followed by the letter of the field
    (T title, N names, B passages); `phrases`: lines of the numbers of the words of a title or name, then a tabulator, then
    its entries; `sizes` and `factors`: one letter per entry, 48 letters after its number; `entries`: lines of kind,
    address, title and passages, separated by tabulators. A passage `#n` is the text with that number in `texts`.
    """
    times = Counter(text for e in index.entries for text in e.body)
    texts = [text for text, n in times.items() if (n > 1 and len(text) > 5) or text.startswith("#") or _breaks(text)]
    number = {text: f"#{n}" for n, text in enumerate(texts)}
    kinds = list(dict.fromkeys(e.kind for e in index.entries))
    numbers = {kind: _base36(n) for n, kind in enumerate(kinds)}
    whole = {
        "labels": dict(labels),
        "words": words.plain(),
        "terms": " ".join(index.words),
        "hits": " ".join(
            "".join(f"{gap}{_FIELDS.get(field, 'B')}" for gap, field in zip(_gaps(entry_numbers), fields, strict=True))
            for _, entry_numbers, fields in index.postings()
        ),
        "phrases": "\n".join(
            sorted(
                f"{'.'.join(_base36(index.at[word]) for word in phrase.split())}\t{','.join(_gaps(sorted(entry_numbers)))}"
                for phrase, entry_numbers in index.phrases.items()
                if phrase
            )
        ),
        "sizes": "".join(chr(48 + n) for n in index.title_sizes),
        "factors": "".join(chr(48 + n) for n in index.factors),
        "kinds": kinds,
        "entries": "\n".join(
            "\t".join((numbers[e.kind], e.url, " ".join(e.title.split()), *(number.get(text, text) for text in e.body)))
            for e in index.entries
        ),
        "texts": texts,
    }
    return f"henequenIndex({json.dumps(whole, ensure_ascii=False, separators=(',', ':'))});\n"


def _breaks(text: str) -> bool:
    return "\t" in text or "\n" in text


def _gaps(numbers: Iterable[int]) -> list[str]:
    """The distance of each number from the one before, empty for one; the first counts from -1."""
    gaps, before = [], -1
    for number in numbers:
        gaps.append("" if number == before + 1 else _base36(number - before))
        before = number
    return gaps


def _base36(number: int) -> str:
    """A number as the script reads it.

    >>> _base36(0), _base36(35), _base36(1296)
    ('0', 'z', '100')
    """
    digits = ""
    while number >= 36:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return _DIGITS[number] + digits
