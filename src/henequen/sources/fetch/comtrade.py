"""Calls of the UN Comtrade v1 data service: planned, split where an answer is capped, kept as files with checksums.

The key is read from the environment (COMTRADE_KEY) and travels in the header the service documents
(Ocp-Apim-Subscription-Key), never in an address, a file or a message.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from henequen.model.errors import DataError
from henequen.sources.fetch.budget import Budget

__all__ = ["CAP", "Request", "fetch", "plan_requests"]

CAP = 100_000
"""Rows at which the service cuts an answer off (with a key): an answer that long is never taken as whole."""
HOST = "https://comtradeapi.un.org/data/v1/get"
_HALVES = ("cmd", "partner", "flow", "period")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer, not a way: following it would carry the key to another host."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


@dataclass(frozen=True)
class Request:
    """One call: reporters, partners (UN numbers; empty = all), flows, periods, products (`AG6` = all of six digits)."""

    reporter: tuple[str, ...]
    period: tuple[str, ...]
    flow: tuple[str, ...] = ("X", "M", "RX", "RM")
    partner: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ("AG6",)
    kind: str = "C"
    freq: str = "A"
    scheme: str = "HS"

    def query(self) -> dict[str, str]:
        """The parameters of the call, in the service's words; totals of second partner, transport and procedure only."""
        told = {
            "reporterCode": ",".join(self.reporter),
            "period": ",".join(self.period),
            "flowCode": ",".join(self.flow),
            "cmdCode": ",".join(self.cmd),
            "partner2Code": "0",
            "motCode": "0",
            "customsCode": "C00",
            "maxRecords": str(CAP),
            "includeDesc": "false",
        }
        return told | ({"partnerCode": ",".join(self.partner)} if self.partner else {})

    def name(self) -> str:
        """A file name that says what was asked, the same for the same call."""
        words = json.dumps([self.kind, self.freq, self.scheme, self.query()], sort_keys=True)
        return f"{'_'.join(self.period[:3])}_{'_'.join(self.reporter[:3])}_{hashlib.sha256(words.encode()).hexdigest()[:12]}"

    def halves(self) -> tuple[Request, Request]:
        """Two calls that ask the same together; DataError where nothing is left to split."""
        if self.cmd == ("AG6",):
            chapters = [f"{k:02d}" for k in range(1, 100) if k != 77]
            whole = replace(self, cmd=tuple(f"{chapter}????" for chapter in chapters))
            return whole.halves()
        for side in _HALVES:
            values: tuple[str, ...] = getattr(self, side)
            if len(values) > 1:
                middle = len(values) // 2
                first: Any = {side: values[:middle]}
                second: Any = {side: values[middle:]}
                return replace(self, **first), replace(self, **second)
        raise DataError(
            "an answer is cut off and the call cannot be split further", where=self.name(), found=f"{CAP} rows",
            hint="name the products or partners one by one",
        )  # fmt: skip


def plan_requests(
    reporters: Sequence[str], periods: Sequence[str], flows: Sequence[str] = ("X", "M", "RX", "RM")
) -> list[Request]:
    """One call a reporter and period.

    >>> [request.period for request in plan_requests(["36"], ["2019", "2020"])]
    [('2019',), ('2020',)]
    """
    return [Request((reporter,), (period,), tuple(flows)) for reporter in reporters for period in periods]


def fetch(
    requests: Sequence[Request],
    out: Path,
    *,
    budget: Budget,
    address: str = HOST,
    key: str | None = None,
    patience: int = 6,
    sleep: Callable[[float], None] = time.sleep,
    cap: int = CAP,
) -> list[Path]:
    """Carry out the calls into the folder `out`; returns the answers' files (JSON, whole, each with `.sha256` beside it).

    A call whose file is there, with the right checksum, is not made again. 429 and 5xx are tried again after what the
    service says (Retry-After) or after doubling pauses, `patience` times. A capped answer is thrown away and its two halves
    are asked for. Raises DataError for an answer that is an error, cut short or not what it says it is.
    """
    key = key if key is not None else os.environ.get("COMTRADE_KEY", "")
    if not key:
        raise DataError("no key for the service", found="COMTRADE_KEY is not set",
                        hint="set COMTRADE_KEY to your subscription key")  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    found: list[Path] = []
    waiting = list(reversed(requests))
    while waiting:
        request = waiting.pop()
        target = out / f"{request.name()}.json"
        split = target.with_suffix(".split")
        if split.is_file():
            waiting.extend(reversed(request.halves()))
            continue
        if _is_whole(target):
            found.append(target)
            continue
        body = _call(request, address, key, budget, patience, sleep)
        rows = _rows(body, request)
        if rows >= cap:
            split.write_text(f"{rows} rows: asked for in two halves\n", encoding="utf-8")
            waiting.extend(reversed(request.halves()))
            continue
        _keep(target, body)
        found.append(target)
    return found


def _is_whole(path: Path) -> bool:
    beside = path.with_name(path.name + ".sha256")
    if not (path.is_file() and beside.is_file()):
        return False
    words = beside.read_text(encoding="utf-8").split()
    return bool(words) and hashlib.sha256(path.read_bytes()).hexdigest() == words[0]


def _keep(path: Path, body: bytes) -> None:
    for target, content in (
        (path, body),
        (path.with_name(path.name + ".sha256"), f"{hashlib.sha256(body).hexdigest()}  {path.name}\n".encode()),
    ):
        partial = target.with_name(target.name + ".partial")
        with partial.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(target)


def _rows(body: bytes, request: Request) -> int:
    try:
        answer = json.loads(body)
    except ValueError:
        raise DataError("the answer is not JSON", where=request.name(), found=body[:60],
                        hint="call again: the connection was cut") from None  # fmt: skip
    if not isinstance(answer, dict) or answer.get("error"):
        told = answer.get("error") if isinstance(answer, dict) else type(answer).__name__
        raise DataError("the service answers with an error", where=request.name(), found=told)
    rows = answer.get("data")
    if not isinstance(rows, list) or answer.get("count", len(rows)) != len(rows):
        raise DataError("the answer is not whole", where=request.name(),
                        found=f"{len(rows) if isinstance(rows, list) else 'no'} rows", expected=answer.get("count"))  # fmt: skip
    return len(rows)


def _call(
    request: Request, address: str, key: str, budget: Budget, patience: int, sleep: Callable[[float], None]
) -> bytes:
    url = f"{address}/{request.kind}/{request.freq}/{request.scheme}?{urllib.parse.urlencode(request.query())}"
    pause = 2.0
    last = ""
    for _ in range(patience):
        budget.spend()
        call = urllib.request.Request(url, headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"})  # noqa: S310
        try:
            with _OPENER.open(call, timeout=120) as answer:
                body: bytes = answer.read()
                promised = answer.headers.get("Content-Length")
                if promised is None or int(promised) == len(body):
                    return body
                last = f"{len(body)} of {promised} bytes"
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (401, 403):
                raise DataError("the service refuses the key", where=request.name(), found=f"HTTP {error.code}",
                                hint="check COMTRADE_KEY and its subscription") from None  # fmt: skip
            if error.code != 429 and error.code < 500:
                raise DataError(
                    "the service refuses the call", where=request.name(), found=f"HTTP {error.code}"
                ) from None
            last = f"HTTP {error.code}"
            told = error.headers.get("Retry-After", "")
            pause = float(told) if told.isdigit() else pause
        except (urllib.error.URLError, OSError) as error:
            last = str(getattr(error, "reason", error))
        except Exception as error:  # http.client raises its own kinds when a body is cut
            last = type(error).__name__
        sleep(pause)
        pause = min(pause * 2, 300.0)
    raise DataError("the service does not answer", where=request.name(), found=last, expected="an answer",
                    hint="run the same command later: what was fetched is kept")  # fmt: skip
