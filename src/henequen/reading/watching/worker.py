"""The child process of the watcher: robots.txt, and the content of fetched files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

from henequen.jobs.conversation import answer_requests
from henequen.model.message import Message
from henequen.reading.formats.refusal import NeedsOcr, Refusal

__all__: list[str] = []

_MEMORY = 1_500_000_000
_SECONDS = 60


def _work(request: dict[str, Any]) -> dict[str, Any]:
    if "robots" in request:
        return _robots(request["robots"], request["agent"], request["url"])
    from henequen.reading.watching.content import units_of

    try:
        return {"units": units_of(Path(request["path"]), request["kind"], request["day"])}
    except (Refusal, NeedsOcr) as refusal:
        return {"refused": refusal.args[0]}
    except MemoryError:
        return {"refused": Message("needs_more_memory_than_reader_may")}
    except RecursionError:
        return {"refused": Message("nested_too_deeply_2")}
    except Exception as error:
        return {"refused": Message("reader_failed_please_report_this_source", name=type(error).__name__)}


def _robots(text: str, agent: str, url: str) -> dict[str, Any]:
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return {"allowed": rules.can_fetch(agent, url), "delay": float(rules.crawl_delay(agent) or 0)}


if __name__ == "__main__":
    answer_requests(_work, memory=_MEMORY, seconds=_SECONDS)
