"""A submitted scenario file is read and checked in a child process with limits; this process receives the checked keys.

`python -m henequen.scenarios.spec.in_child` reads the file from its input (see `jobs/filter.py`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from henequen.files.toml_gate import parse_toml
from henequen.jobs.filter import limit_child, read_in_child
from henequen.model.errors import DataError, HenequenError, error_from
from henequen.scenarios.spec.spec import Spec, spec_from

__all__ = ["read_spec_in_child", "spec_of_json"]

_MODULE = "henequen.scenarios.spec.in_child"


def read_spec_in_child(path: Path) -> tuple[Spec, str]:
    """The scenario of the file at `path`, and its checked keys as JSON for `spec_of_json`; raises `DataError` as `read_spec`."""
    answer = json.loads(read_in_child(_MODULE, path, DataError))
    if "refused" in answer:
        raise error_from(answer["refused"]).placed(path, DataError)
    text = json.dumps(answer["spec"])
    return spec_of_json(text), text


def spec_of_json(text: str) -> Spec:
    """The scenario from the checked keys (JSON) of `read_spec_in_child`."""
    return spec_from(json.loads(text))


def _main() -> dict[str, Any]:
    try:
        spec = spec_from(parse_toml(sys.stdin.buffer.read(), "", what="file_scenario"), "")
    except HenequenError as refused:
        return {"refused": refused.as_dict()}
    return {"spec": spec.model_dump(mode="json", by_alias=True, exclude_unset=True)}


if __name__ == "__main__":
    limit_child()
    print(json.dumps(_main()))
