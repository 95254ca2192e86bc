"""Links proposals as they are printed (one object each) with the record; the results are plain objects too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from henequen.reading.document import Proposal, Quote
from henequen.reading.linking.held import HeldRows
from henequen.reading.linking.link import link

__all__ = ["linked"]

_PLACE = ("document", "kind", "id", "evidence")


def linked(
    proposals: Iterable[Mapping[str, Any]], record: HeldRows, document: str
) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Each proposal with its link as an object; `document` is the record's id of the document that was read."""
    for proposal in proposals:
        fields = {name: value for name, value in proposal.items() if name not in _PLACE}
        evidence = tuple(
            Quote(piece["quote"], piece.get("char_start", 0), piece.get("char_end", 0))
            for piece in proposal.get("evidence", ())
        )
        yield proposal, asdict(link(Proposal(document, proposal["kind"], fields, evidence), record))
