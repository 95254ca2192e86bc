"""The verb `read`: documents in, proposed claims out."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.options import AsJson, Ocr, Suggest
from henequen.cli.site_words import site_word
from henequen.cli.words import coded, in_words, phrase, say
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.reading.batch import Answer, read_files
from henequen.reading.ocr.program import find_program
from henequen.reading.suggesting.endpoint import Endpoint

__all__ = ["ocr_program", "read"]


def read(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Documents of any kind that is read, or folders of them.")
    ],
    as_json: AsJson = False,
    ocr: Ocr = False,
    suggest: Suggest = False,
) -> None:
    """Read documents and print the claims they propose; nothing is accepted yet.

    Exit 0 if every file was taken, 3 if something also needs a person's decision, 1 if a file was refused.
    """
    endpoint = Endpoint.of(os.environ) if suggest else None
    refused = attention = False
    total: Counter[str] = Counter()
    for answer in read_files(_files(files), endpoint=endpoint, ocr=ocr_program(ocr)):
        refused = refused or answer.refused
        attention = attention or _needs_a_look(answer)
        total[answer.document["status"]] += 1
        total["proposals"] += len(answer.proposals)
        if as_json:
            print(json.dumps(answer.document, ensure_ascii=False))
            for proposal in answer.proposals:
                print(json.dumps(proposal, ensure_ascii=False))
        else:
            _print_answer(answer)
    if not as_json:
        read_count = total["ok"] + total["unreadable_without_ocr"]
        print(phrase("read.total", taken=read_count, refused=total["refused"], proposals=total["proposals"]))
    sys.stdout.flush()
    if refused:
        raise typer.Exit(1)
    if attention:
        raise typer.Exit(3)


def ocr_program(is_wanted: bool) -> str | None:
    """The OCR program, if it is wanted and there is one; a scan then reports that it needs one."""
    if not is_wanted:
        return None
    program_path = find_program()
    if program_path is None:
        say("read.no_program")
    return program_path


def _needs_a_look(answer: Answer) -> bool:
    document = answer.document
    return bool(
        document["status"] == "unreadable_without_ocr"
        or document.get("marks")
        or document.get("repairs")
        or any("failed" in reason for reason in document.get("left_out", {}))
        or any(proposal["kind"] == "issue" for proposal in answer.proposals)
    )


def _print_answer(answer: Answer) -> None:
    document = answer.document
    name = document["document"]
    if document["status"] != "ok":
        refused = "read.refused" if answer.refused else "read.no_text"
        print(phrase(refused, name=name, reason=in_words(document.get("reason", ""))))
        return
    kinds = document["proposals"].items()
    counts = ", ".join(f"{number} {site_word('review_kind', kind)}" for kind, number in kinds) or phrase("read.none")
    print(phrase("read.counts", name=name, counts=counts))
    if model := document.get("model"):
        print(phrase("read.model", name=model["name"], asked=model["asked"], proposed=model["proposed"]))
        for reason, number in model["failed"].items():
            print(phrase("read.model_failed", n=number, reason=in_words(reason)))
    for repair in document["repairs"]:
        print(phrase("read.repaired", table=repair["table"], words=in_words(repair["message"])))
    for mark in document["marks"]:
        print(phrase("read.mark", kind=coded("mark", mark["kind"]), words=in_words(mark["message"])))
    for reason, number in document["left_out"].items():
        print(phrase("read.left_out", n=number, reason=in_words(reason)))
    for proposal in answer.proposals:
        quote = proposal["evidence"][0]["quote"] if proposal["evidence"] else ""
        fields = {k: v for k, v in proposal.items() if k not in ("document", "kind", "id", "evidence")}
        pairs = "; ".join(f"{site_word('review_field', field)} {value}" for field, value in fields.items())
        print(f'  {site_word("review_kind", proposal["kind"])}: {pairs}\n    "{" ".join(quote.split())[:160]}"')


def _files(paths: list[Path]) -> list[Path]:
    given_files: list[Path] = []
    for path in paths:
        if path.is_dir():
            given_files.extend(sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")))
        else:
            given_files.append(path)
    if not given_files:
        raise UsageError(Message("there_no_file_read"), found=", ".join(map(str, paths)), expected=Message("documents"))
    return given_files
