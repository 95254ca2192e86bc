"""Carries out a plan of calls into a folder: skips complete answers, splits capped ones, keeps no incomplete one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from henequen.files.atomic import write_durably
from henequen.model.errors import DataError, HenequenError, ServiceError
from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.trade.fetch.call import Call
from henequen.trade.fetch.client import Client, StopAll
from henequen.trade.fetch.manifest import Entry, Manifest

__all__ = ["FetchReport", "fetch"]


@dataclass
class FetchReport:
    """Counts of requested, answered and skipped calls. `asked` = answered + empty + split + skipped + failed +
    not_reached calls."""

    asked: int = 0
    answered: int = 0
    empty: int = 0
    split: int = 0
    skipped: int = 0
    failed: int = 0
    not_reached: int = 0
    rows: int = 0
    bytes: int = 0
    calls_sent: int = 0
    seconds_waited: float = 0.0
    files: list[str] = field(default_factory=list)
    errors: list[HenequenError] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether the folder contains everything requested."""
        return not self.failed and not self.not_reached

    @property
    def failures(self) -> list[str]:
        """The errors in English."""
        return [str(error) for error in self.errors]

    def as_dict(self) -> dict[str, object]:
        """The report as plain data."""
        plain = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "errors"}
        return plain | {"failures": self.failures, "whole": self.whole}


def fetch(
    calls: Sequence[Call],
    out: Path,
    client: Client,
    *,
    progress: Progress | None = None,
) -> FetchReport:
    """Send every call and keep its answer in `out` (created if needed), with `manifest.jsonl` and a checksum file for
    each answer, which the readers verify. A call with a complete answer in `out` is not sent. An answer that may be
    incomplete is never kept: its call is split, and the split is recorded. An answer without rows has no file and one
    line in the manifest. A call that finally fails is recorded in the report, and the next one is sent; the run ends
    early if the next would fail too. `progress` is called after every call. Raises DataError if `out` cannot be used.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(Message("folder_cannot_be_made"), where=str(out), found=error.strerror) from None
    for leftover in out.glob(".henequen-*.part"):
        leftover.unlink(missing_ok=True)
    manifest, report = Manifest(out), FetchReport()
    waiting = list(calls)
    while waiting:
        call = waiting.pop(0)
        report.asked += 1
        try:
            smaller = _fetch_call(call, out, client, manifest, report)
        except StopAll as stop:
            report.failed += 1
            report.not_reached = len(waiting)
            report.asked += len(waiting)
            report.errors.append(stop)
            break
        except ServiceError as error:
            report.failed += 1
            report.errors.append(error)
        else:
            waiting = [*smaller, *waiting]
        if progress is not None:
            total = report.asked + len(waiting)
            progress(report.asked / total, Message("calls_rows", asked=report.asked, total=total, rows=report.rows))
    report.calls_sent, report.seconds_waited = client.sent, client.waited
    return report


def _fetch_call(call: Call, out: Path, client: Client, manifest: Manifest, report: FetchReport) -> tuple[Call, ...]:
    entry = manifest.complete(call)
    if entry is not None and not entry.split:
        report.skipped += 1
        report.rows += entry.rows
        if entry.file:
            report.files.append(entry.file)
        return ()
    if entry is not None:
        return _smaller(call, report, Message("answer_was_not_whole"))
    if manifest.knows(call):
        report.findings.append(Message("was_altered_or_lost_and_fetched", file_name=call.file_name))
    body, judged = client.ask(call)
    if judged.doubt:
        smaller = _smaller(call, report, judged.doubt)
        manifest.add(_entry(call, "", body, judged.rows, tuple(one.key for one in smaller)))
        return smaller
    name = call.file_name if judged.rows else ""
    if name:
        digest = hashlib.sha256(body).hexdigest()
        write_durably(out / name, body)
        write_durably(out / f"{name}.sha256", f"{digest}  {name}\n".encode())
        report.files.append(name)
        report.answered += 1
    else:
        report.empty += 1
    report.rows += judged.rows
    report.bytes += len(body)
    manifest.add(_entry(call, name, body, judged.rows))
    return ()


def _smaller(call: Call, report: FetchReport, doubt: str) -> tuple[Call, ...]:
    parts = call.split()
    if not parts.calls:
        raise ServiceError(Message("call_cannot_be_split_further", doubt=doubt), where=call.file_name, hint=parts.hint)
    report.split += 1
    if parts.finding:
        report.findings.append(parts.finding)
    return tuple(parts.calls)


def _entry(call: Call, name: str, body: bytes, rows: int, split: tuple[str, ...] = ()) -> Entry:
    return Entry(
        call.key,
        f"{call.path}?{'&'.join(f'{k}={v}' for k, v in call.query.items())}",
        name,
        hashlib.sha256(body).hexdigest(),
        len(body),
        0 if split else rows,
        datetime.now(UTC).isoformat(timespec="seconds"),
        split,
    )
