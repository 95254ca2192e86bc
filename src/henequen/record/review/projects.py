"""Takes the activities of an IATI file into the pack, as projects of that file's edition."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from henequen.model.claim import stable_id
from henequen.model.countries import countries
from henequen.model.edition import Edition
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.record.evidence.iati_reader import Activity
from henequen.record.pack.columns import columns_of_claims
from henequen.record.pack.in_child import read_pack_in_child
from henequen.record.review.append import Addition, append_rows

__all__ = ["take_activities"]

_STATUS = {
    "1": "pipeline",
    "2": "implementation",
    "3": "finalisation",
    "4": "closed",
    "5": "cancelled",
    "6": "suspended",
}
_ROLES = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}


def take_activities(
    root: Path, path: Path, activities: Sequence[Activity], today: str, by: str, dry_run: bool = False
) -> list[dict[str, str]]:
    """Append one project per activity; a country code that is not in ISO 3166 is refused with file and line."""
    pack = read_pack_in_child(root)
    alpha_3 = {c.alpha_2: code for code, c in countries().items() if c.alpha_2}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    edition = Edition(
        edition_id=f"iati-{digest[:12]}",
        kind="register",
        publisher=path.stem,
        side="INT",
        title=f"IATI activity file {path.name}",
        retrieved_at=today,
        content_hash=digest,
        licence="as the publisher states it",
        method_note="IATI activity standard 2.03",
        redistributable="false",
    )
    rows = []
    for activity in activities:
        unknown = [code for code in activity.recipients if code not in alpha_3]
        if unknown:
            raise DataError(
                Message("unknown_country"),
                where=Message("at_line", file=path, n=activity.line),
                found=", ".join(unknown),
            )
        # A reference begins with the country of its register, as in XX-GOV-1.
        providers = dict.fromkeys(
            alpha_3[ref[:2]] for _, ref, _ in activity.organisations if ref[:2] in alpha_3 and ref[2:3] == "-"
        )
        own = {
            "subject": stable_id("project", activity.identifier),
            "title": activity.title,
            "identifier": activity.identifier,
            "status": _STATUS.get(activity.status, ""),
            "recipients": "; ".join(alpha_3[code] for code in activity.recipients),
            "providers": "; ".join(providers),
            "participants": "; ".join(
                f"{(name or ref).replace(';', ',')} ({_ROLES.get(role, role)})"
                for role, ref, name in activity.organisations
            ),
            "sectors": "; ".join(activity.sectors),
            "planned_start": activity.planned_start,
            "actual_start": activity.start,
            "planned_end": activity.planned_end,
            "actual_end": activity.end,
            "budget": activity.budget,
            "committed": activity.committed,
            "disbursed": activity.disbursed,
            "unit": activity.currency,
            "edition": edition.edition_id,
            "method": "import",
            "recorded_at": today,
            "recorded_by": by,
        }
        rows.append({name: own.get(name, "") for name in columns_of_claims("projects")})
    additions: dict[str, list[dict[str, str]]] = {}
    if rows and edition.edition_id not in pack.editions:
        additions["editions/editions.csv"] = [{name: str(value) for name, value in asdict(edition).items()}]
    additions["claims/projects.csv"] = rows
    append_rows(root, Addition(additions), dry_run)
    return [{name: row[name] for name in ("identifier", "title", "status", "providers", "recipients")} for row in rows]
