"""A passage counts only if it is found exactly."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.model.claim import Claim
from henequen.model.edition import Document
from henequen.model.errors import DocumentError
from henequen.model.match_key import MatchKey, match_key
from henequen.model.observation import Observation
from henequen.observatory import Observatory
from henequen.record.evidence.passage import glued, locate, remember
from henequen.record.evidence.verifier import is_at_its_place, verify

TEXT = match_key("Exports were 44.7 million in 1980 and 1,060.6 in 1994; the share was 4.7 % of all exports in 1980.")


def test_a_number_is_never_cut_in_two() -> None:
    assert TEXT.key[slice(*_range("4.7"))] == "4.7"
    assert TEXT.key.index("4.7") < locate(TEXT, "4.7").start
    with pytest.raises(DocumentError, match="not in the document"):
        locate(TEXT, "060.6")


def test_what_occurs_twice_needs_a_word_before_it() -> None:
    with pytest.raises(DocumentError, match="more than once"):
        locate(TEXT, "1980")
    assert locate(TEXT, "1980", after="share").start == TEXT.key.rindex("1980")


@given(st.integers(0, 200), st.sampled_from("0123456789abcXYZ,.-"))
@settings(max_examples=400)
def test_any_changed_character_of_the_passage_is_noticed(at: int, other: str) -> None:
    passage = remember("d", TEXT, locate(TEXT, "44.7 million in 1980 and 1,060.6"))
    at = passage.key_start + at % (passage.key_end - passage.key_start)
    if TEXT.key[at] == other:
        return
    mutated = match_key(TEXT.key[:at] + other + TEXT.key[at + 1 :])
    assert not is_at_its_place(mutated, passage)


def _range(quote: str) -> tuple[int, int]:
    passage = locate(TEXT, quote)
    return passage.start, passage.end


@pytest.mark.system(116)
def test_every_claim_of_the_shipped_pack_is_found(shipped: Observatory, seeds: Path) -> None:
    answers = shipped.verify(sorted(seeds.glob("*.txt")))
    assert len(answers) == 5
    for answer in answers:
        assert answer.not_found == ()  # type: ignore[union-attr]
        assert answer.proven == answer.claims > 0  # type: ignore[union-attr]


def test_thousands_of_mutations_of_the_documents_are_all_noticed(
    shipped: Observatory, document_texts: dict[str, str]
) -> None:
    """One digit or letter inside a passage is changed at a time: that passage must not be found any more."""
    pack = shipped.read()
    chance = random.Random(1905)
    passages = sorted({p for item in (*pack.claims, *pack.observations) for p in item.evidence}, key=repr)
    keys = {name: match_key(text) for name, text in document_texts.items()}
    assert keys.keys() == pack.documents.keys()
    sayings = [*pack.claims, *pack.observations]
    tried = 0
    for passage in chance.choices(passages, k=3000):
        key = keys[passage.document].key
        places = [i for i in range(passage.key_start, passage.key_end) if key[i].isalnum()]
        if not places:
            continue
        at = chance.choice(places)
        pool = "0123456789" if key[at].isdigit() else "abcdefghijklmnopqrstuvwxyzáéñ"
        other = chance.choice([c for c in pool if c != key[at]])
        mutated = MatchKey(key[:at] + other + key[at + 1 :], keys[passage.document].starts, keys[passage.document].ends)
        assert not is_at_its_place(mutated, passage), (passage, key[at], other)
        if tried % 60 == 0:
            document = pack.documents[passage.document]
            answer = verify(document, mutated, "", "altered.txt", sayings)
            expected = {
                item.claim_id if isinstance(item, Claim) else item.id for item in sayings if passage in item.evidence
            }
            assert expected <= set(answer.not_found)
        tried += 1
    assert tried > 2900


def test_line_ends_do_not_matter_but_digits_do(shipped: Observatory, seeds: Path, tmp_path: Path) -> None:
    source = next(seeds.glob("002_*")).read_bytes().decode("utf-8")
    windows = tmp_path / "windows.txt"
    windows.write_text(source.replace("\n", "\r\n"), encoding="utf-8", newline="")
    (answer,) = shipped.verify([windows])
    assert answer.not_found == ()  # type: ignore[union-attr]
    altered = tmp_path / "altered.txt"
    altered.write_text(source.replace("US$6.16 billion", "US$6.17 billion"), encoding="utf-8", newline="")
    (answer,) = shipped.verify([altered])
    assert answer.not_found  # type: ignore[union-attr]
    assert not answer.same_bytes  # type: ignore[union-attr]


def test_a_figure_that_moved_with_its_neighbours_is_found() -> None:
    passage = remember("d", TEXT, locate(TEXT, "1,060.6"))
    moved = match_key("A new sentence before. " + TEXT.key)
    document = Document("d", "e", "d.txt", "0" * 64, "", "text/plain", "", "en", "")
    figure = Observation("o", "e", "export", "AAA", "1994", "stated", "USD", None, evidence=(passage,))
    assert verify(document, moved, "", "d.txt", [figure]).proven == 1


def test_glue() -> None:
    assert glued("1,060.6", 0, 5)
    assert glued("1,060.6", 2, 7)
    assert not glued("in 1994, 12", 3, 7)
