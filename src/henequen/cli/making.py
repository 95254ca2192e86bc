"""The verbs that produce something from a pack: build, check, audit, site."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.finding_rows import finding_row, words_of
from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, AsOf, DryRun, Flows, KnownAt, PackOption, day, one_of
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.words import phrase
from henequen.model.finding import SEVERITIES, Finding
from henequen.model.properties import codes
from henequen.record.pack.seal import broken_seals, seal
from henequen.record.pack.translations import coverage, missing_translations

__all__ = ["audit", "build", "check", "site", "translations"]


def build(
    pack: PackOption = None,
    dry_run: DryRun = False,
    force: Annotated[bool, typer.Option("--force", help="Build the database again even if nothing changed.")] = False,
) -> None:
    """Check the pack and build the database. Exit 3 if the audit found errors."""
    observatory = open_pack(pack)
    if dry_run:
        read = observatory.read()
        print(
            phrase("build.valid", pack=observatory.root.name, claims=len(read.claims), figures=len(read.observations))
        )
        return
    began = time.monotonic()
    built = observatory.build(force=force)
    view = observatory.view()
    findings = view.findings()
    if built.is_new:
        claims, figures = view.sizes()
        counts = {"claims": claims, "figures": figures, "documents": len(view.documents)}
        print(phrase("build.built", pack=view.manifest.id, seconds=f"{time.monotonic() - began:.1f}", **counts))
    else:
        print(phrase("build.unchanged", pack=view.manifest.id))
    _close(findings)


def check(
    pack: PackOption = None,
    sealing: Annotated[
        bool, typer.Option("--seal", help="If the pack is valid, record the size and checksum of every table.")
    ] = False,
) -> None:
    """Validate the pack. Exit 3 if the audit finds errors, a translation is out of date, or a table was changed."""
    observatory = open_pack(pack)
    read, findings = observatory.check()
    counts = {
        "claims": len(read.claims),
        "figures": len(read.observations),
        "places": len(read.places),
        "documents": len(read.documents),
    }
    print(phrase("check.read", pack=read.manifest.id, **counts))
    stale = [(one.language, row) for one in coverage(read) for row in one.stale]
    for one in coverage(read):
        done, out_of_date = one.translated, len(one.stale)
        print(phrase("check.translations", language=one.language, done=done, all=one.texts, stale=out_of_date))
    for code, row in stale[:20]:
        words = row.text[:80]
        print(phrase("check.stale", language=code, property=row.property, subject=row.subject, words=words))
    if sealing:
        print(phrase("check.sealed", n=seal(observatory.root)))
    changed = broken_seals(observatory.root)
    for name in changed:
        print(phrase("check.broken", name=name))
    _close(findings, stale=bool(stale) or bool(changed))


def translations(
    into: Annotated[str, typer.Argument(metavar="es|ko", help="A language of the pack.")],
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """List the texts that still lack a translation, as rows for translations/LANGUAGE.csv. Exit 3 if there are any."""
    observatory = open_pack(pack)
    others = tuple(code for code in observatory.manifest.languages if code != "en")
    one_of("LANGUAGE", into, others)
    rows = [asdict(row) | {"english": text} for row, text in missing_translations(observatory.read(), into)]
    print_rows(rows, ("subject", "property", "item", "source_hash", "english"), as_json)
    if rows:
        raise typer.Exit(3)


def audit(
    pack: PackOption = None,
    document: Annotated[str, typer.Option("--document", help="Only findings about this document.")] = "",
    severity: Annotated[str, typer.Option("--severity", help="Only findings of this severity.")] = "",
    as_of: AsOf = "",
    known_at: KnownAt = "",
    as_json: AsJson = False,
) -> None:
    """Check every document against itself and against the others. Exit 3 if there are findings."""
    one_of("--severity", severity, SEVERITIES)
    observatory = open_pack(pack)
    view = observatory.view(day(as_of), day(known_at, "--known-at"))
    one_of("--document", document, tuple(view.documents))
    findings = [
        finding
        for finding in view.findings()
        if (not severity or finding.severity == severity)
        and (not document or any(passage.document == document for passage in finding.evidence))
    ]
    ordered = sorted(findings, key=lambda f: SEVERITIES.index(f.severity))
    rows = [finding_row(finding, words_of(view, language(as_json or not for_people()))) for finding in ordered]
    if for_people() and not as_json:
        rows = [row | {"severity": codes("severity")[str(row["severity"])][language()]} for row in rows]
    print_rows(rows, ("severity", "rule", "message", "printed", "computed", "id"), as_json)
    if findings:
        raise typer.Exit(3)


def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the site goes.")],
    pack: PackOption = None,
    flows: Flows = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    dry_run: DryRun = False,
) -> None:
    """Write the observatory as static pages to DIR; open DIR/index.html, no server needed."""
    observatory = open_pack(pack)
    if dry_run:
        from henequen.trade.editions.page_data import editions_of

        observatory.read()
        editions_of(flows or ())
        print(phrase("site.dry", pack=observatory.manifest.id, folder=folder))
        return
    print(observatory.write_site(folder, day(as_of), day(known_at, "--known-at"), flows or ()))


def _close(findings: list[Finding], stale: bool = False) -> None:
    counts = Counter(finding.severity for finding in findings)
    if findings:
        summary = ", ".join(
            phrase(f"severities.{severity}", n=counts[severity]) for severity in SEVERITIES if counts[severity]
        )
        print(phrase("check.findings", n=len(findings), summary=summary))
    else:
        print(phrase("check.no_findings"))
    if counts["error"] or stale:
        raise typer.Exit(3)
