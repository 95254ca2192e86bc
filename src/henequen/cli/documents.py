"""The verbs about documents: add one, list them, verify every passage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, DryRun, PackOption
from henequen.cli.show_rows import print_rows
from henequen.cli.words import in_words, phrase, say
from henequen.model.errors import DocumentError, UsageError
from henequen.model.message import Message
from henequen.record.evidence.verifier import Verification
from henequen.record.pack.seal import broken_seals

__all__ = ["app", "verify"]

app = typer.Typer(
    help="The documents that support the pack's claims, and your own copies of them.", no_args_is_help=True
)


@app.command("list")
def list_documents(pack: PackOption = None, as_json: AsJson = False) -> None:
    """List the documents that the pack knows, and whether you hold a copy."""
    observatory = open_pack(pack)
    view = observatory.view()
    rows = [
        {
            "document": document.document_id,
            "file_name": document.file_name,
            "title": view.editions[document.edition_id].title,
            "published_on": view.editions[document.edition_id].published_on,
            "held": observatory.library.holds(document.content_hash),
            "content_hash": document.content_hash,
        }
        for document in view.documents.values()
    ]
    print_rows(rows, ("document", "published_on", "held", "title"), as_json)


@app.command("add")
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents of the pack, or a folder of them.")],
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Keep your own copy of documents that the pack knows by their hash; pages then show passages in context."""
    observatory = open_pack(pack)
    failed = 0
    for path in _files(files):
        try:
            name = observatory.add_document(path, dry_run)
        except DocumentError as error:
            failed += 1
            typer.echo(f"henequen: {error.text(language())}", err=True)
        else:
            print(phrase("documents.would_keep" if dry_run else "documents.kept", name=name, file=path.name))
    if failed:
        raise typer.Exit(1)


def verify(
    paths: Annotated[list[Path], typer.Argument(metavar="DIR_OR_FILE...", help="Documents, or folders of them.")],
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """Check every claim against the documents: its passage must occur there and print its value. Exit 1 unless all
    do."""
    observatory = open_pack(pack)
    complete = True
    answers = observatory.verify(_files(paths))
    for answer in answers:
        if not isinstance(answer, Verification):
            complete = False
            row: dict[str, object] = {
                "document": None,
                "file": answer.file_name,
                "claims": 0,
                "found": 0,
                "not_found": [],
            }
            if as_json:
                print(json.dumps(row | {"reason": answer.reason.what}, ensure_ascii=False))
            else:
                print(phrase("verify.refused", file=answer.file_name, reason=in_words(answer.reason.what)))
            continue
        complete = complete and not answer.not_found and not answer.document_problems
        if as_json:
            row = {
                "document": answer.document,
                "file": answer.file_name,
                "claims": answer.claims,
                "found": answer.proven,
                "not_found": list(answer.not_found),
                "same_bytes": answer.same_bytes,
                "problems": [{"id": identity, "problem": problem} for identity, problem in answer.problems],
                "spellings": [{"id": identity, "spelling": text} for identity, text in answer.spellings],
                "document_problems": list(answer.document_problems),
            }
            print(json.dumps(row, ensure_ascii=False))
        else:
            share = 100 * answer.proven / answer.claims if answer.claims else 100
            altered = "" if answer.same_bytes else phrase("verify.altered")
            counts = {"found": answer.proven, "claims": answer.claims, "share": f"{share:.4g}"}
            print(phrase("verify.found", document=answer.document, altered=altered, **counts))
            for problem in answer.document_problems:
                print(phrase("verify.wrong", problem=in_words(problem)))
            for identity, problem in answer.problems[:20]:
                print(f"  {identity}: {in_words(problem)}")
            if len(answer.problems) > 20:
                print(phrase("verify.more", n=len(answer.problems) - 20))
            if answer.spellings:
                print(phrase("verify.spellings", n=len(answer.spellings)))
    if not answers:
        raise UsageError(
            Message("there_no_file_verify"), found=", ".join(map(str, paths)), expected=Message("documents_pack")
        )
    changed = broken_seals(observatory.root)
    for name in changed:
        say("verify.broken", name=name)
    if not complete or changed:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    given_files: list[Path] = []
    for path in paths:
        if path.is_dir():
            given_files.extend(sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")))
        elif path.exists():
            given_files.append(path)
        else:
            raise UsageError(Message("there_no_such_file"), found=str(path), expected=Message("file_or_folder"))
    return given_files
