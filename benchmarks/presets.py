"""How long all scenarios of the pack take on all its worlds: `python benchmarks/presets.py --base cp2015=FOLDER [--draws N]`.

Every scenario runs over bases x elasticities x closures, several draws each, two cases at a time, in a copy of the pack. The floor is
five minutes on two cores for 2 x 3 x 2 cases of 200 draws; the aim is one. Beside the clock it prints the processor time, which does
not depend on what else the computer does. `--base` gives the folder of a world that does not ship (`scenario base import cp2015`).
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from pathlib import Path

from henequen.scenarios.presets import presets_of
from henequen.scenarios.worlds.compare import cases_of
from henequen.scenarios.worlds.compute import compute_worlds
from henequen.scenarios.worlds.world import worlds_of

PACK = Path(__file__).parents[1] / "packs" / "mexico_korea"
MUST, AIM = 300.0, 60.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", action="append", default=[], metavar="WORLD=FOLDER")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    bases = {name: Path(folder) for name, _, folder in (text.partition("=") for text in given.base)}
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(shutil.copytree(PACK, Path(folder) / PACK.name))
        cases, presets = cases_of(worlds_of(pack)), presets_of(pack)
        print(f"{len(presets)} scenarios, {len(cases)} cases (world, elasticities, closure), {given.draws} draws each")
        start = time.perf_counter()

        def say(case: str) -> None:
            print(f"{time.perf_counter() - start:7.1f} s  {case}", flush=True)

        written = compute_worlds(pack, bases, draws=given.draws, processes=given.processes, say=say)
        seconds = time.perf_counter() - start
        same = sum(path.read_bytes() == (PACK / path.relative_to(pack)).read_bytes() for path in written)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    print(f"{len(written)} tables, {same} of them byte for byte as the pack ships them")
    print(f"{seconds:.1f} s   must {MUST:.0f} ({MUST / seconds:.1f}x)   aim {AIM:.0f} ({AIM / seconds:.1f}x)")
    print(
        f"{processor:.1f} s of processor time, {processor / given.processes:.1f} s on {given.processes} cores that do nothing else"
    )


if __name__ == "__main__":
    main()
