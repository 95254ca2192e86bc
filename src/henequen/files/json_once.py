"""JSON in which no object contains a name twice. The standard reader keeps the last value without a word."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["read_json_once"]


def read_json_once(text: str | bytes) -> Any:
    """The content of a JSON text. Raises ValueError if it is not JSON or an object in it contains a name twice.

    >>> read_json_once('{"a": [{"b": 1}]}')
    {'a': [{'b': 1}]}
    >>> read_json_once('{"a": [{"b": 1, "b": 2}]}')
    Traceback (most recent call last):
    ValueError: the name 'b' occurs twice in one object
    """
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in pairs:
        if name in content:
            raise ValueError(f"the name {name[:40]!a} occurs twice in one object")
        content[name] = value
    return content
