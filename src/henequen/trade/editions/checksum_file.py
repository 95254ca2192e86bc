"""The seal of an edition: its checksum in `OUT.sha256`, verified before the edition is read again.

DuckDB does not notice a byte that was altered inside a page of a Parquet file, so we write a checksum file for every
file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from henequen.files.checksum import digest_of
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["check_seal", "manifest_text", "seal_path", "seal_text", "sealed_digests"]


def seal_path(out: Path) -> Path:
    """The path of the checksum of a file.

    >>> seal_path(Path("flows.parquet")).name
    'flows.parquet.sha256'
    """
    return out.with_name(out.name + ".sha256")


def seal_text(digest: str, out: Path) -> str:
    """The content of the seal of `out`, whose SHA-256 is `digest`: a line as `sha256sum` writes and checks it.

    >>> seal_text("9f86", Path("year/flows.parquet"))
    '9f86  flows.parquet\\n'
    """
    return f"{digest}  {out.name}\n"


def manifest_text(files: Sequence[Path], digests: Sequence[str], out: Path) -> str:
    """The seal of a folder of parts: one line per file, which `sha256sum --check` reads from the parent folder.

    >>> manifest_text([Path("o.parquet/period=2019/flows.parquet")], ["9f86"], Path("o.parquet"))
    '9f86  o.parquet/period=2019/flows.parquet\\n'
    """
    return "".join(
        f"{digest}  {out.name}/{'/'.join(file.parts[-2:])}\n" for file, digest in zip(files, digests, strict=True)
    )


def sealed_digests(folder: Path) -> dict[Path, str]:
    """The checksum of each file of a folder of parts, as its seal states them; nothing without a seal."""
    beside = seal_path(folder)
    if not beside.is_file():
        return {}
    lines = (line.split("  ", 1) for line in beside.read_text(encoding="utf-8").splitlines())
    return {folder.parent / name: digest for digest, name in lines}


def check_seal(path: Path) -> None:
    """Raise DataError if `path` has a checksum file and other bytes; a result without one is accepted.

    A folder has a checksum for each of its files, and no others.
    """
    if path.is_dir():
        _check_folder(path)
        return
    beside = seal_path(path)
    if not beside.is_file():
        return
    words = beside.read_text(encoding="utf-8", errors="replace").split()
    digest = digest_of(path)
    if not words or words[0].lower() != digest:
        raise DataError(
            Message("file_does_not_match_its_checksum"),
            where=path.name,
            found=digest,
            expected=words[0] if words else Message("hash"),
            hint=Message("reconcile_again_byte_was_altered_or"),
        )


def _check_folder(path: Path) -> None:
    beside = seal_path(path)
    if not beside.is_file():
        return
    text = beside.read_text(encoding="utf-8", errors="replace")
    files = sorted(path.glob("period=*/*.parquet"))
    manifest = manifest_text(files, [digest_of(file) for file in files], path)
    if manifest != text:
        odd = sorted(set(text.splitlines()) ^ set(manifest.splitlines()))
        raise DataError(
            Message("parts_result_are_not_those_its"),
            where=path.name,
            found="; ".join(line.split("  ", 1)[-1] for line in odd[:4]),
            expected=Message("files_and_bytes_that_were_written"),
            hint=Message("reconcile_again_byte_or_file_was"),
        )
