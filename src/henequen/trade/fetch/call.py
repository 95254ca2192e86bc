"""One call of a service, whatever the service: what is asked, its address, its file, its judge, its parts."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from henequen.files.transport import Response
from henequen.trade.fetch.answer import Judged

__all__ = ["Call", "Split", "few"]


class Call(ABC):
    """What each service's calls are to those who send and keep them. A key never occurs in any of it."""

    @property
    @abstractmethod
    def path(self) -> str:
        """The path below the service's address."""

    @property
    @abstractmethod
    def query(self) -> Mapping[str, str]:
        """The query's parameters in a fixed order."""

    @property
    @abstractmethod
    def file_name(self) -> str:
        """A name that people can read, and that no two questions share."""

    @abstractmethod
    def judge(self, response: Response) -> Judged:
        """Is this the answer to what was asked, whole? Raises BrokenAnswer, WrongAnswer or Refused with the reason."""

    @abstractmethod
    def split(self) -> Split:
        """The smaller calls that ask for the same."""

    @property
    def needs_key(self) -> bool:
        """Whether a key is sent with it."""
        return True

    @property
    def key(self) -> str:
        """What is asked, as a hash: the same for the same question, wherever and whenever it is put."""
        return hashlib.sha256(json.dumps([self.path, dict(self.query)], sort_keys=True).encode()).hexdigest()

    def url(self, base: str) -> str:
        """The whole address below `base`, codes in lists separated by plain commas."""
        return f"{base}/{self.path}?{urlencode(self.query, safe=',*')}"


@dataclass(frozen=True)
class Split:
    """Two or more calls that ask together for what one asked; none where it cannot be made smaller, and then `hint`
    names what to request instead. `finding`: what the split may have lost, in words."""

    calls: Sequence[Call]
    finding: str = ""
    hint: str = ""


def few(codes: Sequence[str]) -> str:
    """Codes in a file's name: one as it is, more by the first and the last.

    >>> few(["2018"]), few(["2018", "2019", "2020"]), few([])
    ('2018', '2018-2020', '')
    """
    return codes[0] if len(codes) == 1 else f"{codes[0]}-{codes[-1]}" if codes else ""
