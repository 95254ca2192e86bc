"""Errors of a scenario file, in the words of its reference page: keys by name, and their allowed values."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["HINT", "mistake"]

HINT = "see the reference page on scenario files"


def mistake(error: ValidationError, model: type[BaseModel], where: str) -> DataError:
    """The first failure of reading a scenario into `model`, as an error that names the key and its allowed values."""
    first = error.errors()[0]
    location = first["loc"]
    key = ".".join(str(part) for part in location) or "file"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    at, value = f"{where}: {key}", first.get("input")
    if first["type"] == "value_error":
        return DataError(f"{first['msg'].removeprefix('Value error, ')}{more}", where=at, hint=HINT)
    if first["type"] == "extra_forbidden":
        allowed = _keys(model, location[:-1])
        near = get_close_matches(str(location[-1]), allowed, 1)
        return DataError(
            Message("scenario_has_key_that_not_known", more=more),
            where=at,
            found=location[-1],
            expected=Message("one_of_allowed", allowed=", ".join(allowed)) if allowed else Message("no_such_key"),
            hint=Message("did_you_mean", near=near[0]) if near else HINT,
        )
    if first["type"] == "missing":
        table = ".".join(str(part) for part in location[:-1])
        return DataError(
            Message("scenario_lacks_key_that_needed", more=more),
            where=at,
            expected=f"{location[-1]} = ..." + (f" in {table}" if table else " at the top of the file"),
            hint=HINT,
        )
    return DataError(
        Message("scenario_has_value_that_cannot_be", more=more),
        where=at,
        found=value if not isinstance(value, dict) else None,
        expected=_plain(first["msg"]),
        hint=HINT,
    )


def _plain(text: str) -> str:
    return text.removeprefix("Input should be ").removesuffix(", unable to parse string as a number")


def _keys(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    """The keys of the table at `location`, in the order of the reference page; empty if it is not one of our tables."""
    at: type[BaseModel] | None = model
    for part in location:
        if not isinstance(part, str) or at is None:
            continue
        fields = {item.alias or name: item.annotation for name, item in at.model_fields.items()}
        at = _table(fields.get(part))
    return [] if at is None else [item.alias or name for name, item in at.model_fields.items()]


def _table(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((table for part in get_args(annotation) if (table := _table(part))), None)
