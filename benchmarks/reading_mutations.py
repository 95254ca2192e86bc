"""Draw changed claims, restatements and suggestions of a model afresh, and count those that a gate accepts: none may pass.

`python benchmarks/reading_mutations.py [FOLDER] [--count N] [--seed N]` reads the documents in the subfolders of FOLDER (default:
`benchmarks/reading_documents`), takes what the readers propose as true, changes one thing in each draw, and asks the gates. Without
`--seed` the draw is another one in every run; the seed is printed. Accepted changes are printed in full, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from henequen.reading.document import Proposal, ReadDocument
from henequen.reading.formats.refusal import NeedsOcr, Refusal
from henequen.reading.gates.evidence import EvidenceGate
from henequen.reading.gates.restatement import check_restatement
from henequen.reading.gates.suggestion import SuggestionGate
from henequen.reading.prose.read_prose import read_prose
from henequen.reading.read import read_document
from henequen.reading.tables.read_tables import read_tables

HERE = Path(__file__).parent / "reading_documents"
CODES = ("KOR", "PRK", "MEX", "USA", "CHL", "CHN", "PER", "PRT", "ESP", "JPN", "BRA", "IND", "FIN", "NZL")
NAMES = ("North Korea", "Corea del Norte", "북한", "Lesotho", "Bhutan", "Uzhhorod", "Quiñones")
DATES = ("signed", "entry_into_force", "date", "deadline")
DENIAL = re.compile(r"\b(?:not|never|no|nunca|sin)\b\s*")


@dataclass
class Read:
    """A document with its gates and what the readers found in it."""

    document: ReadDocument
    gate: EvidenceGate
    suggestions: SuggestionGate
    proposals: list[Proposal]
    claims: set[str]


def documents(folder: Path) -> Iterator[Read]:
    """Every document that is read, with the proposals that its gate accepts."""
    for path in sorted(folder.glob("*/*")):
        if path.suffix == ".labels":
            continue
        try:
            document = read_document(path.name, path.read_bytes())
        except (Refusal, NeedsOcr):
            continue
        gate = EvidenceGate(document, iter(list(read_tables(document, Counter()))))
        found = [*read_prose(document, gate.lines), *read_tables(document, Counter())]
        kept = [proposal for proposal in found if proposal.kind != "issue" and gate.check(proposal).accepted]
        if kept:
            yield Read(document, gate, SuggestionGate(document), kept, {_said(one) for one in kept})


def _said(proposal: Proposal) -> str:
    return f"{proposal.kind} {sorted(proposal.fields.items(), key=lambda item: item[0])!r} {proposal.evidence[0].start}"


def other_digit(text: str, rng: random.Random) -> str:
    """The text with one digit changed."""
    places = [found.start() for found in re.finditer(r"\d", text)]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]


def other_code(code: str, rng: random.Random) -> str:
    """Another country; for the two Koreas the other one."""
    return {"KOR": "PRK", "PRK": "KOR"}.get(code) or rng.choice([one for one in CODES if one != code])


def changed_fields(fields: dict[str, Any], rng: random.Random) -> tuple[str, dict[str, Any]] | None:
    """The kind of a change, and the fields with it: a digit, a year, a sign, a unit, a side, a country, a status."""
    changes: list[tuple[str, str, Any]] = []
    for name, value in fields.items():
        if name in ("value", "number", "text", "title", "name", "signed_at", "place", "notice", "term"):
            changes.append(("digit", name, other_digit(str(value), rng)))
        if name == "value" and str(value).strip("-0."):
            changes.append(("sign", name, str(value)[1:] if str(value).startswith("-") else f"-{value}"))
        if name == "period":
            changes.append(("year", name, other_digit(str(value), rng)))
        if name in DATES and isinstance(value, dict):
            changes.append(("year", name, {**value, "value": other_digit(value["value"], rng)}))
            if len(value["value"]) > 4:
                changes.append(("precision", name, {"value": value["value"][:4], "precision": "year"}))
        if name == "unit":
            changes.append(
                ("unit", name, rng.choice([unit for unit in ("USD", "EUR", "KRW", "percent") if unit != value]))
            )
        if name == "multiplier":
            changes.append(("unit", name, int(value) * rng.choice((10, 1000))))
        if name in ("reporter", "partner", "country"):
            changes.append(("country", name, other_code(str(value), rng)))
        if name in ("countries", "owner_countries") and isinstance(value, list) and value:
            at = rng.randrange(len(value))
            changes.append(("country", name, [*value[:at], other_code(value[at], rng), *value[at + 1 :]]))
        if name == "status_normalised":
            others = ("in_force", "signed", "proposed", "ended", "suspended", "under_negotiation")
            changes.append(("negation", name, rng.choice([status for status in others if status != value])))
        if name == "status":
            changes.append(("negation", name, None))
        if name == "measure":
            changes.append(("side", name, {"export": "import", "import": "export"}.get(str(value), "balance")))
    if fields.get("reporter") and fields.get("partner"):
        changes.append(("side", "reporter", fields["partner"]))
    changes = [change for change in changes if change[2] != fields.get(change[1])]
    if not changes:
        return None
    kind, name, value = rng.choice(changes)
    new = {key: one for key, one in fields.items() if key != name} if value is None else {**fields, name: value}
    if kind == "side" and name == "reporter":
        new["partner"] = fields["reporter"]
    return kind, new


def changed_quote(text: str, rng: random.Random) -> tuple[str, str]:
    """The kind of a change, and the quote with it."""
    words = text.split(" ")
    at = rng.randrange(len(words))
    kind = rng.choice(("quote: digit", "quote: negation", "quote: word", "quote: country", "quote: sign"))
    if kind == "quote: digit":
        return kind, other_digit(text, rng)
    if kind == "quote: negation":
        dropped = DENIAL.sub("", text, count=1)
        return kind, dropped if dropped != text else " ".join([*words[:at], "not", *words[at:]])
    if kind == "quote: word":
        return kind, " ".join([*words[:at], *words[at + 1 :]])
    if kind == "quote: country":
        return kind, re.sub(
            r"South Korea|Republic of Korea|Corea del Sur|한국|우리나라|Korea", rng.choice(NAMES[:3]), text, count=1
        )
    return kind, re.sub(r"(\d)", r"-\1", text, count=1)


def draw_claims(read: list[Read], count: int, rng: random.Random) -> Iterator[tuple[str, bool, object]]:
    """Changed claims and quotes at the evidence gate."""
    while count:
        one = rng.choice(read)
        proposal = rng.choice(one.proposals)
        if rng.random() < 0.3:
            first = proposal.evidence[0]
            kind, text = changed_quote(first.quote, rng)
            if text == first.quote:
                continue
            changed = replace(proposal, evidence=(replace(first, quote=text), *proposal.evidence[1:]))
        else:
            drawn = changed_fields(dict(proposal.fields), rng)
            if drawn is None:
                continue
            kind, changed = drawn[0], replace(proposal, fields=drawn[1])
            if _said(changed) in one.claims:
                continue
        count -= 1
        yield kind, one.gate.check(changed).accepted, (one.document.name, changed)


def draw_restatements(read: list[Read], count: int, rng: random.Random) -> Iterator[tuple[str, bool, object]]:
    """The text of a proposal with something added or changed, at the restatement gate."""
    faithful = []
    for one in read:
        for proposal in one.proposals:
            quote = proposal.evidence[0].quote
            said = str(proposal.fields.get("text") or quote)
            if len(said) > 30 and check_restatement(said, [quote], proposal.fields).accepted:
                faithful.append((said, quote, proposal.fields))
    while count:
        said, quote, fields = rng.choice(faithful)
        words = said.split(" ")
        at = rng.randrange(1, max(2, len(words)))
        kind = rng.choice(("digit", "year", "unit", "country", "name", "negation", "number"))
        if kind == "digit":
            changed = other_digit(said, rng)
        elif kind == "year":
            changed = f"{said.rstrip('.')} in {rng.randrange(1950, 1969)}."
        elif kind == "unit":
            swaps = {
                "million": "billion",
                "billion": "million",
                "US$": "€",
                "EUR": "USD",
                "USD": "EUR",
                "millones": "billones",
                "억": "조",
            }
            changed = next((said.replace(a, b, 1) for a, b in swaps.items() if a in said), said)
        elif kind == "country":
            changed = " ".join([*words[:at], rng.choice(NAMES), *words[at:]])
        elif kind == "name":
            changed = " ".join([*words[:at], rng.choice(("Zubizarreta", "Ngcobo", "Vandenbroucke")), *words[at:]])
        elif kind == "negation":
            changed = DENIAL.sub("", said, count=1)
            changed = changed if changed != said else " ".join([*words[:at], "not", *words[at:]])
        else:
            changed = " ".join([*words[:at], str(rng.randrange(37_001, 98_999)), *words[at:]])
        if (
            changed == said
            or (kind == "year" and changed[-5:-1] in quote)
            or (kind == "digit" and set(re.findall(r"\d+", changed)) <= set(re.findall(r"\d+", quote)))
        ):
            continue
        count -= 1
        yield f"restatement: {kind}", check_restatement(changed, [quote], fields).accepted, (changed, quote)


def draw_suggestions(read: list[Read], count: int, rng: random.Random) -> Iterator[tuple[str, bool, object]]:
    """What a model could have answered, with one thing changed, at the gate of suggestions."""
    true = []
    for one in read:
        for proposal in one.proposals:
            if (
                proposal.kind not in ("event", "commitment", "instrument", "actor")
                or proposal.evidence[0].table is not None
            ):
                continue
            allowed = (
                "type",
                "date",
                "status",
                "subtype",
                "text",
                "owners",
                "owner_countries",
                "deadline",
                "title",
                "countries",
                "signed",
                "entry_into_force",
                "status_normalised",
                "name",
                "role",
                "country",
            )
            fields = {name: value for name, value in proposal.fields.items() if name in allowed}
            if proposal.kind == "event":
                fields.pop("title", None)
            if proposal.kind == "commitment":
                fields.pop("countries", None)
            item = {"kind": proposal.kind, "quote": proposal.evidence[0].quote, **fields}
            if one.suggestions.proposal(item)[0] is not None:
                true.append((one, item, proposal))
    print(f"{len(true)} true suggestions pass their gate")
    while count:
        one, item, proposal = rng.choice(true)
        fields = {name: value for name, value in item.items() if name not in ("kind", "quote")}
        if rng.random() < 0.3:
            kind, text = changed_quote(item["quote"], rng)
            changed = {**item, "quote": text}
            if text == item["quote"] or " ".join(text.split()) in " ".join(one.document.text.split()):
                continue
        else:
            drawn = changed_fields(fields, rng)
            if drawn is None:
                continue
            kind, changed = drawn[0], {"kind": item["kind"], "quote": item["quote"], **drawn[1]}
        count -= 1
        yield f"suggestion: {kind}", one.suggestions.proposal(changed)[0] is not None, changed


def main() -> None:
    """Draw, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--count", type=int, default=10_000, help="changes to draw for each gate")
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else time.time_ns() % 1_000_000_007
    rng = random.Random(seed)
    read = list(documents(given.folder))
    print(f"seed {seed}; {len(read)} documents, {sum(len(one.proposals) for one in read)} proposals")
    drawn: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for draws in (draw_claims, draw_restatements, draw_suggestions):
        for kind, accepted, what in draws(read, given.count, rng):
            drawn[kind] += 1
            if accepted:
                passed[kind] += 1
                print(f"ACCEPTED {kind}: {what}")
    print("| change | drawn | accepted |\n|---|---:|---:|")
    for kind in sorted(drawn):
        print(f"| {kind} | {drawn[kind]:,} | {passed[kind]} |")
    if passed:
        sys.exit(1)


if __name__ == "__main__":
    main()
