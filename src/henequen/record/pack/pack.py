"""A pack in memory: the checked content of its files, before any rule is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from henequen.model.claim import Claim
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.model.translation import Translation
from henequen.model.watched import Watched
from henequen.record.pack.manifest import Manifest

__all__ = ["Pack"]


@dataclass(frozen=True, slots=True)
class Pack:
    """The content of a pack's folder, in the order of its files."""

    root: Path
    manifest: Manifest
    fingerprint: str
    editions: dict[str, Edition]
    documents: dict[str, Document]
    places: dict[str, Place]
    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]
    judgements: tuple[Judgement, ...]
    lexicon: tuple[LexiconEntry, ...]
    reviews: tuple[Review, ...]
    vocabulary: dict[str, tuple[dict[str, str], ...]]
    translations: Mapping[str, tuple[Translation, ...]] = field(default_factory=dict)
    sources: tuple[Watched, ...] = ()

    @property
    def checks(self) -> tuple[dict[str, str], ...]:
        """Checks that no general rule of the audit can derive: which figure is a share of which."""
        return self.vocabulary.get("checks", ())

    @property
    def published(self) -> dict[str, str]:
        """The day on which each edition was published, by its id; editions without a day are left out."""
        return {name: edition.published_on for name, edition in self.editions.items() if edition.published_on}
