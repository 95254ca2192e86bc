"""Writes the site of a pack in a process of its own, so that the first pages can be read while the others are written."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from henequen.cli.language import choose_language, language
from henequen.cli.opened import open_pack
from henequen.cli.words import say
from henequen.jobs.process import answer_order, run_in_child
from henequen.model.errors import HenequenError
from henequen.observatory import Observatory

__all__ = ["SiteWriting"]

_LOOKS = 0.05
"""Seconds between two looks for the home page."""


class SiteWriting:
    """A child process that writes the site. `failure` holds the error that ended it early."""

    def __init__(self, observatory: Observatory, as_of: str, known_at: str, flows: Sequence[Path]) -> None:
        self._observatory = observatory
        self._order = {
            "pack": str(observatory.root),
            "as_of": as_of,
            "known_at": known_at,
            "language": language(),
            "flows": [str(path) for path in flows],
        }
        self.failure: HenequenError | None = None
        self._ended = threading.Event()
        self._if_it_fails: Callable[[], None] = lambda: None
        observatory.kept_site.in_writing.unlink(missing_ok=True)
        threading.Thread(target=self._run, name="site-writing", daemon=True).start()

    def wait_for_home(self) -> None:
        """Wait until the home page exists; raise the error if the writing ended before."""
        mark = self._observatory.kept_site.in_writing
        while not self._ended.is_set():
            if mark.is_file() and Path(mark.read_text(encoding="utf-8")).joinpath("index.html").is_file():
                return
            time.sleep(_LOOKS)
        if self.failure is not None:
            raise self.failure

    def call_if_it_fails(self, act: Callable[[], None]) -> None:
        """Call `act` if the writing fails, immediately if it has already failed."""
        self._if_it_fails = act
        if self.failure is not None:
            act()

    def _run(self) -> None:
        try:
            run_in_child("henequen.cli.site_writing", self._order)
        except HenequenError as error:
            self.failure = error
            self._observatory.kept_site.in_writing.unlink(missing_ok=True)
        finally:
            self._ended.set()
        if self.failure is not None:
            self._if_it_fails()


def _work(order: dict[str, Any]) -> dict[str, Any]:
    choose_language(order["language"])
    observatory = open_pack(Path(order["pack"]), always=True)
    folder = observatory.site(order["as_of"], order["known_at"], [Path(name) for name in order["flows"]])
    say("serve.pages")
    return {"folder": str(folder)}


if __name__ == "__main__":
    answer_order(_work, sys.argv[1:])
