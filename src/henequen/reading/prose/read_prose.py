"""Read the running text of a document into proposals, and let each pass the gates."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.reading.document import Proposal, ReadDocument
from henequen.reading.prose.actors import read_actors
from henequen.reading.prose.commitments import read_commitments
from henequen.reading.prose.events import read_events
from henequen.reading.prose.instruments import read_instruments
from henequen.reading.prose.observations import read_observations
from henequen.reading.prose.scene import Prose

__all__ = ["read_prose"]


def read_prose(document: ReadDocument) -> Iterator[Proposal]:
    """Propose what the running text says, in the order of the text by kind."""
    prose = Prose.of(document)
    instruments = list(read_instruments(prose))
    yield from instruments
    dated = {
        quote.start
        for proposal in instruments
        if {"signed", "entry_into_force"} & set(proposal.fields)
        for quote in proposal.evidence[:1]
    }
    scenes = {scene.number for scene in prose.scenes if any(scene.start <= start < scene.end for start in dated)}
    yield from read_events(prose, scenes)
    yield from read_commitments(prose)
    yield from read_observations(prose)
    yield from read_actors(prose)
