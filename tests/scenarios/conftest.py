"""Where the data for replications are: the folder `shared` beside the checkout, or HENEQUEN_SHARED."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_hand import models_folder

from henequen.scenarios.bases import Base
from henequen.scenarios.bases.cp2015 import import_cp2015
from henequen.scenarios.multi_sector import Economy, economy_of


@pytest.fixture(scope="session")
def models() -> Path:
    return models_folder()


@pytest.fixture(scope="session")
def cp_base(models: Path) -> Base:
    return import_cp2015(models)


@pytest.fixture(scope="session")
def cp_economy(cp_base: Base) -> Economy:
    return economy_of(cp_base)
