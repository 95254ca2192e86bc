"""The search of one language with its index kept in a file: making it takes about a second, reading it a few milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from henequen.files.atomic import write_durably
from henequen.publish.search import Ranking, StoredIndex
from henequen.record.store.view import View

__all__ = ["kept_ranking"]


def kept_ranking(
    view: View, language: str, folder: Path, made_from: str, scenarios: Callable[[], Sequence[Mapping[str, Any]]]
) -> Ranking:
    """The ranking over what a view shows. `made_from` identifies the record; only the index of the default view is kept."""
    stamp = f"{made_from} {language} 2"  # 2: the form of the file
    kept = folder / f"search-{language}.sqlite"
    if view.is_default:
        with suppress(LookupError):
            index = StoredIndex(kept, stamp)
            return Ranking(index, index.vocabulary)
    from henequen.publish.site.catalogue import catalogue
    from henequen.publish.site.material import Material
    from henequen.publish.site.names import Names
    from henequen.publish.site.search_entries import word_index

    word_entries, words = word_index(Names(Material(view, lambda _: None, scenarios()), catalogue(language)))
    if view.is_default:
        write_durably(kept, word_entries.to_bytes(stamp, words))
    return Ranking(word_entries, words)
