"""Read the running text of a document into proposals, and let each pass the gates."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.reading.document import Proposal, ReadDocument
from henequen.reading.prose.observations import read_observations
from henequen.reading.prose.scene import Prose

__all__ = ["read_prose"]


def read_prose(document: ReadDocument) -> Iterator[Proposal]:
    """Propose what the running text says, in the order of the text by kind."""
    prose = Prose.of(document)
    yield from read_observations(prose)
