"""Full data on the pages: turns editions of reconciled figures into the data of Two counts, Products and What changed.

The files are opened in a child process (see `flows_child`): a damaged one causes an error and does not stop the
service.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from henequen.files.atomic import write_durably
from henequen.files.checksum import digest_of
from henequen.jobs.process import run_in_child
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.editions.checksum_file import check_seal, manifest_text
from henequen.trade.editions.lineage import chain_of
from henequen.trade.editions.output_rows import files_of, is_result_folder
from henequen.trade.readers.parquet import parquet_columns

__all__ = ["editions_of", "flows_material", "flows_stamp", "kept_material", "sha256_of"]

_NEEDED = frozenset({"period", "exporter", "importer", "product", "x_value", "m_value", "value", "rule"})


def editions_of(paths: Sequence[Path]) -> list[Path]:
    """The editions to show, oldest first: in the order given, each after the editions that it builds on. Raises
    UsageError for a file that is not a result of `mirror reconcile`, DataError for a broken chain or seal.
    """
    editions: list[Path] = []
    for path in paths:
        if not path.is_file() and not is_result_folder(path):
            raise UsageError(
                Message("no_such_edition"), found=str(path), expected=Message("out_henequen_mirror_reconcile")
            )
        for edition in chain_of(path.absolute()):
            if edition.suffix != ".parquet" or not set(parquet_columns(files_of(edition)[0])) >= _NEEDED:
                raise UsageError(
                    Message("this_not_edition_figures"),
                    found=str(edition),
                    expected=Message("out_henequen_mirror_reconcile"),
                )
            if edition not in editions:
                check_seal(edition)
                editions.append(edition)
    return editions


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes; for a folder of parts the hash of the list of theirs."""
    files = files_of(path)
    if path.is_dir():
        text = manifest_text(files, [digest_of(file) for file in files], path)
        return hashlib.sha256(text.encode()).hexdigest()
    return digest_of(path)


def flows_stamp(paths: Sequence[Path]) -> str:
    """The stamp of these editions for the pages: name and hash of each, in order."""
    return ";".join(f"{path.name} {sha256_of(path)}" for path in editions_of(paths))


def flows_material(paths: Sequence[Path], sides: Sequence[str]) -> dict[str, Any] | None:
    """The data of the pages for two sides (see `flows_child.work`); None without any edition.

    Raises UsageError if the newest edition has no flow between the sides, and the errors of the editions themselves.
    """
    if not paths:
        return None
    order = {"editions": [str(path) for path in editions_of(paths)], "sides": list(sides)}
    material = run_in_child("henequen.trade.editions.page_data_job", order)
    if not material["explained"]:
        raise UsageError(
            Message("edition_has_no_flow_between_two"),
            found=paths[-1].name,
            expected=" and ".join(sides),
            hint=Message("give_result_henequen_mirror_reconcile_over"),
        )
    return material


def kept_material(kept: Path, stamp: str, paths: Sequence[Path], sides: Sequence[str]) -> dict[str, Any] | None:
    """The same from the cache file `kept`, if it has the same stamp and sides; otherwise computed and cached. A
    damaged file is computed again.
    """
    if not paths:
        return None
    mark = f"{stamp}\n{','.join(sides)}"
    try:
        cached = json.loads(kept.read_text(encoding="utf-8"))
        if cached["stamp"] == mark:
            kept_pages: dict[str, Any] = cached["material"]
            return kept_pages
    except (OSError, ValueError, KeyError, TypeError):
        pass
    material = flows_material(paths, sides)
    write_durably(kept, json.dumps({"stamp": mark, "material": material}).encode("utf-8"))
    return material
