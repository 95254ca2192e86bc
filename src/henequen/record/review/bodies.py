"""Bodies from templates: a valid body with by-laws, seats for both sides, a first agenda and an item to follow up."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from henequen.model.edition import Edition
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.record.pack.columns import columns_of_claims
from henequen.record.pack.in_child import read_pack_in_child
from henequen.record.review.append import Addition, append_rows

__all__ = ["add_body", "body_templates"]


def body_templates() -> dict[str, Any]:
    """The templates by kind: `data/body_templates.toml` of the model."""
    return tomllib.loads(files("henequen.model").joinpath("data/body_templates.toml").read_text(encoding="utf-8"))


def add_body(root: Path, kind: str, identity: str, name: str, today: str, by: str, dry_run: bool = False) -> list[str]:
    """Append a body of `kind` to the pack at `root`; returns a line for each file. Existing ids are refused."""
    templates = body_templates()
    if kind not in templates:
        raise UsageError(Message("unknown_kind_body"), found=kind, expected=", ".join(templates))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", identity):
        raise UsageError(
            Message("id_not_id"), found=identity, expected=Message("lower_case_letters_digits_and_hyphens")
        )
    if not name.strip():
        raise UsageError(Message("name_missing"), expected=Message("name_body"))
    pack = read_pack_in_child(root)
    if any(claim.subject == identity for claim in pack.claims):
        raise UsageError(Message("this_id_used_already"), found=identity)
    template = templates[kind]
    edition = Edition(
        edition_id=f"template-{kind}",
        kind="template",
        publisher="Henequen",
        side="INT",
        title=f"Template of a body: {kind}",
        licence="own work",
        method_note="proposed rules of a body, to be changed by its founders",
        redistributable="true",
    )
    common = {"edition": edition.edition_id, "recorded_at": today, "recorded_by": by or "desk", "method": "manual"}
    actor = {
        "subject": identity,
        "kind": template["actor_kind"],
        "name": name.strip(),
        "country": "JOINT",
        "mandate": _list(template["mandate"]),
        "bylaws": _list(template["bylaws"]),
        "term": template["term"],
        "matching": template.get("matching", ""),
        "private_participation": template["private_participation"],
        "proposed_on": today,
    }
    seats = [
        {
            "subject": f"{identity}-seats-{side.lower()}-{seat['role'].replace(' ', '-')}-{seat['estate']}",
            "body": identity,
            "side": side,
            "estate": seat["estate"],
            "role": seat["role"],
            "count": str(seat["count"]),
        }
        for side in pack.manifest.sides
        for seat in template["seats"]
    ]
    session = {"subject": f"{identity}-session-1", "body": identity, "number": "1", "agenda": _list(template["agenda"])}
    item = {
        "subject": f"{identity}-follow-up",
        "kind": "commitment",
        "area": template["area"],
        "addressed_ids": identity,
        "restatement": template["follow_up"],
        "recurring": template["recurring"],
        "mechanism": _list(template["follow_up_fields"]),
    }
    files_: dict[str, list[dict[str, str]]] = {}
    if edition.edition_id not in pack.editions:
        files_["editions/editions.csv"] = [{n: str(v) for n, v in asdict(edition).items()}]
    for table, rows in (("actors", [actor]), ("seats", seats), ("sessions", [session]), ("recommendations", [item])):
        header = columns_of_claims(table)
        files_[f"claims/{table}.csv"] = [{n: (common | row).get(n, "") for n in header} for row in rows]
    appended = append_rows(root, Addition(files_), dry_run)
    return [f"{file}: {count}" for file, count in appended.added.items()]


def _list(items: list[str]) -> str:
    return "; ".join(item.replace(";", ",") for item in items)
