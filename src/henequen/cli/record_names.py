"""The names of records, places and codes in a language, for commands: only the rows that are needed are read from the
store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.names import Names
from henequen.record.store.view import View

if TYPE_CHECKING:
    from henequen.publish.site.material import Material

__all__ = ["names_of"]


def names_of(view: View, language: str) -> Names:
    """The names that the pages use, over a view. The pages read the whole record first; a command looks up a few rows."""
    return Names(cast("Material", _Few(view)), catalogue(language or "en"))


class _Few:
    """The part of a record that `Names` needs, read row by row."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.sides = view.manifest.sides
        self.record = _Lookup(view.record)
        self.observation = _Lookup(view.observation)


class _Lookup(Mapping[str, Any]):
    """Rows by id, read from the store on first use."""

    def __init__(self, look_up: Callable[[str], Any]) -> None:
        self._look_up = look_up
        self._seen: dict[str, Any] = {}

    def __getitem__(self, identity: str) -> Any:
        if identity not in self._seen:
            self._seen[identity] = self._look_up(identity)
        if self._seen[identity] is None:
            raise KeyError(identity)
        return self._seen[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._seen)

    def __len__(self) -> int:
        return len(self._seen)
