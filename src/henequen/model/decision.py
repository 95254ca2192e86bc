"""What people decide: judgements of identity, reviews of claims, and the lexicon of printed names.

A rule may make a judgement too; it is recomputed and never outranks a person.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Judgement", "LexiconEntry", "Review"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """`left` and `right` are the same, different, or unsure; `who` is a person or `rule:<name>@<version>`."""

    left: str
    right: str
    judgement: str
    who: str
    when: str
    reason: str

    @property
    def by_rule(self) -> bool:
        """Was it made by a rule?"""
        return self.who.startswith("rule:")


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one claim: its state and its rank."""

    claim_id: str
    state: str
    rank: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """The meaning of a printed name, in one document or in all."""

    as_printed: str
    document: str
    means: str
    judgement: str
    who: str
    when: str
    reason: str
