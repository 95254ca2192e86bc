"""Words that the print breaks at line ends are read whole and quoted as printed."""

from henequen.reading.prose.joined_lines import JoinedLines
from tests.reading.prose.texts import document, read

TEXT = "In 2023, Mexi-\nco's exports to Pe-\n  ru reached US$2 bil-\nlion.\n"


def test_places_map_both_ways() -> None:
    lines = JoinedLines.of(document(TEXT))
    joined = lines.document.text
    assert joined.startswith("In 2023, Mexico's exports to Peru reached US$2 billion.")
    for place, char in enumerate(joined):
        assert TEXT[lines.back(place)] == char
        assert lines.forward(lines.back(place)) == place


def test_broken_words_are_read_and_quoted_as_printed() -> None:
    (proposal,) = read("observation", TEXT)
    assert (proposal.fields["reporter"], proposal.fields["partner"], proposal.fields["multiplier"]) == (
        "MEX",
        "PER",
        10**9,
    )
    quote = proposal.evidence[0]
    assert quote.quote == TEXT[quote.start : quote.end] == TEXT.strip()
