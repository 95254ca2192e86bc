"""Progress of long verbs: a bar on the error stream if that is a terminal, otherwise nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from henequen.cli.screen import raw
from henequen.cli.words import in_words, phrase
from henequen.model.progress import Progress
from henequen.model.unseen import escaped

__all__ = ["Shown", "shown_progress"]


@dataclass(frozen=True)
class Shown:
    """`progress` feeds the bar, or is None without a terminal; `say` prints a line on the error stream."""

    progress: Progress | None
    say: Callable[[str], None]


@contextmanager
def shown_progress(*, as_json: bool = False) -> Iterator[Shown]:
    """Show progress inside the context; with `as_json` there is no bar."""
    if as_json or not sys.stderr.isatty():
        yield Shown(None, lambda words: print(in_words(words), file=sys.stderr))
        return
    from rich.console import Console  # imported here: most calls have no terminal, and start faster without it
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    words = TextColumn("{task.description:<40}", markup=False)  # padded to one width so that the bar does not move
    columns = (words, BarColumn(bar_width=20), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(file=raw(sys.stderr)), redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(phrase("progress.starting"), total=1)
        yield Shown(
            lambda share, words: bar.update(task, completed=share, description=escaped(in_words(words)), refresh=True),
            lambda words: bar.console.print(escaped(in_words(words)), markup=False, highlight=False),
        )
