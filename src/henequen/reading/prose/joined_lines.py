"""The text with words joined that are broken at line ends, and the mapping back to places in the document.

`Ko-` at the end of a line and `rea` on the next are one word: readers of prose use the joined text; quotes are taken
from the document unchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from henequen.reading.document import Proposal, Quote, ReadDocument
from henequen.reading.prose.scene import Prose

__all__ = ["JoinedLines"]

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][ \t\r]*\n[ \t]*(?=[a-záéíóúñü])")


@dataclass(frozen=True)
class JoinedLines:
    """A document with its lines joined: `cuts` are the places (in the joined text) behind which characters are missing."""

    original: ReadDocument
    document: ReadDocument
    cuts: tuple[int, ...]
    shifts: tuple[int, ...]

    @staticmethod
    def of(document: ReadDocument) -> JoinedLines:
        """Join the broken words of a document; without any, the document itself is used."""
        text = document.text
        breaks = list(_BROKEN.finditer(text))
        if not breaks:
            return JoinedLines(document, document, (), ())
        parts, cuts, shifts = [], [], []
        at = missing = 0
        for place in breaks:
            parts.append(text[at : place.start()])
            cuts.append(place.start() - missing)
            missing += place.end() - place.start()
            shifts.append(missing)
            at = place.end()
        parts.append(text[at:])
        joined = JoinedLines(document, document, tuple(cuts), tuple(shifts))
        blocks = tuple(
            replace(block, start=joined.forward(block.start), end=joined.forward(block.end))
            for block in document.blocks
        )
        return replace(joined, document=replace(document, text="".join(parts), blocks=blocks))

    @cached_property
    def prose(self) -> Prose:
        """The joined document prepared for the readers of prose, once for them and for the evidence gate."""
        return Prose.of(self.document)

    def back(self, position: int) -> int:
        """The place in the document of a place in the joined text."""
        at = bisect_right(self.cuts, position)
        return position + (self.shifts[at - 1] if at else 0)

    def forward(self, position: int) -> int:
        """The place in the joined text of a place in the document."""
        low, high = 0, len(self.cuts)
        while low < high:
            middle = (low + high) // 2
            if self.cuts[middle] + self.shifts[middle] <= position:
                low = middle + 1
            else:
                high = middle
        if low < len(self.cuts):
            before = self.shifts[low - 1] if low else 0
            return min(position - before, self.cuts[low]) if position - before > self.cuts[low] else position - before
        return position - (self.shifts[-1] if self.shifts else 0)

    def quote_back(self, quote: Quote) -> Quote:
        """A quote of the joined text mapped to the document."""
        start = self.back(quote.start)
        end = self.back(quote.end - 1) + 1
        return self.original.quote(start, end)

    def proposal_back(self, proposal: Proposal) -> Proposal:
        """A proposal whose quotes are those of the document."""
        if not self.cuts:
            return proposal
        return replace(proposal, evidence=tuple(self.quote_back(quote) for quote in proposal.evidence))
