"""Every rule, assertion and check has its row in the reference page."""

from __future__ import annotations

import re
from pathlib import Path

from henequen.record.audit import checks, sayings

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "audit.md").read_text(encoding="utf-8")


def test_every_rule_of_the_source_is_documented() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/henequen/record/audit").glob("*.py"))
    rules = set(
        re.findall(
            r'"((?:sum|share|part|growth|same|span|mirror|outlier|period|count|trend|threshold|date|level|party|record)\.[a-z_]+)"',
            text,
        )
    )
    assert len(rules) > 40
    assert not sorted(rule for rule in rules if f"`{rule}`" not in PAGE)


def test_every_assertion_and_check_is_documented() -> None:
    assert not [name for name in (*sayings.ASSERTIONS, *checks.RULES) if f"`{name}`" not in PAGE]
