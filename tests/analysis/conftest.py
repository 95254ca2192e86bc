"""Where the data for replications are: the folder `shared` beside the checkout, or HENEQUEN_SHARED."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from henequen.analysis.equilibrium import Economy, economy_of
from henequen.sources.bases import Base
from henequen.sources.bases.cp2015 import import_cp2015


def find_shared() -> Path | None:
    """The shared folder, from the environment or beside the checkout (one or two levels up)."""
    named = os.environ.get("HENEQUEN_SHARED")
    root = Path(__file__).resolve().parents[2]
    options = [Path(named)] if named else [root.parent / "shared", root.parent.parent / "shared"]
    return next((option for option in options if (option / "data" / "models").is_dir()), None)


@pytest.fixture(scope="session")
def models() -> Path:
    shared = find_shared()
    if shared is None:
        pytest.skip("the model data are not here: set HENEQUEN_SHARED or put `shared` beside the checkout")
    return shared / "data" / "models"


@pytest.fixture(scope="session")
def cp_base(models: Path) -> Base:
    return import_cp2015(models)


@pytest.fixture(scope="session")
def cp_economy(cp_base: Base) -> Economy:
    return economy_of(cp_base)
