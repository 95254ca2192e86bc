"""A small pack with one document of our own, for tests that break, kill or copy packs; run it to write one to a folder."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from henequen.model.match_key import match_key
from henequen.observatory import Observatory
from henequen.record.pack.begin import begin_pack

TEXT = """Register of agreements, 2020.

On 12 March 1994 Chile and New Zealand signed the Agreement on Fisheries in Valparaíso.
On 3 May 1999 the Protocol on Fisheries of the Southern Sea followed it.
Exports of Chile to New Zealand were US$44.7 million in 1994 and US$1,060.6 million in 1995.
The Ministry of Fisheries of Chile met the Ministry of Primary Industries – Auckland –
in July 1996; the delegation of 29 people visited Tauranga.
Both ministries should meet every year before 2006.
No figure was published for 1997.
"""
NAME = "register.txt"

PROPOSALS: tuple[dict[str, object], ...] = (
    {"table": "actors", "id": "min-fisheries", "quote": "Ministry of Fisheries of Chile", "kind": "ministry",
     "name": "Ministry of Fisheries", "country": "CHL", "variant": ["Ministry of Fisheries of Chile"]},
    {"table": "actors", "id": "min-primary", "quote": "Ministry of Primary Industries", "kind": "ministry",
     "name": "Ministry of Primary Industries", "country": "NZL", "native_name": "1차산업부"},
    {"table": "instruments", "id": "fisheries-1994", "quote": "Agreement on Fisheries in Valparaíso",
     "kind": "agreement", "title": "Agreement on Fisheries", "level": "national", "signed_on": "1994-03-12",
     "countries": ["CHL", "NZL"], "parties": ["Chile", "New Zealand"], "subjects": ["fisheries"]},
    {"table": "instruments", "id": "fisheries-1999", "quote": "Protocol on Fisheries of the Southern Sea",
     "kind": "protocol", "title": "Protocol on Fisheries of the Southern Sea", "signed_on": "1999-05-03",
     "countries": ["CHL", "NZL"], "valid_until": "(no value)"},
    {"table": "relations", "subject": "fisheries-1999", "relation": "extends", "object": "fisheries-1994",
     "quotes": [{"quote": "Protocol on Fisheries"}, {"quote": "Agreement on Fisheries"}]},
    {"table": "observations", "quote": "44.7", "as_printed": "44.7", "measure": "export", "reporter": "CHL",
     "partner": "NZL", "flow": "export", "product": "TOTAL", "period": "1994", "period_basis": "stated",
     "value": "44.7", "unit": "USD", "unit_mult": "6", "decimals": "1"},
    {"table": "observations", "quote": "1,060.6", "as_printed": "1,060.6", "measure": "export", "reporter": "CHL",
     "partner": "NZL", "flow": "export", "product": "TOTAL", "period": "1995", "period_basis": "stated",
     "value": "1060.6", "unit": "USD", "unit_mult": "6", "decimals": "1"},
    {"table": "observations", "quote": "No figure was published for 1997", "as_printed": "No figure",
     "measure": "export", "reporter": "CHL", "partner": "NZL", "flow": "export", "period": "1997",
     "period_basis": "stated", "missing": True, "unit": "USD"},
    {"table": "events", "id": "visit-1996", "quote": "the delegation of 29 people visited Tauranga", "kind": "visit",
     "title": "Visit to Tauranga", "date": "1996-07", "actor_ids": ["min-fisheries", "min-primary"]},
    {"table": "recommendations", "id": "meet-yearly", "quote": "should meet every year before 2006",
     "kind": "recommendation", "restatement": "The two ministries meet yearly", "deadline": "2006",
     "addressed_ids": ["min-fisheries", "min-primary"], "area": "agriculture", "recurring": "yearly"},
    {"table": "counterparts", "id": "fish-counterparts", "quote": "met the Ministry of Primary Industries",
     "forum": "Fisheries talks", "issue": "fisheries", "side_a_bodies": ["Ministry of Fisheries"],
     "side_b_bodies": ["Ministry of Primary Industries"], "side_a_ids": ["min-fisheries"],
     "side_b_ids": ["min-primary"]},
    {"table": "notes", "quote": "Register of agreements, 2020", "kind": "structure", "severity": "info",
     "message": "The title stands above the list"},
)  # fmt: skip


def lines(proposals: tuple[dict[str, object], ...] = PROPOSALS) -> list[tuple[str, str]]:
    """The proposals as (where, JSON) pairs."""
    return [
        (f"proposals, line {n}", json.dumps({"document": "register", **p}, ensure_ascii=False))
        for n, p in enumerate(proposals, 1)
    ]


def write_empty(root: Path) -> Path:
    """Write the pack without a claim, and its document beside it; returns the document's path."""
    begin_pack("CHL", "NZL", root)
    manifest = root / "pack.toml"
    manifest.write_text(
        "".join(
            'as_of = "2020-12-31"\n' if line.startswith("as_of") else line
            for line in manifest.read_text(encoding="utf-8").splitlines(keepends=True)
        ),
        encoding="utf-8",
    )
    document = root.parent / NAME
    document.write_text(TEXT, encoding="utf-8", newline="")
    (root / "editions" / "editions.csv").write_text(
        "edition_id,kind,publisher,side,title,published_on\nregister,register,Ministry,CHL,Register,2020-01-31\n",
        encoding="utf-8",
    )
    key = hashlib.sha256(match_key(TEXT).key.encode()).hexdigest()
    (root / "documents" / "documents.csv").write_text(
        "document_id,edition_id,file_name,content_hash,text_hash,media_type,pages,language,characters\n"
        f"register,register,{NAME},{hashlib.sha256(TEXT.encode()).hexdigest()},{key},text/plain,,en,{len(TEXT)}\n",
        encoding="utf-8",
    )
    return document


def write_small(root: Path) -> Path:
    """Write the pack with all proposals accepted, the document kept in the reader's own folder."""
    document = write_empty(root)
    Observatory(root).add_document(document)
    Observatory(root).accept(lines(), "2020-02-01", "curator")
    return document


if __name__ == "__main__":
    print(write_small(Path(sys.argv[1])))
