"""Documents for the readers of prose, without a format: text, language, date and publisher."""

from henequen.reading.document import Proposal, ReadDocument
from henequen.reading.prose.read_prose import read_prose


def document(
    text: str, language: str = "en", published_on: str | None = None, publisher: str | None = None
) -> ReadDocument:
    """A document of plain text."""
    return ReadDocument("note.txt", "text/plain", text, language, published_on=published_on, publisher=publisher)


def read(
    kind: str, text: str, language: str = "en", published_on: str | None = None, publisher: str | None = None
) -> list[Proposal]:
    """The proposals of one kind."""
    found = read_prose(document(text, language, published_on, publisher))
    return [proposal for proposal in found if proposal.kind == kind]
