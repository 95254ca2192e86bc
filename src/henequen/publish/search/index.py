"""The index of the words of all entries: in memory while it is made, in a file for the commands that follow."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from henequen.publish.search.kinds import Entry, in_order
from henequen.publish.search.tallies import Plan, best_of
from henequen.publish.search.words import Vocabulary, fold_words

if TYPE_CHECKING:
    from henequen.publish.search.arrays import Arrays

__all__ = ["BODY", "NAMES", "TITLE", "Index", "StoredIndex", "WordIndex"]

TITLE, NAMES, BODY = 8, 6, 2
"""How much a word counts in the title of an entry, in its other names, and in its passages."""


class Index(Protocol):
    """The words of all entries: `words` is sorted, `size` is the number of entries, which are numbered in the order of
    ties (`in_order`)."""

    @property
    def size(self) -> int: ...

    @property
    def words(self) -> Sequence[str]: ...

    def __contains__(self, word: str) -> bool: ...

    def count(self, word: str) -> int:
        """How many entries contain a word."""

    def entries_named(self, phrase: str) -> set[int]:
        """The numbers of the entries whose title or other name equals this phrase."""

    def entry(self, number: int) -> Entry:
        """The entry with a number."""

    def best(self, plan: Plan, whole: set[int], limit: int) -> list[tuple[int, int]]:
        """The best entries for a plan as (score, number), best first, at most `limit`; `whole` count twice."""


class WordIndex:
    """The index of a list of entries, in memory: the postings of all words are in one array, word after word."""

    def __init__(self, entries: Sequence[Entry], words: Vocabulary) -> None:
        self.entries = tuple(in_order(entries))
        self.size = len(self.entries)
        self.title_sizes = array("i")
        self.factors = array("i", [entry.factor for entry in self.entries])
        fields_of: dict[str, dict[int, int]] = defaultdict(dict)
        phrases: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            title = fold_words(entry.title)
            self.title_sizes.append(max(1, len(title)))
            for text in entry.body:
                for word in fold_words(text):
                    fields_of[word].setdefault(number, BODY)
            for text in entry.names:
                folded = fold_words(text)
                for word in folded:
                    fields_of[word][number] = NAMES
                phrases[" ".join(words.meaningful(folded))].add(number)
            for word in title:
                fields_of[word][number] = TITLE
            phrases[" ".join(words.meaningful(title))].add(number)
        self.phrases: Mapping[str, set[int]] = dict(phrases)
        self.words: Sequence[str] = sorted(fields_of)
        self.starts, self.numbers, self.fields = array("q", [0]), array("i"), bytearray()
        for word in self.words:
            self.numbers.extend(fields_of[word])
            self.fields.extend(fields_of[word].values())
            self.starts.append(len(self.numbers))
        self.at = {word: n for n, word in enumerate(self.words)}
        self._arrays: Arrays | None = None

    def __contains__(self, word: str) -> bool:
        return word in self.at

    def count(self, word: str) -> int:
        """See `Index`."""
        n = self.at[word]
        return self.starts[n + 1] - self.starts[n]

    def postings(self) -> Iterator[tuple[str, array[int], bytearray]]:
        """Each word with the numbers of its entries, in their order, and the best field it occurs in."""
        for n, word in enumerate(self.words):
            part = slice(self.starts[n], self.starts[n + 1])
            yield word, self.numbers[part], self.fields[part]

    def entries_named(self, phrase: str) -> set[int]:
        """See `Index`."""
        return self.phrases.get(phrase, set())

    def entry(self, number: int) -> Entry:
        """See `Index`."""
        return self.entries[number]

    def best(self, plan: Plan, whole: set[int], limit: int) -> list[tuple[int, int]]:
        """See `Index`. A service answers many queries, so arrays of the size of the whole index pay off."""
        if self._arrays is None:
            from henequen.publish.search.arrays import Arrays  # here: a command that starts needs no numpy

            self._arrays = Arrays(self.at, self.starts, self.numbers, self.fields, self.title_sizes, self.factors)
        return self._arrays.best(plan, whole, limit)

    def to_bytes(self, stamp: str, words: Vocabulary) -> bytes:
        """The index as the bytes of an SQLite file, with its stamp and the vocabulary of its queries."""
        with sqlite3.connect(":memory:") as db:
            db.executescript(_SCHEMA)
            meta = {
                "stamp": stamp,
                "words": "\n".join(self.words),
                "vocabulary": json.dumps(words.plain()),
                "title_sizes": self.title_sizes.tobytes(),
                "factors": self.factors.tobytes(),
            }
            db.executemany("insert into meta values (?, ?)", meta.items())
            db.executemany(
                "insert into word values (?, ?, ?)",
                ((word, numbers.tobytes(), bytes(fields)) for word, numbers, fields in self.postings()),
            )
            db.executemany(
                "insert into phrase values (?, ?)",
                ((text, json.dumps(sorted(n))) for text, n in self.phrases.items()),
            )
            db.executemany(
                "insert into entry values (?, ?)",
                ((n, json.dumps(_row(entry))) for n, entry in enumerate(self.entries)),
            )
            db.commit()
            return db.serialize()


class StoredIndex:
    """An index read from a file that `WordIndex.to_bytes` made. A query reads only the words and entries it needs, so
    it takes a few milliseconds instead of half a second for indexing again."""

    def __init__(self, path: Path, stamp: str) -> None:
        """Open an index made from `stamp`. Raises LookupError if there is none, or if it is damaged or has another
        stamp."""
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            meta = dict(self._db.execute("select name, value from meta"))
            self.words: Sequence[str] = meta["words"].split("\n") if meta["words"] else []
            self._title_sizes, self._factors = array("i", meta["title_sizes"]), array("i", meta["factors"])
        except (sqlite3.Error, KeyError) as error:
            raise LookupError(str(path)) from error
        if meta["stamp"] != stamp:
            raise LookupError(f"{path} was made from something else")
        self.size = len(self._factors)
        self.vocabulary = Vocabulary.from_plain(json.loads(meta["vocabulary"]))
        self._postings: dict[str, Mapping[int, int]] = {}

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __contains__(self, word: str) -> bool:
        return bool(self.postings(word))

    def count(self, word: str) -> int:
        """See `Index`."""
        return len(self.postings(word))

    def postings(self, word: str) -> Mapping[int, int]:
        """The numbers of the entries that contain a word, each with the best field it occurs in."""
        if word not in self._postings:
            row = self._db.execute("select numbers, fields from word where word = ?", (word,)).fetchone()
            self._postings[word] = dict(zip(array("i", row[0]), row[1], strict=True)) if row else {}
        return self._postings[word]

    def entries_named(self, phrase: str) -> set[int]:
        """See `Index`."""
        row = self._db.execute("select numbers from phrase where phrase = ?", (phrase,)).fetchone()
        return set(json.loads(row[0])) if row else set()

    def entry(self, number: int) -> Entry:
        """See `Index`."""
        (body,) = self._db.execute("select body from entry where number = ?", (number,)).fetchone()
        kind, url, title, names, passages, weight, identity = json.loads(body)
        return Entry(kind, url, title, tuple(names), tuple(passages), weight, identity)

    def best(self, plan: Plan, whole: set[int], limit: int) -> list[tuple[int, int]]:
        """See `Index`."""
        postings: Callable[[str], Mapping[int, int]] = self.postings
        return best_of(plan, whole, limit, postings, self._title_sizes, self._factors)


_SCHEMA = """
create table meta (name text primary key, value) without rowid;
create table word (word text primary key, numbers blob, fields blob) without rowid;
create table phrase (phrase text primary key, numbers text) without rowid;
create table entry (number integer primary key, body text);
"""


def _row(entry: Entry) -> list[object]:
    return [entry.kind, entry.url, entry.title, entry.names, entry.body, entry.weight, entry.id]
