"""OUT and its companion files, put in place together: all of them, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from henequen.files.checksum import Digest
from henequen.files.disk import disk_error
from henequen.files.handover import commit, journal_path, part_of, recover, remove_parts
from henequen.trade.editions.checksum_file import manifest_text, seal_path, seal_text
from henequen.trade.editions.fitted_model import model_path
from henequen.trade.editions.lineage import edition_path
from henequen.trade.editions.output_rows import files_of
from henequen.trade.editions.report import report_path

__all__ = ["Delivery"]


class Delivery:
    """The files of one result in preparation, each under its name followed by `.partial`: OUT, its report, its seal
    and, if written, its model and the note of an edition. At the end of the context uncommitted files are removed, and
    an earlier OUT is unchanged. A hand-over that was interrupted is finished by the next run (see `files.handover`).
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self.flows = part_of(out)
        """Where OUT is written."""
        self._digests: dict[Path, Digest] = {}
        self._known: Mapping[Path, str] = {}
        self._beside = (seal_path(out), report_path(out), model_path(out), edition_path(out))

    def __enter__(self) -> Delivery:
        try:
            self._out.parent.mkdir(parents=True, exist_ok=True)
            recover(self._out)
            self._clear()
        except OSError as error:
            raise disk_error(error) or error from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def write(self, path: Path, text: str) -> None:
        """Write a companion file of OUT."""
        part_of(path).write_text(text, encoding="utf-8")

    def begin_sealing(self, known: Mapping[Path, str] | None = None) -> None:
        """Start computing the digests of the files of OUT, which is complete, in the background; some may be `known`."""
        self._known = known or {}
        self._digests = {file: Digest(file) for file in files_of(self.flows) if file not in self._known}

    def seal(self) -> str:
        """Write the seal of OUT; returns its SHA-256, for a folder the SHA-256 of the list of its files' checksums."""
        if not self._digests and not self._known:
            self.begin_sealing()
        files = files_of(self.flows)
        digests = [self._known.get(file) or self._digests[file].hexdigest() for file in files]
        if not self.flows.is_dir():
            self.write(seal_path(self._out), seal_text(digests[0], self._out))
            return digests[0]
        text = manifest_text(files, digests, self._out)
        self.write(seal_path(self._out), text)
        return hashlib.sha256(text.encode()).hexdigest()

    def commit(self) -> None:
        """Give every file its final name; companion files of an earlier OUT without a successor are removed."""
        commit(self._out, (*self._beside, self._out))

    def _clear(self) -> None:
        if not journal_path(self._out).exists():
            remove_parts((self._out, *self._beside))
