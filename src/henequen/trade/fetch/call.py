"""One call of any service: its question, address, file, checks and parts."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

__all__ = ["Call", "Split", "few"]


class Call(ABC):
    """The interface of each service's calls. A key never occurs in it."""

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
        """A readable name, different for every question."""

    @property
    @abstractmethod
    def question(self) -> tuple[str, dict[str, Any]]:
        """The service, and what its judge (`answer.judge` of the service) needs to know of the request."""

    @abstractmethod
    def split(self) -> Split:
        """The smaller calls with the same content."""

    @property
    def needs_key(self) -> bool:
        """Whether a key is sent with it."""
        return True

    @property
    def key(self) -> str:
        """A hash of the question, which does not depend on address or time."""
        return hashlib.sha256(json.dumps([self.path, dict(self.query)], sort_keys=True).encode()).hexdigest()

    def url(self, base: str) -> str:
        """The whole address below `base`, codes in lists separated by plain commas."""
        return f"{base}/{self.path}?{urlencode(self.query, safe=',*')}"


@dataclass(frozen=True)
class Split:
    """Two or more calls that together replace one; empty if it cannot be split, and then `hint` names what to request
    instead. `finding`: in words, what the split may have lost."""

    calls: Sequence[Call]
    finding: str = ""
    hint: str = ""


def few(codes: Sequence[str]) -> str:
    """Codes in a file's name: one unchanged, more by the first and the last.

    >>> few(["2018"]), few(["2018", "2019", "2020"]), few([])
    ('2018', '2018-2020', '')
    """
    return codes[0] if len(codes) == 1 else f"{codes[0]}-{codes[-1]}" if codes else ""
