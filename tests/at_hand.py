"""What some tests need and not every machine has. Where it lacks they are skipped, or fail with HENEQUEN_REQUIRE=all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

__all__ = ["lacking", "models_folder", "need_spark", "shared_folder"]

_ROOT = Path(__file__).resolve().parents[1]


def lacking(what: str) -> NoReturn:
    """Skip the test that needs `what`; fail it where nothing may lack."""
    if os.environ.get("HENEQUEN_REQUIRE") == "all":
        pytest.fail(f"{what}, and HENEQUEN_REQUIRE=all allows no test to be skipped for that")
    pytest.skip(what)


def shared_folder(part: str = "") -> Path:
    """The folder with the source documents and data, or a `part` of it: HENEQUEN_SHARED, or `shared` beside the checkout."""
    given = os.environ.get("HENEQUEN_SHARED")
    candidates = [Path(given)] if given else [_ROOT.parent / "shared", _ROOT.parents[1] / "shared"]
    found = next((path / part for path in candidates if (path / part).is_dir()), None)
    return found or lacking(
        f"the source documents and data are not at hand ({part or 'shared'}): set HENEQUEN_SHARED, or put `shared` beside the checkout"
    )


def models_folder() -> Path:
    """The model data sets of others."""
    return shared_folder("data/models")


def need_spark() -> None:
    """The cluster engine: its library and a Java runtime."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        lacking("the extra spark is not installed")
    if shutil.which("java") is None:
        lacking("Spark needs a Java runtime")
