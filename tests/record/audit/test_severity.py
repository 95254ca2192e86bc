"""The severity of a finding follows from its kind, for every rule, and nothing that a pack says changes it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import henequen.record.audit as audit_room
from henequen.model.errors import PackError
from henequen.model.finding import SEVERITIES, Finding
from henequen.model.finding_kind import finding_kind, finding_kinds
from henequen.model.message import Message
from henequen.model.properties import codes
from henequen.observatory import Observatory
from henequen.record.audit.readers import note_rule
from henequen.record.audit.report import finding

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"[a-z]+\.[a-z_]+")
FORMED = {"sum.total_trade", "sum.balance"}
"""Rules whose names the code puts together; those of notes have their own test."""


def _rules_in_code() -> set[str]:
    folder = Path(str(audit_room.__file__)).parent
    texts = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE.fullmatch(node.value)
    }
    families = {rule.partition(".")[0] for rule in finding_kinds()}
    return {text for text in texts if text.partition(".")[0] in families}


def test_every_rule_of_the_code_has_one_severity_and_no_row_is_left_over() -> None:
    rules = {rule for rule in finding_kinds() if not rule.startswith("note.")}
    assert _rules_in_code() - {"note.remark"} == rules - FORMED
    assert {kind.severity for kind in finding_kinds().values()} == set(SEVERITIES)


def test_every_kind_of_note_is_a_kind_of_finding(make: Any) -> None:
    for kind in set(codes("note_kind")) - {"explained_difference"}:
        for severity in (*SEVERITIES, ""):
            note = make.record("notes", "n", kind=kind, message="x", **({"severity": severity} if severity else {}))
            warns = severity in ("error", "warning") and kind != "remark"
            assert finding_kind(note_rule(note)).severity == ("warning" if warns else "info"), (kind, severity)


def test_shipped_findings_of_one_rule_have_one_severity() -> None:
    by_rule: dict[str, set[str]] = defaultdict(set)
    for item in Observatory(ROOT / "packs" / "mexico_korea").view().findings():
        by_rule[item.rule].add(item.severity)
    assert len(by_rule) > 40
    assert {
        rule: severities for rule, severities in by_rule.items() if severities != {finding_kind(rule).severity}
    } == {}


def test_split_rule_keeps_the_address_of_its_findings(make: Any) -> None:
    note = make.record("notes", "n", kind="structure", message="x")
    one, other = (finding(rule, Message("one_figure"), [note]) for rule in ("note.structure", "note.structure_remark"))
    assert one.id == other.id and (one.severity, other.severity) == ("warning", "info")


def test_rule_without_a_row_makes_no_finding(make: Any) -> None:
    with pytest.raises(KeyError):
        finding("sum.unheard", Message("one_figure"), [make.record("notes", "n", kind="structure", message="x")])


def test_pack_cannot_choose_a_severity(make: Any) -> None:
    from henequen.record.audit import audit

    row = {"id": "a", "rule": "same", "left": "table=T", "right": "table=T", "severity": "info"}
    with pytest.raises(PackError, match=r"(?s)vocab/checks\.csv, line 2: .*severity=info"):
        _ = [f for f in audit([], {}, [row]) if isinstance(f, Finding)]
