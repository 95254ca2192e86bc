"""The JSON answer about one claim, figure or record: its value, its page, and its evidence."""

from __future__ import annotations

from typing import Any

from henequen.model.claim import Claim
from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.publish.site.material import FOLDERS, Material
from henequen.service.served_view import ServedView

__all__ = ["claim_body"]


def claim_body(served: ServedView, identity: str, page: str) -> dict[str, Any]:
    """The body of the answer about the claim, figure or record `identity`, which is shown on `page`."""
    material = served.material
    evidence: tuple[Evidence, ...]
    if identity in served.subject_of:
        claim = next(c for c in material.claims_of[served.subject_of[identity]] if c.claim_id == identity)
        body, evidence = _of_claim(material, claim), claim.evidence
    elif identity in material.observation:
        observation = material.observation[identity]
        body, evidence = _of_observation(observation), observation.evidence
    else:
        record = material.record.get(identity)
        table = record.table if record else ""
        body = {"id": identity, "table": table, "folder": FOLDERS.get(table, "")}
        evidence = record.evidence if record else ()
    return body | {"page": page, "evidence": [_of_evidence(material, e) for e in evidence]}


def _of_claim(material: Material, claim: Claim) -> dict[str, Any]:
    rivals = [
        rival.claim_id
        for disagreement in material.disagreements_of.get(claim.subject, ())
        if disagreement.predicate == claim.predicate
        for rival in disagreement.values
    ]
    return {
        "id": claim.claim_id,
        "subject": claim.subject,
        "table": claim.table,
        "predicate": claim.predicate,
        "value": claim.value,
        "polarity": claim.polarity,
        "edition": claim.edition,
        "asserted_by": claim.asserted_by,
        "rivals": [rival for rival in rivals if rival != claim.claim_id],
    }


def _of_observation(observation: Observation) -> dict[str, Any]:
    return {
        "id": observation.id,
        "measure": observation.measure,
        "value": observation.value,
        "unit": observation.unit,
        "unit_mult": observation.unit_mult,
        "period": observation.period,
        "reporter": observation.reporter,
    }


def _of_evidence(material: Material, evidence: Evidence) -> dict[str, Any]:
    return {
        "document": evidence.document,
        "char_start": evidence.start,
        "char_end": evidence.end,
        "as_printed": evidence.as_printed,
        "passage": material.passage(evidence),
    }
