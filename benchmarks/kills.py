"""Commands that write, killed with their children at random moments: what lies there afterwards is whole, or as before.

    python benchmarks/kills.py [--kills 20] [--only DOOR] [--seed 14]

Each door runs once to its end, for the time that it takes; then it is killed as often as asked for, each time in a folder of its
own, at a moment drawn evenly from the start to a tenth after the end. Prints a table; returns 1 if anything was not whole.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


def main() -> int:
    """Kill, look, and print a line for each door."""
    from kill_doors import DOORS, kill_once, whole_run

    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=14)
    given = parser.parse_args()
    failed = 0
    print(f"{'door':16} {'kills':>5} {'seconds':>8} {'not whole':>10}", flush=True)
    for door in DOORS:
        if given.only and given.only not in door.name:
            continue
        rng, broken = random.Random(f"{given.seed} {door.name}"), []
        with tempfile.TemporaryDirectory(prefix="kills-") as name:
            seconds = whole_run(door, Path(name) / "whole")
            for number in range(given.kills):
                try:
                    kill_once(door, Path(name) / str(number), seconds, rng)
                except (AssertionError, OSError, ValueError) as error:
                    broken.append(f"kill {number}: {error}")
        print(f"{door.name:16} {given.kills:5} {seconds:8.1f} {len(broken):10}", flush=True)
        for line in broken:
            print(f"  {line}", flush=True)
        failed += len(broken)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
