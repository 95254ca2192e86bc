"""Two columns of running text of which one holds a table: each column is read from its top to its end."""

from __future__ import annotations

from drawn_pages import pages

from henequen.reading.read import propose, read_document

LEFT = [
    "Peru and Kenya have traded for fifty years,",
    "and both sides keep their own statistics of it.",
    "The embassy in Nairobi was opened some time",
    "after the first visit of a foreign minister, and",
    "the two chambers of commerce met not long",
    "after that in the capital of the other country.",
    "Cooperation in fisheries has its own committee,",
    "which has met every other year without a break",
    "and publishes what it has done in a bulletin of",
    "its own, of which this page is the last number.",
    "The Agreement on Fisheries between Peru and",
]
RIGHT = [
    "Kenya was signed in Lima on 3 March 2019, and",
    "nobody has asked for a change of it since then.",
    "",
    "Peru exports to Kenya",
    "US$ million|2021|2022|2023",
    "Fish|402.6|455.1|511.8",
    "Wood|188.4|203.9|176.2",
    "Maize|61.7|58.3|64.9",
    "Total|652.7|717.3|752.9",
    "",
    "What comes next is a meeting of the committee",
    "on fisheries, for which the date is not yet set,",
    "and a visit of the port authority of Mombasa to",
    "see how the landing of fish is counted in Callao",
    "and in the smaller ports in the south of Peru as",
    "they are now, before the new rules take effect.",
    "The ministers asked their staff to prepare both",
    "with care and to report to the two parliaments.",
    "A new bulletin will say what came of all this in",
    "the words of the people who were there to see.",
]


def test_each_column_is_read_to_its_end_around_a_table() -> None:
    texts = [(50, 780 - 14 * n, line) for n, line in enumerate(LEFT)]
    for n, line in enumerate(RIGHT):
        texts += [(320 + 60 * k, 780 - 14 * n, cell) for k, cell in enumerate(line.split("|")) if cell]
    texts.append((280, 40, "1 / 1"))
    proposals, _ = propose(read_document("bulletin.pdf", pages([texts])))
    agreement = next(one for one in proposals if one.kind == "instrument")
    assert agreement.fields["countries"] == ["KEN", "PER"]
    assert agreement.fields["signed"] == {"value": "2019-03-03", "precision": "day"}
    observations = [one.fields for one in proposals if one.kind == "observation"]
    assert len(observations) == 12
    assert {(one["measure"], one["reporter"], one["partner"], one["unit"]) for one in observations} == {
        ("export", "PER", "KEN", "USD")
    }
