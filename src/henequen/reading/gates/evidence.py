"""The evidence gate: the quotes occur in the document exactly, and they alone support the claim.

A quote of running text must occur once on the match key; a cell is identified by its place. Then the quotes are read
again without the rest of the document: the same number, unit, date, sign, sides, status and negation must result. A
claim whose value or quote was changed by a person, a model or a damaged file is dropped here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from henequen.model.match_key import match_key
from henequen.reading.document import Proposal, Quote, ReadDocument
from henequen.reading.gates.verdict import ACCEPTED, Verdict
from henequen.reading.prose.joined_lines import JoinedLines
from henequen.reading.prose.quotes import quote_key
from henequen.reading.prose.read_prose import read_scenes

__all__ = ["EvidenceGate"]


class EvidenceGate:
    """Checks the proposals of one document; the document is prepared once."""

    def __init__(self, document: ReadDocument, from_tables: Iterator[Proposal] | None = None) -> None:
        """`from_tables` reads the tables of the document again; without it a claim from a table is dropped."""
        self._document = document
        self.lines = JoinedLines.of(document)
        self._from_tables = from_tables
        self._table_claims: set[str] | None = None

    @cached_property
    def _key(self) -> str:
        """The match key of the whole text, computed for the first proposal from prose; tables do not need it."""
        return match_key(self._document.text).key

    def check(self, proposal: Proposal) -> Verdict:
        """Accept a proposal whose quotes are exact and support each of its values."""
        if not proposal.evidence:
            return Verdict(False, "no_evidence")
        for quote in proposal.evidence:
            verdict = self._check_quote(quote)
            if not verdict.accepted:
                return verdict
        if any(_is_cell(quote) for quote in proposal.evidence):
            return self._check_table_claim(proposal)
        return self._check_prose_claim(proposal)

    def _check_quote(self, quote: Quote) -> Verdict:
        """The quote is the text at its place; in running text it occurs once on the match key."""
        text = self._document.text
        if not 0 <= quote.start < quote.end <= len(text) or text[quote.start : quote.end] != quote.quote:
            return Verdict(False, "quote_not_exact", quote.quote[:80])
        if quote.page is not None and quote.page != self._document.page_of(quote.start):
            return Verdict(False, "quote_on_another_page", quote.quote[:80])
        if not _is_cell(quote) and self._key.count(quote_key(quote.quote)) != 1:
            return Verdict(False, "quote_not_once", quote.quote[:80])
        return ACCEPTED

    def _check_table_claim(self, proposal: Proposal) -> Verdict:
        """A claim from a table is accepted if the table, read again, makes the same claim from the same cells."""
        if self._table_claims is None:
            self._table_claims = {again.identity for again in self._from_tables or ()}
        return ACCEPTED if proposal.identity in self._table_claims else Verdict(False, "value_not_in_table")

    def _check_prose_claim(self, proposal: Proposal) -> Verdict:
        """The quotes, read alone, must make the same claim."""
        forward = self.lines.forward
        spans = [(forward(quote.start), forward(quote.end)) for quote in proposal.evidence]
        excerpt = self.lines.prose.excerpt(spans)
        nearest = ""
        for again in read_scenes(excerpt, proposal.kind):
            difference = _difference(proposal.fields, again.fields)
            if difference is None and again.evidence[0].start == spans[0][0]:
                return ACCEPTED
            nearest = difference or nearest
        return Verdict(False, f"value_not_in_quote:{nearest}" if nearest else "value_not_in_quote")


def _is_cell(quote: Quote) -> bool:
    """Does the quote name its place in a table, a sheet or a register?"""
    return quote.table is not None or quote.cell is not None or quote.row is not None


def _difference(claimed: Mapping[str, object], again: Mapping[str, object]) -> str | None:
    """The first field that the quotes do not support; a claim may contain less than the quotes, never more.

    A claim that leaves out a sign, a status or a hedge that the quotes have says something else: those must agree.
    """
    for name, value in claimed.items():
        if again.get(name) != value:
            return name
    for name in ("flags", "status", "status_normalised", "ambiguous_subdivision", "comparator", "attributed"):
        if name in again and claimed.get(name) != again[name]:
            return name
    return None
