"""The seal of an edition: a checksum beside it, `OUT.sha256`, looked at before the edition is read again.

DuckDB does not notice a byte that was altered inside a page of a Parquet file, so what we write bears a checksum.
"""

from __future__ import annotations

from pathlib import Path

from henequen.files.checksum import digest_of
from henequen.model.errors import DataError

__all__ = ["check_seal", "seal_path", "seal_text"]


def seal_path(out: Path) -> Path:
    """Where the checksum of a file stands.

    >>> seal_path(Path("flows.parquet")).name
    'flows.parquet.sha256'
    """
    return out.with_name(out.name + ".sha256")


def seal_text(digest: str, out: Path) -> str:
    """What stands in the seal of `out`, whose SHA-256 is `digest`: a line as `sha256sum` writes and checks it.

    >>> seal_text("9f86", Path("year/flows.parquet"))
    '9f86  flows.parquet\\n'
    """
    return f"{digest}  {out.name}\n"


def check_seal(path: Path) -> None:
    """Raise DataError where `path` has a checksum beside it and other bytes; a file without one is taken as it is."""
    beside = seal_path(path)
    if not beside.is_file():
        return
    words = beside.read_text(encoding="utf-8", errors="replace").split()
    found = digest_of(path)
    if not words or words[0].lower() != found:
        raise DataError(
            "the file is not what its checksum says", where=path.name, found=found,
            expected=words[0] if words else "a hash",
            hint="reconcile it again: a byte was altered or lost; after a change that was meant, delete the .sha256 file",
        )  # fmt: skip
