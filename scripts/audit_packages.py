"""The supply chain of this environment: licences of installed packages, an SBOM (CycloneDX), known advisories.

`make audit` runs it. Files go to `audit/` (licences.csv, sbom.cdx.json). Exit 1 if a package that Henequen needs states no licence
or one that is not in `FREE`, or if an advisory is known. Steps that cannot run here say so.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import uuid
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FREE = re.compile(
    r"apache|bsd|\bmit\b|mpl|mozilla|\bisc\b|python|psf|zlib|unlicense|cc0|0bsd|public domain|lgpl|hpnd", re.IGNORECASE
)
OUT = Path("audit")
PATIENCE = 120.0
"""Seconds for the data base of advisories."""


def needed(root: str = "henequen") -> dict[str, Distribution]:
    """The distributions that `root` needs at run time, and those that these need, by name."""
    found: dict[str, Distribution] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or an extra that is not installed
        for line in found[key].requires or ():
            if "extra ==" not in line.replace('"', "'"):
                waiting.append(re.split(r"[^\w.-]", line, maxsplit=1)[0])
    return found


def licence(package: Distribution) -> str:
    """What a distribution states as its licence: expression, classifiers, or the first line of the field."""
    data = package.metadata
    stated = data.get("License-Expression") or ""
    named = [c.rpartition(" :: ")[2] for c in data.get_all("Classifier") or () if c.startswith("License ::")]
    return stated or "; ".join(named) or (data.get("License") or "").strip().partition("\n")[0][:100]


def sbom(required: set[str]) -> dict[str, Any]:
    """What is installed here as CycloneDX 1.5; what Henequen does not need at run time has the scope `optional`."""
    installed = {re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower(): d for d in distributions() if d.metadata["Name"]}
    components = []
    for name, package in sorted(installed.items()):
        said = licence(package)
        component = {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{package.version}",
            "name": name,
            "version": package.version,
            "scope": "required" if name in required else "optional",
            "purl": f"pkg:pypi/{name}@{package.version}",
        }
        components.append(component | ({"licenses": [{"license": {"name": said}}]} if said else {}))
    mark = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(mark[:32], version=4)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "henequen", "version": version("henequen")}},
        "components": components,
    }


def main() -> int:
    """Write the files, print the result; the exit code."""
    OUT.mkdir(exist_ok=True)
    rows = sorted((name, package.version, licence(package)) for name, package in needed().items())
    with (OUT / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("package", "version", "licence"), *rows])
    unclear = [row for row in rows if not FREE.search(row[2])]
    print(f"licences: {len(rows)} packages, {len(unclear)} to look at", flush=True)
    for row in unclear:
        print("  " + "  ".join(row))
    code = int(bool(unclear))
    made = sbom({name for name, _, _ in rows})
    (OUT / "sbom.cdx.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"SBOM: audit/sbom.cdx.json, {len(made['components'])} packages", flush=True)
    if not find_spec("pip_audit"):
        print("advisories: not checked; install pip-audit")
        return code
    words = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off"]
    try:
        known = subprocess.run(words, check=False, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        print("advisories: not checked; the data base of advisories did not answer")
        return code
    if known.returncode and "Found" not in known.stderr:
        print("advisories: not checked; the data base of advisories did not answer")
        return code
    print(f"advisories: {known.stdout or known.stderr}".strip())
    return code | known.returncode


if __name__ == "__main__":
    sys.exit(main())
