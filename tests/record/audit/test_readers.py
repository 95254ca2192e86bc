"""Notes, doubtful parties and likely doubles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from henequen.record.audit import audit


def test_rows_with_a_doubtful_party_are_one_finding_per_document(make: Any) -> None:
    rows = [make.record("instruments", f"i{n}", places="CL-RM", signed_on=f"200{n}") for n in range(3)]
    doubtful = [
        replace(r, derived={"counterparty_status": "disputed", "counterparty_candidates": "COD;COG"}) for r in rows[:2]
    ]
    (finding,) = [f for f in audit([], {"instruments": [*doubtful, rows[2]]}) if f.rule == "party.disputed"]
    assert finding.subjects == ("i0", "i1")
    assert "2 rows" in finding.message


def test_nearly_the_same_title_in_the_same_place(make: Any) -> None:
    def pair(second: str, place: str = "CL-RM") -> list[str]:
        title = "Cooperation Agreement on Health, Public Safety, Sports and Urban Architecture"
        rows = [
            make.record("instruments", "a", kind="agreement", title=title, places="CL-RM", signed_on="2008-01"),
            make.record("instruments", "b", kind="agreement", title=second, places=place, signed_on="2010-09"),
        ]
        return [f.rule for f in audit([], {"instruments": rows})]

    again = "Agreement of Cooperation in Health, Public Safety, Sports and Urban Architecture"
    assert pair(again) == ["record.double"]
    assert pair(again, "CL-VS") == []
    assert pair("Agreement on Telemedicine") == []


def test_a_warning_of_a_reader_is_a_finding(make: Any) -> None:
    note = make.record(
        "notes", "n", kind="name_error", severity="warning", message="Misspelt.", printed="Yesou", expected="Yeosu"
    )
    (finding,) = audit([], {"notes": [note]})
    assert (finding.rule, finding.severity, finding.printed, finding.computed) == (
        "note.name_error", "warning", "Yesou", "Yeosu",
    )  # fmt: skip


def test_each_note_is_a_finding_of_its_own(make: Any) -> None:
    def note(identity: str, severity: str, message: str) -> Any:
        said = {"kind": "structure", "severity": severity, "message": message, "printed": identity}
        return make.record("notes", identity, **said)

    notes = [note(f"w{n}", "warning", f"Displaced cell: row {n}") for n in range(3)]
    notes += [note(f"s{n}", "info", f"A stray tag in row {n}.") for n in range(4)]
    found = audit([], {"notes": notes})
    assert [(f.severity, f.subjects, f.printed) for f in found] == [(n.one("severity"), (n.id,), n.id) for n in notes]


def test_a_remark_is_never_a_warning(make: Any) -> None:
    said = {"kind": "remark", "severity": "warning", "message": "The group was broken up around 2000."}
    (finding,) = audit([], {"notes": [make.record("notes", "n", **said)]})
    assert (finding.rule, finding.severity) == ("note.remark", "info")


def test_what_a_reader_explained_is_no_finding(make: Any) -> None:
    note = make.record("notes", "n", kind="explained_difference", severity="info", message="Agrees with the other one.")
    assert audit([], {"notes": [note]}) == []


def test_what_a_rule_found_is_not_told_twice(make: Any) -> None:
    row = make.flows("26.1", "139.4", "165.1", "-113.3")
    note = make.record(
        "notes", "n", kind="sources_disagree", severity="warning", message="The total of 165.1 is wrong."
    )
    here = replace(note, evidence=row[2].evidence)
    elsewhere = note
    assert [f.rule for f in audit(row, {"notes": [here]})] == ["sum.total_trade"]
    assert [f.rule for f in audit(row, {"notes": [elsewhere]})] == ["sum.total_trade", "note.sources_disagree"]
    name = replace(
        make.record("notes", "m", kind="name_error", severity="warning", message="Misspelt."), evidence=here.evidence
    )
    assert len(audit(row, {"notes": [name]})) == 2, "a name is another matter than the figure beside it"
