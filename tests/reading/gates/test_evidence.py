"""The evidence gate: what the readers propose passes, and no changed value or quote does."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from henequen.reading.document import Proposal, Quote, ReadDocument
from henequen.reading.gates.evidence import EvidenceGate
from henequen.reading.prose.read_prose import read_prose
from tests.reading.gates.corpus import documents

pytestmark = pytest.mark.process

Checked = tuple[ReadDocument, EvidenceGate, list[Proposal]]


@pytest.fixture(scope="module")
def checked() -> list[Checked]:
    """Each document with its gate and what is read in it."""
    return [(document, EvidenceGate(document), list(read_prose(document))) for document in documents()]


def test_what_is_read_passes_the_gate(checked: list[Checked]) -> None:
    for _, gate, proposals in checked:
        assert len(proposals) > 8
        assert [gate.check(proposal) for proposal in proposals if not gate.check(proposal).accepted] == []


def test_quote_that_stands_elsewhere_or_twice_is_dropped() -> None:
    text = "Exports of Chile to Peru were US$5 million in 2020. A line. Exports of Chile to Peru were US$5 million in 2020."
    document = ReadDocument("twice.txt", "text/plain", text, "en")
    fields = {"measure": "export", "value": "5", "multiplier": 1_000_000, "unit": "USD"}
    twice = Proposal("twice.txt", "observation", fields, (Quote(text[:51], 0, 51),))
    moved = Proposal("twice.txt", "observation", fields, (Quote(text[:51], 4, 55),))
    gate = EvidenceGate(document)
    assert gate.check(twice).reason == "quote_not_once"
    assert gate.check(moved).reason == "quote_not_exact"
    assert gate.check(Proposal("twice.txt", "observation", fields, ())).reason == "no_evidence"


def _digit(text: str, rng: random.Random) -> str:
    """The text with one digit changed."""
    places = [found.start() for found in re.finditer(r"\d", text)]
    if not places:
        return text + "1"
    at = rng.choice(places)
    return text[:at] + rng.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]


_OTHER = {
    "KOR": "PRK",
    "PRK": "KOR",
    "MEX": "USA",
    "CHL": "CHN",
    "PER": "PRT",
    "ESP": "PER",
    "JPN": "KOR",
    "USA": "MEX",
}
_UNITS = {"USD": "EUR", "EUR": "USD", "percent": "percentage_points", "companies": "persons", "persons": "companies"}
_STATUSES = ("in_force", "signed", "proposed", "suspended", "ended", "under_negotiation")


def mutated_value(proposal: Proposal, rng: random.Random) -> Proposal | None:
    """The proposal with one value changed: digit, unit, year, sign, side, negation of a status, or KOR for PRK."""
    fields = dict(proposal.fields)
    name = rng.choice(sorted(fields))
    value = fields[name]
    if name in ("value", "period", "signed_at", "title", "text", "number", "name"):
        fields[name] = (
            _digit(str(value), rng) if name in ("value", "period", "text") or rng.random() < 0.5 else f"{value} not"
        )
        if name == "value" and rng.random() < 0.4:
            fields[name] = str(value).removeprefix("-") if str(value).startswith("-") else f"-{value}"
    elif name in ("signed", "entry_into_force", "date", "deadline") and isinstance(value, dict):
        fields[name] = value | {"value": _digit(value["value"], rng)}
        if rng.random() < 0.3:
            fields[name] = (
                {"value": value["value"][:4], "precision": "year"}
                if len(value["value"]) > 4
                else value | {"precision": "day"}
            )
    elif name == "multiplier":
        fields[name] = int(str(value)) * rng.choice((10, 100, 1000))
    elif name in ("reporter", "partner"):
        other = "partner" if name == "reporter" else "reporter"
        if other in fields and rng.random() < 0.5:
            fields[name], fields[other] = fields[other], fields[name]
        else:
            fields[name] = _OTHER.get(str(value), "PRK")
    elif name in ("countries", "owner_countries") and isinstance(value, list) and value:
        at = rng.randrange(len(value))
        fields[name] = [*value[:at], _OTHER.get(value[at], "PRK"), *value[at + 1 :]]
    elif name == "country":
        fields[name] = _OTHER.get(str(value), "PRK")
    elif name == "unit":
        fields[name] = _UNITS.get(str(value), "JPY")
    elif name == "status_normalised":
        fields[name] = rng.choice([status for status in _STATUSES if status != value])
    elif name == "status":
        del fields[name]
    elif name in ("measure", "component"):
        fields[name] = {"export": "import", "import": "export", "balance": "export"}.get(str(value), "balance")
    elif name == "subtype":
        fields[name] = {"commitment": "call", "call": "commitment", "recommendation": "commitment"}[str(value)]
    elif name == "comparator":
        fields[name] = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}.get(
            str(value), "over"
        )
    else:
        return None
    return replace(proposal, fields=fields) if fields != dict(proposal.fields) else None


def mutated_quote(proposal: Proposal, rng: random.Random) -> Proposal:
    """The proposal with its first quote changed: a digit, a negation, a word, a country, a sign."""
    quote = proposal.evidence[0]
    text = quote.quote
    words = text.split(" ")
    at = rng.randrange(len(words))
    kind = rng.choice(("digit", "negation", "drop", "country", "minus"))
    changed = {
        "digit": _digit(text, rng),
        "negation": " ".join([*words[:at], "not", *words[at:]]),
        "drop": " ".join([*words[:at], *words[at + 1 :]]),
        "country": re.sub(r"South|Republic of|del Sur|한국", "North", text, count=1),
        "minus": re.sub(r"(\d)", r"-\1", text, count=1),
    }[kind]
    if changed == text:
        changed = text + " not"
    return replace(proposal, evidence=(replace(quote, quote=changed), *proposal.evidence[1:]))


def mutants(checked: list[Checked], count: int) -> Iterator[tuple[EvidenceGate, Proposal, Proposal]]:
    """`count` changed proposals, evenly from all documents, the same ones in every run."""
    rng = random.Random(20_240_501)
    made = 0
    while made < count:
        _, gate, proposals = checked[made % len(checked)]
        proposal = rng.choice(proposals)
        changed = mutated_quote(proposal, rng) if rng.random() < 0.3 else mutated_value(proposal, rng)
        if changed is not None:
            made += 1
            yield gate, proposal, changed


def accepted(checked: list[Checked], count: int) -> list[tuple[Proposal, Proposal]]:
    return [(proposal, changed) for gate, proposal, changed in mutants(checked, count) if gate.check(changed).accepted]


def test_no_changed_value_or_quote_passes(checked: list[Checked]) -> None:
    assert accepted(checked, 600) == []


@pytest.mark.slow
def test_none_of_ten_thousand_changed_proposals_passes(checked: list[Checked]) -> None:
    assert accepted(checked, 10_000) == []
