"""The child process: one request per line on standard input, one answer per line on standard output, within limits."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["main"]

MEMORY = 1_500_000_000
"""Bytes of address space (a 300-page PDF takes well under a third of it)."""
SECONDS = 60
"""CPU seconds for one file."""


def _limit_process() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a reader writes no file
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_no_network)
    sys.setrecursionlimit(2000)


def _no_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        raise PermissionError(f"a reader may not call {event}")


def _limit_file() -> None:
    """Give this file its own CPU seconds, counted from what the process has used."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def main() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    _limit_process()
    from henequen.reading.read import read_file

    for line in sys.stdin:
        request = json.loads(line)
        _limit_file()
        try:
            reading = read_file(Path(request["path"]))
            answer = {
                "document": reading.document_line(),
                "proposals": [proposal.to_json() for proposal in reading.proposals],
            }
        except MemoryError:
            answer = {"refused": "it needs more memory than a reader may use"}
        except RecursionError:
            answer = {"refused": "it is nested too deeply"}
        except Exception as error:
            answer = {
                "refused": f"the reader failed ({type(error).__name__}): please report this file",
                "trace": _trace(),
            }
        answers.write(json.dumps(answer, ensure_ascii=True) + "\n")
        answers.flush()


def _trace() -> str:
    import traceback

    return traceback.format_exc(limit=-6)


if __name__ == "__main__":
    main()
