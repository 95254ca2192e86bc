"""The reference pages name every file, column and code, as the vocabulary and the export have them."""

from __future__ import annotations

import csv
import re
import runpy
from pathlib import Path

import pytest

from henequen.model.properties import Property, codes, properties, tables
from henequen.publish.export.tables import TABLES
from henequen.record.pack.columns import CLOSING, EVIDENCE, columns_of
from henequen.record.store.view import View

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next of its rank or above."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}$(.*?)(?=^#{{1,3}} |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading} in {page}"
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The rows of the tables of a text, without their heads."""
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line.startswith("| `")
    ]


def told(prop: Property) -> str:
    kind = f"{prop.type} (`{prop.vocabulary}`)" if prop.type == "code" else prop.type
    return f"{kind}, several" if prop.many else kind


@pytest.mark.parametrize("table", tables())
def test_the_pack_format_has_every_property_with_its_type(table: str) -> None:
    heading = "`observations/*.csv`" if table == "observations" else f"`claims/{table}.csv`"
    found = {row[0].strip("`"): row[1] for row in rows(section("pack-format.md", heading))}
    assert found == {name: told(prop) for name, prop in properties(table).items()}


def test_the_pack_format_has_the_columns_that_every_claim_ends_with() -> None:
    listed = re.findall(r"`(\w+)`", " ".join(row[0] for row in rows(section("pack-format.md", "Claims"))))
    assert listed == ["subject", *EVIDENCE, *CLOSING]


@pytest.mark.parametrize(
    ("heading", "noun"),
    [
        ("`editions/editions.csv`", "edition.Edition"),
        ("`documents/documents.csv`", "edition.Document"),
        ("`entities/places.csv`", "place.Place"),
        ("`judgements.csv`", "decision.Judgement"),
        ("`lexicon.csv`", "decision.LexiconEntry"),
        ("`reviews.csv`", "decision.Review"),
    ],
)
def test_the_pack_format_has_the_columns_of_the_other_tables(heading: str, noun: str) -> None:
    import importlib

    module, name = noun.split(".")
    wanted = columns_of(getattr(importlib.import_module(f"henequen.model.{module}"), name))
    assert tuple(re.findall(r"`(\w+)`", " ".join(row[0] for row in rows(section("pack-format.md", heading))))) == wanted


@pytest.mark.parametrize("table", TABLES)
def test_open_data_has_the_columns_that_are_written(table: str) -> None:
    text = section("open-data.md", f"`{table}`")
    cells = [row[0] for row in rows(text)] or [text.partition(": ")[2]]
    assert set(re.findall(r"`(\w+)`", " ".join(cells))) == set(TABLES[table].columns)


def test_the_page_of_codes_is_written_from_the_vocabulary() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "write_doc_tables.py"))["codes_page"]()
    assert (REFERENCE / "codes.md").read_text(encoding="utf-8") == page, "run: python scripts/write_doc_tables.py"


def test_the_statuses_page_names_every_code() -> None:
    text = (REFERENCE / "statuses.md").read_text(encoding="utf-8")
    for vocabulary in ("status_basis", "evidence_status", "schedule", "counterparty", "polarity"):
        missing = [code for code in codes(vocabulary) if f"`{code}`" not in text]
        assert not missing, vocabulary


def test_the_terminology_agrees_with_the_labels() -> None:
    """A row whose last column names a property or a code has its labels."""
    labels: dict[str, tuple[str, ...]] = {}
    with (ROOT / "src/henequen/model/data/codes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            labels[f"{row['vocabulary']}={row['code']}"] = (row["en"], row["es"], row["ko"])
    for table in tables():
        for name, prop in properties(table).items():
            labels[f"{table}.{name}"] = (prop.label_en.lower(), prop.label_es.lower(), prop.label_ko)
    wrong = []
    terms = [row for row in rows((REFERENCE / "terminology.md").read_text(encoding="utf-8")) if len(row) == 6]
    for ours, _, english, spanish, korean, same in terms:
        for key in re.findall(r"`([\w.=]+)`", same):
            if key not in labels:
                wrong.append(f"{ours}: {key} is no property and no code")
            elif (english, spanish, korean) != labels[key]:
                wrong.append(f"{ours}: {(english, spanish, korean)} here, {labels[key]} in {key}")
    assert not wrong
    assert len(terms) >= 60


def test_the_readme_counts_what_is_in_the_pack(view: View) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = {
        table: int(n.replace(",", ""))
        for n, table in re.findall(r"^\| ([\d,]+) \| .* \| `(\w+)` \|$", text, flags=re.M)
    }
    assert told, "README.md has no table of counts"
    counted = {table: sum(1 for _ in TABLES[table].rows(view)) for table in told}
    assert told == counted, "write these counts into README.md"
