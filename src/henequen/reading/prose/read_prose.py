"""Read the running text of a document into proposals, and let each pass the gates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from henequen.reading.document import Proposal, ReadDocument
from henequen.reading.prose.actors import read_actors
from henequen.reading.prose.agreement_text import is_agreement_text, read_agreement_text
from henequen.reading.prose.commitments import read_commitments
from henequen.reading.prose.events import read_events
from henequen.reading.prose.instruments import read_instruments
from henequen.reading.prose.joined_lines import JoinedLines
from henequen.reading.prose.observations import read_observations
from henequen.reading.prose.open_dates import read_open_dates
from henequen.reading.prose.responsibilities import read_responsibilities
from henequen.reading.prose.scene import Prose

__all__ = ["KINDS", "read_prose", "read_scenes"]


def read_prose(document: ReadDocument, lines: JoinedLines | None = None) -> Iterator[Proposal]:
    """Propose the claims of the running text, by kind in the order of the text; `lines` is the document with its lines
    joined."""
    lines = lines or JoinedLines.of(document)
    for proposal in _read_all(lines.prose):
        yield lines.proposal_back(proposal)


def _read_all(prose: Prose) -> Iterator[Proposal]:
    """Every kind from every sentence."""
    yield from read_agreement_text(prose)
    instruments = list(read_instruments(prose))
    yield from instruments
    yield from read_events(prose, _dated_by(prose, instruments))
    treaty = len(prose.document.text) > _LONG_TREATY and is_agreement_text(prose)
    for kind, reader in _READERS.items():
        if not treaty or kind in ("actor", "responsibility"):
            yield from reader(prose)


def read_scenes(prose: Prose, kind: str) -> Iterator[Proposal]:
    """The proposals of one kind from the sentences of `prose`, which may be an excerpt."""
    if kind in ("instrument", "actor"):
        yield from read_agreement_text(prose)
    if kind == "instrument":
        yield from read_instruments(prose)
    elif kind == "event":
        yield from read_events(prose, _dated_by(prose, list(read_instruments(prose))))
    elif kind in _READERS:
        yield from _READERS[kind](prose)


def _dated_by(prose: Prose, instruments: list[Proposal]) -> set[int]:
    """The sentences whose date is that of a signature or of entry into force."""
    starts = sorted(
        proposal.evidence[0].start for proposal in instruments if {"signed", "entry_into_force"} & set(proposal.fields)
    )
    return {
        scene.number
        for scene in prose.scenes
        if (at := bisect_left(starts, scene.start)) < len(starts) and starts[at] < scene.end
    }


_LONG_TREATY = 40_000
"""Characters; the duties in a longer agreement are its articles, not commitments to follow up."""

_READERS = {
    "commitment": read_commitments,
    "observation": read_observations,
    "actor": read_actors,
    "responsibility": read_responsibilities,
    "issue": read_open_dates,
}
KINDS = ("instrument", "event", "commitment", "observation", "actor", "responsibility", "issue")
"""The kinds that running text gives, in the order of the output."""
