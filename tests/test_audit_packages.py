"""`make audit` ends here too: licences and SBOM are written, and what cannot be checked without a network is said to be so."""

from __future__ import annotations

import csv
import json
import runpy
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from at_hand import lacking

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "audit_packages.py"


def _answer(code: int, out: str = "", error: str = "") -> Any:
    def run(words: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert words[1:3] == ["-m", "pip_audit"]
        return subprocess.CompletedProcess(words, code, out, error)

    return run


def _late(words: list[str], **given: Any) -> Any:
    raise subprocess.TimeoutExpired(words, given["timeout"])


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (_late, 0, "not checked; the data base of advisories did not answer"),
        (_answer(1, error="Connection refused"), 0, "not checked; the data base of advisories did not answer"),
        (_answer(1, "pkg 1.0 PYSEC-1", "Found 1 known vulnerability"), 1, "PYSEC-1"),
        (_answer(0, error="No known vulnerabilities found"), 0, "No known vulnerabilities"),
    ],
)
def test_audit_writes_licences_and_sbom_whatever_the_network_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Any,
    code: int,
    said: str,
) -> None:
    if find_spec("pip_audit") is None:
        lacking("pip-audit is not installed")
    monkeypatch.chdir(tmp_path)
    script = runpy.run_path(str(SCRIPT))
    monkeypatch.setattr(subprocess, "run", answer)
    assert script["main"]() == code
    assert said in capsys.readouterr().out
    rows = list(csv.DictReader((tmp_path / "audit" / "licences.csv").read_text(encoding="utf-8").splitlines()))
    assert {"henequen", "duckdb", "numpy"} <= {row["package"] for row in rows}
    made = json.loads((tmp_path / "audit" / "sbom.cdx.json").read_text(encoding="utf-8"))
    scopes = {c["name"]: c["scope"] for c in made["components"]}
    assert scopes["duckdb"] == "required" and scopes["pytest"] == "optional"


def test_the_sbom_is_read_by_the_standard_s_own_validator() -> None:
    try:
        from cyclonedx.exception import MissingOptionalDependencyException
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator
    except ImportError:
        lacking("the validator of CycloneDX is not installed")
    script = runpy.run_path(str(SCRIPT))
    text = json.dumps(script["sbom"]({"henequen"}))
    try:
        assert JsonStrictValidator(SchemaVersion.V1_5).validate_str(text) is None
    except MissingOptionalDependencyException:
        lacking("the validator of CycloneDX lacks its schema library")
