"""Figures in sentences of news, minutes, mail and memoranda: measure, reporter, partner, period, amount and unit.

`figures_in_sentences.tsv` has one short text per line with all the observations that it must give, in any order; a text
without observations must give none.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.reading.prose.texts import read

SENTENCES = list(
    csv.DictReader(
        (Path(__file__).parent / "figures_in_sentences.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@pytest.mark.parametrize("row", SENTENCES, ids=[f"{row['language']}-{at}" for at, row in enumerate(SENTENCES, 2)])
def test_read_observations_takes_every_figure_of_a_sentence(row: dict[str, str]) -> None:
    found = []
    for proposal in read("observation", row["text"], row["language"], row["published_on"] or None):
        fields = proposal.fields
        amount = Decimal(str(fields["value"])) * int(str(fields["multiplier"]))
        names = ("measure", "reporter", "partner", "period")
        found.append(
            " ".join(
                [
                    *(str(fields.get(name, "-")) for name in names),
                    f"{amount.normalize():f}",
                    str(fields.get("unit", "-")),
                ]
            )
        )
    assert sorted(found) == sorted(filter(None, (row["observations"] or "").split("; ")))
