"""What a killed command leaves is whole: real processes and their children, killed at random moments (many: benchmarks/kills.py)."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from kill_doors import DOORS, Door, kill_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="kills a group of processes"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_killed_command_leaves_what_is_whole(door: Door, tmp_path: Path) -> None:
    rng = random.Random(14)
    for number, seconds in enumerate((0.5, 1.0) if door.name != "site" else (3.0,)):
        kill_once(door, tmp_path / str(number), seconds, rng)
