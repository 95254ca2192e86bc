"""A call of one of our functions in a child with limits: readers of foreign files run there, and their value comes back.

The value returns as a pickle that may name nothing but our own classes and a few plain ones: a child that a file led astray
cannot make this process call anything.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from henequen.files.scratch import scratch_folder
from henequen.jobs.limits import Limits
from henequen.jobs.process import answer_order, progress_of, run_in_child
from henequen.model.progress import Progress

__all__ = ["call_in_child"]

Value = TypeVar("Value")
_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("collections", "Counter"),
    ("collections", "OrderedDict"),
    ("datetime", "date"),
    ("decimal", "Decimal"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    ("henequen.model.term", "unpacked"),
}
"""What a value may be made of besides the classes of this package."""


def call_in_child(
    function: Callable[..., Value],
    *arguments: object,
    limits: Limits,
    about: object,
    progress: Progress | None = None,
) -> Value:
    """Return `function(*arguments)`, computed in a child with `limits`.

    `function` is one of this package, found by its name. With `progress` it is called with one more argument, `progress=`,
    and what it reports arrives here. Raises the child's HenequenError or OSError unchanged, and DataError about `about` if
    the child ends without an answer.
    """
    with scratch_folder("henequen-call-") as folder:
        (folder / "arguments").write_bytes(pickle.dumps(arguments))
        order = {
            "module": function.__module__,
            "function": function.__qualname__,
            "folder": str(folder),
            "progress": progress is not None,
        }
        done = run_in_child(__name__, order, limits=limits, about=str(about), progress=progress)
        if "system" in done:
            raise OSError(*done["system"])
        with (folder / "value").open("rb") as file:
            value: Value = _Values(file).load()
    return value


class _Values(pickle.Unpickler):
    """Reads a value that a child wrote; raises UnpicklingError for a name that a value is never made of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith("henequen."):
            named = super().find_class(module, name)
            if isinstance(named, type):
                return named
        raise pickle.UnpicklingError(f"a value may not be made of {module}.{name}")


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    """The child's side: call the function and write its value into the folder of the order."""
    folder = Path(order["folder"])
    function = getattr(import_module(order["module"]), order["function"])
    arguments = pickle.loads((folder / "arguments").read_bytes())  # noqa: S301 - the parent wrote it a moment ago
    more = {"progress": progress_of(sys.argv[1:])} if order["progress"] else {}
    try:
        value = function(*arguments, **more)
    except OSError as refused:
        return {"system": [refused.errno, refused.strerror, refused.filename]}
    with (folder / "value").open("wb") as file:
        pickle.dump(value, file, protocol=5)
    return {}


if __name__ == "__main__":
    answer_order(_answer, sys.argv[1:])
