"""One call of a service, whatever the service: what is asked, its address, its file, its judge, its parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from henequen.sources.fetch.answer import Judged
from henequen.sources.fetch.transport import Response

__all__ = ["Call", "Split", "address", "few", "question"]


class Call(Protocol):
    """What each service's calls are to those who send and keep them. A key never stands in any of it."""

    @property
    def path(self) -> str:
        """The path below the service's address."""

    @property
    def query(self) -> Mapping[str, str]:
        """The query's parameters in a fixed order."""

    @property
    def key(self) -> str:
        """What is asked, as a hash: the same for the same question, wherever and whenever it is put."""

    @property
    def file_name(self) -> str:
        """A name that people can read, and that no two questions share."""

    @property
    def needs_key(self) -> bool:
        """Whether a key is sent with it."""

    def url(self, base: str) -> str:
        """The whole address, without a key."""

    def judge(self, response: Response) -> Judged:
        """Is this the answer to what was asked, whole? Raises BrokenAnswer, WrongAnswer or Refused with the reason."""

    def split(self) -> Split:
        """The smaller calls that ask for the same."""


@dataclass(frozen=True)
class Split:
    """Two or more calls that ask together for what one asked; none where it cannot be made smaller, and then `hint` says
    what to ask instead. `finding`: what the split may have lost, in words."""

    calls: Sequence[Call]
    finding: str = ""
    hint: str = ""


def question(path: str, query: Mapping[str, str]) -> str:
    """The hash of a question.

    >>> question("a", {"x": "1"}) == question("a", {"x": "1"}) != question("a", {"x": "2"})
    True
    """
    return hashlib.sha256(json.dumps([path, dict(query)], sort_keys=True).encode()).hexdigest()


def address(base: str, path: str, query: Mapping[str, str]) -> str:
    """The address of a call, codes in lists separated by plain commas.

    >>> address("https://example.org", "data/hs", {"get": "A,B", "time": "2019-12"})
    'https://example.org/data/hs?get=A,B&time=2019-12'
    """
    return f"{base}/{path}?{urlencode(query, safe=',*')}"


def few(codes: Sequence[str]) -> str:
    """Codes in a file's name: one as it is, more by the first and the last.

    >>> few(["2018"]), few(["2018", "2019", "2020"]), few([])
    ('2018', '2018-2020', '')
    """
    return codes[0] if len(codes) == 1 else f"{codes[0]}-{codes[-1]}" if codes else ""
