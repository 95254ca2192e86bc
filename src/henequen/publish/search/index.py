"""What can be found, and the index of its words: in memory while it is made, in a file for the commands that follow."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from henequen.publish.search.words import Vocabulary, fold_words

__all__ = ["BODY", "NAMES", "TITLE", "Entry", "Index", "StoredIndex", "WordIndex"]

TITLE, NAMES, BODY = 8, 6, 2
"""How much a word counts in the title of an entry, in its other names, and in its passages."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: `names` are its other names and keywords, `body` what is said of it, one text per
    passage; `weight` (in tenths) makes it count less than others of its kind; `id` is that of the record, place,
    figure or finding."""

    kind: str
    url: str
    title: str
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    weight: int = 10
    id: str = ""


class Index(Protocol):
    """The words of all entries: `words` is sorted, `size` is the number of entries."""

    @property
    def size(self) -> int: ...

    @property
    def words(self) -> Sequence[str]: ...

    def __contains__(self, word: str) -> bool: ...

    def postings(self, word: str) -> Mapping[int, int]:
        """The numbers of the entries that contain a word of the index, each with the best field it occurs in."""

    def named(self, phrase: str) -> set[int]:
        """The numbers of the entries whose title or other name is just this phrase."""

    def entry(self, number: int) -> Entry:
        """The entry with a number."""

    def title_size(self, number: int) -> int:
        """How many words the title of an entry has, at least one."""


class WordIndex:
    """The index of a list of entries, in memory."""

    def __init__(self, entries: Sequence[Entry], words: Vocabulary) -> None:
        self.entries = tuple(entries)
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)
        self._title_sizes: list[int] = []
        self._phrases: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            title = fold_words(entry.title)
            self._title_sizes.append(max(1, len(title)))
            for weight, texts in ((BODY, entry.body), (NAMES, entry.names)):
                for word in (word for text in texts for word in fold_words(text)):
                    self._postings[word][number] = max(weight, self._postings[word].get(number, 0))
            for word in title:
                self._postings[word][number] = TITLE
            for text in (entry.title, *entry.names):
                self._phrases[" ".join(words.meaningful(fold_words(text)))].add(number)
        self.size = len(self.entries)
        self.words: Sequence[str] = sorted(self._postings)

    def __contains__(self, word: str) -> bool:
        return word in self._postings

    def postings(self, word: str) -> Mapping[int, int]:
        """See `Index`."""
        return self._postings[word]

    def named(self, phrase: str) -> set[int]:
        """See `Index`."""
        return self._phrases.get(phrase, set())

    def entry(self, number: int) -> Entry:
        """See `Index`."""
        return self.entries[number]

    def title_size(self, number: int) -> int:
        """See `Index`."""
        return self._title_sizes[number]

    def to_bytes(self, stamp: str, words: Vocabulary) -> bytes:
        """The index as the bytes of an SQLite file, with what it was made from and the vocabulary of its queries."""
        with sqlite3.connect(":memory:") as db:
            db.executescript(_SCHEMA)
            meta = {"stamp": stamp, "words": "\n".join(self.words), "vocabulary": json.dumps(words.plain())}
            db.executemany("insert into meta values (?, ?)", meta.items())
            db.executemany(
                "insert into word values (?, ?)",
                (
                    (word, json.dumps([n for pair in hits.items() for n in pair]))
                    for word, hits in self._postings.items()
                ),
            )
            db.executemany(
                "insert into phrase values (?, ?)", ((text, json.dumps(sorted(n))) for text, n in self._phrases.items())
            )
            db.executemany(
                "insert into entry values (?, ?, ?)",
                ((n, self._title_sizes[n], json.dumps(_row(entry))) for n, entry in enumerate(self.entries)),
            )
            db.commit()
            return db.serialize()


class StoredIndex:
    """An index read from a file that `WordIndex.to_bytes` made. A query reads only the words and entries it needs, so it
    takes a few milliseconds where indexing again takes half a second."""

    def __init__(self, path: Path, stamp: str) -> None:
        """Open an index made from `stamp`. Raises LookupError if there is none, or it is damaged or made from something else."""
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            meta = dict(self._db.execute("select name, value from meta"))
            self.words: Sequence[str] = meta["words"].split("\n")
            self.size: int = self._db.execute("select count(*) from entry").fetchone()[0]
        except (sqlite3.Error, KeyError) as error:
            raise LookupError(str(path)) from error
        if meta["stamp"] != stamp:
            raise LookupError(f"{path} was made from something else")
        self.vocabulary = Vocabulary.from_plain(json.loads(meta["vocabulary"]))
        self._postings: dict[str, Mapping[int, int]] = {}
        self._entries: dict[int, tuple[Entry, int]] = {}

    def __contains__(self, word: str) -> bool:
        return bool(self.postings(word))

    def postings(self, word: str) -> Mapping[int, int]:
        """See `Index`."""
        if word not in self._postings:
            row = self._db.execute("select hits from word where word = ?", (word,)).fetchone()
            numbers = json.loads(row[0]) if row else []
            self._postings[word] = dict(zip(numbers[::2], numbers[1::2], strict=True))
        return self._postings[word]

    def named(self, phrase: str) -> set[int]:
        """See `Index`."""
        row = self._db.execute("select numbers from phrase where phrase = ?", (phrase,)).fetchone()
        return set(json.loads(row[0])) if row else set()

    def entry(self, number: int) -> Entry:
        """See `Index`."""
        return self._entry(number)[0]

    def title_size(self, number: int) -> int:
        """See `Index`."""
        return self._entry(number)[1]

    def _entry(self, number: int) -> tuple[Entry, int]:
        if number not in self._entries:
            size, body = self._db.execute("select size, body from entry where number = ?", (number,)).fetchone()
            kind, url, title, names, passages, weight, identity = json.loads(body)
            self._entries[number] = (Entry(kind, url, title, tuple(names), tuple(passages), weight, identity), size)
        return self._entries[number]


_SCHEMA = """
create table meta (name text primary key, value text) without rowid;
create table word (word text primary key, hits text) without rowid;
create table phrase (phrase text primary key, numbers text) without rowid;
create table entry (number integer primary key, size integer, body text);
"""


def _row(entry: Entry) -> list[object]:
    return [entry.kind, entry.url, entry.title, entry.names, entry.body, entry.weight, entry.id]
