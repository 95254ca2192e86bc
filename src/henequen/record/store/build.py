"""From a pack's files to its store, and to its findings: the whole way runs in a child with limits."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from henequen.model.finding import Finding
from henequen.model.progress import Progress
from henequen.record.audit import audit
from henequen.record.pack.pack import Pack
from henequen.record.pack.read import read_pack
from henequen.record.store.store import by_table, compile_store, records_of

__all__ = ["audited_pack", "build_store"]


def build_store(root: Path, path: Path, stamp: str, progress: Progress) -> None:
    """Read the pack at `root` and compile its store to `path`, with `stamp`.

    The caller holds the pack's lock. `progress` is called once, after reading, with the numbers of claims and of figures.
    """
    pack = read_pack(root)
    progress(0.4, f"{len(pack.claims)} {len(pack.observations)}")
    compile_store(pack, path, stamp, partial(audit, checks=pack.checks, published=pack.published))


def audited_pack(root: Path) -> tuple[Pack, list[Finding]]:
    """The pack at `root` with the findings of its audit; nothing is written."""
    pack = read_pack(root)
    return pack, audit(pack.observations, by_table(records_of(pack).values()), pack.checks, pack.published)
