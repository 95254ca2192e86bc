"""The watcher under noise: false alerts per 1,000 unchanged visits, and planted changes found.

    python benchmarks/watching.py [--sources 50] [--rounds 20]

Serves pages on 127.0.0.1 whose every answer has other adverts, date stamps, counters, tokens, styles and orders of attributes.
Visits them without a change, then plants one change in each page of a second set, and prints what the watcher said.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "cli")]


def main() -> None:
    """Run both and print the figures."""
    from loopback_pages import Page, Web, serving
    from small_pack import write_small
    from test_watch import PLANTED, name_sources

    from henequen.observatory import Observatory
    from henequen.reading.watching.visits import Manners
    from henequen.reading.watching.watch import Look

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()

    def visit(pack: Path) -> list[Look]:
        observatory = Observatory(pack)
        return list(observatory.watcher(Manners(pause=0)).watch(observatory.read().sources, always=True))

    def named(pack: Path, web: Web, sign: str, count: int) -> None:
        web.pages = {f"/{sign}{number}": Page() for number in range(count)}
        kinds = ("page", "page", "page", "page", "register")
        name_sources(pack, web, *((path, kinds[n % 5] if sign == "n" else "page") for n, path in enumerate(web.pages)))
        visit(pack)

    with tempfile.TemporaryDirectory() as folder, serving() as web:
        os.environ["HENEQUEN_HOME"] = str(Path(folder) / "home")
        pack = Path(folder) / "pack"
        write_small(pack)
        named(pack, web, "n", given.sources)
        began = time.process_time()
        looks = [look for _ in range(given.rounds) for look in visit(pack)]
        alerts = sum(look.status != "unchanged" for look in looks)
        print(
            f"{len(looks)} unchanged visits under noise: {alerts} false alerts, {time.process_time() - began:.1f} CPU s here"
        )
        named(pack, web, "p", len(PLANTED))
        for page, plant in zip(web.pages.values(), PLANTED, strict=True):
            plant(page)
        found = visit(pack)
        changed = sum(look.status == "changed" for look in found)
        claims = sum(bool(look.claims) for look in found)
        print(f"{len(PLANTED)} planted changes: {changed} found, {claims} of them as a diff of claims")


if __name__ == "__main__":
    main()
