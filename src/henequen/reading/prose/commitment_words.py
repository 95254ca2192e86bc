"""The word lists of commitments, each as one pattern."""

from __future__ import annotations

from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["commitment_words", "future_words", "pattern_words"]


@cache
def commitment_words(group: str, name: str) -> str:
    """A list of `commitments.toml`, whole words."""
    return alternation(read_toml("prose", "commitments")[group][name])


@cache
def pattern_words(group: str, name: str) -> str:
    """A list of `commitment_patterns.toml`, whole words."""
    return alternation(read_toml("prose", "commitment_patterns")[group][name])


@cache
def future_words(group: str, name: str) -> str:
    """A list of `commitment_futures.toml`, also inside words."""
    return alternation(read_toml("prose", "commitment_futures")[group][name], bounded=False)
