"""Where the words around a passage are: the same places that a comparison at every place finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from henequen.model.match_key import digest, match_key
from henequen.record.evidence.contexts import Contexts
from henequen.record.evidence.passage import CONTEXT, Passage, remember


def _compared(key: str, prefix: str, suffix: str, length: int, low: int, high: int) -> set[int]:
    return {
        at
        for at in range(max(0, low), min(high, len(key) - length) + 1)
        if prefix == digest(key[max(0, at - CONTEXT) : at])
        or suffix == digest(key[at + length : at + length + CONTEXT])
    }


@given(st.text("ab", max_size=90), st.text("ab", max_size=90), st.integers(0, 80), st.integers(1, 20), st.data())
def test_contexts_finds_what_a_comparison_at_every_place_finds(
    first: str, second: str, start: int, length: int, data: st.DataObject
) -> None:
    document = match_key(first + "x" * (start + length + 1 - len(first)))
    passage = remember("d", document, Passage(start, start + length))
    key = data.draw(st.sampled_from((document.key, second + document.key, first + second, document.key[3:] + second)))
    low = data.draw(st.integers(-40, len(key)))
    high = data.draw(st.integers(low, len(key) + 40))
    expected = _compared(key, passage.prefix_hash, passage.suffix_hash, length, low, high)
    assert Contexts(key).places(passage, low, high) == expected


def test_contexts_are_found_across_blocks() -> None:
    words = " ".join(str(number) for number in range(3000))
    passage = remember("d", match_key(words), Passage(words.index(" 2000 ") + 1, words.index(" 2000 ") + 5))
    moved = "put in front of all " * 10 + words
    assert Contexts(moved).places(passage, 0, len(moved)) == {moved.index(" 2000 ") + 1}
