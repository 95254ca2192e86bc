"""Measures the observatory on the shipped pack against its floors.

Usage: python benchmarks/site.py [--pack DIR]. Prints one line a figure: name, value, floor, and whether it is met.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx
from fastapi import FastAPI

from henequen.observatory import open_pack
from henequen.publish.site import write_site
from henequen.service.app import create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles

QUERIES = ("queretaro", "gyeongnam", "경상남도", "phytosanitary", "investment 2004", "seoul", "fox", "trade balance")


def main() -> int:
    """Print the figures; 1 where a floor is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pack")
    observatory = open_pack(arguments.parse_args().pack)
    view = observatory.view()
    missed = 0

    def tell(name: str, value: float, floor: float, unit: str) -> None:
        nonlocal missed
        missed += value > floor
        print(f"{name:34} {value:10.2f} {unit:3} floor {floor:8.2f}  {'met' if value <= floor else 'MISSED'}")

    with tempfile.TemporaryDirectory() as folder:
        cpu = time.process_time()
        report = write_site(view, Path(folder) / "site", observatory.text, scenarios=observatory.scenarios())
        tell("site build, wall", report.seconds, 8.0, "s")
        tell("site build, CPU", time.process_time() - cpu, 8.0, "s")
        tell("site size", report.bytes / 1e6, 100.0, "MB")
        first = [report.folder / "index.html", *(report.folder / "assets" / n for n in ("style.css", "site.js"))]
        tell("first page, compressed", sum(len(gzip.compress(p.read_bytes())) for p in first) / 1e3, 150.0, "kB")
        print(f"{'pages':34} {report.pages:10d}")
        app = create_app(ServedView(lambda: view, observatory.text), SiteFiles(report.folder))
        searches, claims = asyncio.run(
            latencies(app, [c.claim_id for c in view.claims()[:: max(1, len(view.claims()) // 200)]])
        )
        for name, times, floor in (("search", searches, 50.0), ("claim", claims, 30.0)):
            tell(f"{name}, p50", statistics.median(times), floor, "ms")
            tell(f"{name}, p95", statistics.quantiles(times, n=20)[-1], floor, "ms")
    return 1 if missed else 0


async def latencies(app: FastAPI, claims: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of searches and of claims, after one of each to warm up."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:

        async def timed(path: str) -> float:
            began = time.perf_counter()
            (await client.get(path)).raise_for_status()
            return 1000 * (time.perf_counter() - began)

        await timed("/search?q=warm")
        await timed(f"/claims/{claims[0]}")
        return [await timed(f"/search?q={q}") for q in QUERIES * 10], [await timed(f"/claims/{c}") for c in claims]


if __name__ == "__main__":
    sys.exit(main())
