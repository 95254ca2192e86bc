"""Score the readers against labelled documents.

`python benchmarks/reading.py FOLDER` reads every document that `FOLDER/labels.csv` names and prints, for each document
and kind, how many labelled facts were found, and how many proposals are wrong: they touch a labelled passage with another
amount, sign or year, or say what a label forbids. `--misses` lists both.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

KEYS = ("measure", "component", "reporter", "partner", "subdivision", "product", "period", "unit", "comparator")
DASHES = re.compile("[\u2010-\u2015\u2212]")


def folded(text: str) -> str:
    """A quote as it is looked up: no white space, no hyphen between letters, one form of dash and quotation mark."""
    text = DASHES.sub("-", unicodedata.normalize("NFC", text))
    text = re.sub("[\u2018\u2019\u201a\u2032`´]", "'", re.sub("[\u201c\u201d\u201e«»]", '"', text))
    text = re.sub(r"\s+", "", text)
    return re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", "", text).replace("\u00ad", "")


def amount(value: object, multiplier: object) -> Decimal | None:
    """Value times multiplier."""
    try:
        return Decimal(str(value)) * Decimal(str(multiplier or 1))
    except InvalidOperation:
        return None


def date_of(value: object) -> str:
    """The date of a field, whether it is text or a mapping."""
    return str(value.get("value", "")) if isinstance(value, dict) else str(value or "")


def as_set(value: object) -> set[str]:
    """Words or a list as a set."""
    return set(value) if isinstance(value, list) else set(str(value or "").split())


def agrees(label: dict[str, str], proposal: dict[str, Any]) -> bool:
    """Whether a proposal says what a label says, in every field that the label fills."""
    if label["kind"] != proposal["kind"]:
        return False
    if label["kind"] == "observation":
        wanted = amount(label["value"], label["multiplier"]) if label["value"] else None
        if wanted is not None and amount(proposal.get("value"), proposal.get("multiplier", 1)) != wanted:
            return False
        keys = [key for key in KEYS if label.get(key)]
        return all(folded(str(proposal.get(key, ""))).lower() == folded(label[key]).lower() for key in keys)
    for key in ("signed", "entry_into_force", "date"):
        if label.get(key) and not date_of(proposal.get(key)).startswith(label[key]):
            return False
    for key in ("type", "level", "term", "renewal", "notice", "subtype"):
        if label.get(key) and proposal.get(key) != label[key]:
            return False
    if label.get("status") and proposal.get("status_normalised") != label["status"]:
        return False
    if label.get("countries") and not as_set(label["countries"]) <= as_set(proposal.get("countries")):
        return False
    if (
        label.get("owners")
        and proposal.get("owner_countries")
        and as_set(label["owners"]) != as_set(proposal["owner_countries"])
    ):
        return False
    if label.get("title") and label["kind"] == "instrument":
        return same_words(label["title"], str(proposal.get("title", "")))
    return True


def same_words(first: str, second: str) -> bool:
    """Whether one title holds most of the other."""
    a, b = folded(first).lower(), folded(second).lower()
    return bool(a and b) and (
        a in b
        or b in a
        or len(set(re.findall(r"\w{2}", a)) & set(re.findall(r"\w{2}", b))) > 0.6 * len(set(re.findall(r"\w{2}", a)))
    )


def touches(label: dict[str, str], proposal: dict[str, Any]) -> bool:
    """Whether the evidence of a proposal lies in the labelled passage or holds it."""
    quote = folded(label["quote"])
    for item in proposal["evidence"][:1]:
        found = folded(item["quote"])
        if len(found) >= 2 and (found in quote or quote in found):
            return True
    return False


def forbidden(label: dict[str, str], proposal: dict[str, Any]) -> str | None:
    """What a proposal says although the label forbids it."""
    for rule in filter(None, (label.get("forbid") or "").split(";")):
        field, _, values = rule.partition("=")
        field = {"status": "status_normalised", "amount": "value"}.get(field.strip(), field.strip())
        said = proposal.get(field)
        if isinstance(said, dict):
            said = said.get("value")
        if values == "*" and said not in (None, "", []):
            return f"{field}={said}"
        if values != "*" and said is not None:
            options = values.split(",")
            total = amount(said, proposal.get("multiplier", 1)) if field == "value" else None
            if str(said) in options or (
                total is not None
                and str(total.normalize())
                in {str(Decimal(o).normalize()) for o in options if o.replace(".", "").isdigit()}
            ):
                return f"{field}={said}"
    return None


def score(name: str, labels: list[dict[str, str]], proposals: list[dict[str, Any]], misses: bool) -> Counter[str]:
    """Found, missed, wrong and forbidden of one document."""
    counts: Counter[str] = Counter()
    for label in labels:
        if label["kind"] == "trap":
            for proposal in proposals:
                keys = [key for key in KEYS if label.get(key)]
                if any(str(proposal.get(key, "")).lower() != label[key].lower() for key in keys):
                    continue
                if touches(label, proposal) and (said := forbidden(label, proposal)):
                    counts["forbidden"] += 1
                    if misses:
                        print(f"    FORBIDDEN {label['id']}: {said}: {proposal['evidence'][0]['quote'][:60]!r}")
            continue
        matching = [proposal for proposal in proposals if agrees(label, proposal)]
        near = [proposal for proposal in matching if touches(label, proposal)] or matching
        clean = [proposal for proposal in near if not forbidden(label, proposal)]
        counts[f"labelled {label['kind']}"] += 1
        if clean:
            counts[f"found {label['kind']}"] += 1
        elif misses:
            print(f"    MISSED {label['id']} {label['kind']} {label['quote'][:70]!r}")
        for proposal in near:
            if said := forbidden(label, proposal):
                counts["forbidden"] += 1
                if misses:
                    print(f"    FORBIDDEN {label['id']}: {said}")
    counts["proposals"] = len(proposals)
    return counts


def unfound_quotes(proposals: list[dict[str, Any]], text: str) -> int:
    """Quotes that do not stand in the text of the file (text formats only)."""
    whole = folded(text)
    return sum(folded(item["quote"]) not in whole for proposal in proposals for item in proposal["evidence"])


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    labels: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (given.folder / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            labels[row["doc"]].append(row)
    paths = {name: next(given.folder.rglob(name)) for name in labels}
    done = subprocess.run(
        [sys.executable, "-m", "henequen", "read", "--json", *map(str, paths.values())],
        capture_output=True,
        text=True,
        check=False,
    )
    proposals: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if row["kind"] != "document":
            proposals[row["document"]].append(row)
        elif row["status"] != "ok":
            print(f"{row['document']}: {row['status']}: {row.get('reason')}")
    total: Counter[str] = Counter()
    for name, rows in labels.items():
        counts = score(name, rows, proposals[name], given.misses)
        total += counts
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in sorted(counts.items())))
        path = paths[name]
        if path.suffix in (".md", ".txt", ".csv"):
            bad = unfound_quotes(proposals[name], path.read_text(encoding="utf-8"))
            if bad:
                print(f"    {bad} quotes are not in the file")
    found = sum(value for key, value in total.items() if key.startswith("found "))
    labelled = sum(value for key, value in total.items() if key.startswith("labelled "))
    print(
        f"\nfound {found} of {labelled} labelled facts ({found / max(labelled, 1):.3f}); "
        f"{total['forbidden']} forbidden of {total['proposals']} proposals"
    )


if __name__ == "__main__":
    main()
