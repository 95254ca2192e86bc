"""Figures of the record, in one table: build, search, claim pages, verification, size of the install, growth.

    python benchmarks/record.py [--quick] [--documents DIR]

Every time stands beside a floor that no program could go below on the same machine (reading the same bytes, one bare
query), and as a ratio to it: ratios can be compared between machines, seconds cannot. The synthetic register has subjects
with about eight properties, positions in documents, a mix of editions, rivals and relations; its size is in claims.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from henequen.observatory import Observatory, open_pack
from henequen.record.pack.begin import begin_pack
from henequen.record.pack.columns import columns_of_claims
from henequen.record.pack.files import pack_files
from henequen.record.pack.strict_csv import render_rows
from henequen.record.store.view import View

QUERIES = (
    "queretaro",
    "gyeongnam",
    "경상남도",
    "phytosanitary",
    "jalisco twinning",
    "export 2003",
    "free trade agreement",
    "automobile",
    "ministry",
    "nuevo leon",
    "한국",
    "culture exchange",
    "1994",
    "sister",
    "busan",
    "students",
    "petroleum",
    "investment",
    "visit",
    "energía",
    "korea",
    "mexico",
    "a",
    "zzzz",
)
WORDS = (
    "fisheries",
    "customs",
    "culture",
    "energy",
    "mining",
    "visas",
    "education",
    "ports",
    "science",
    "health",
    "tourism",
    "steel",
    "water",
    "standards",
    "rail",
    "seeds",
    "patents",
    "archives",
    "film",
    "sport",
    "textiles",
    "forests",
    "satellites",
    "labour",
    "finance",
    "police",
    "music",
    "museums",
    "orchards",
    "glass",
)


def main() -> None:
    """Print the table; `--one N` measures one synthetic register in this process and prints JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only 30,000 claims")
    parser.add_argument("--documents", type=Path, help="the folder of the shipped pack's documents")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="henequen-bench-") as folder:
        os.environ["HENEQUEN_HOME"] = str(Path(folder) / "home")
        if given.write:
            write_register(given.write, given.one)
            return
        if given.one:
            print(json.dumps(measure_synthetic(Path(folder), given.one)))
            return
        print(f"{'figure':60} {'value':>14}  {'floor':>14}  {'ratio':>8}")
        shipped(given.documents)
        installed()
        synthetic((30_000,) if given.quick else (30_000, 300_000))


def line(name: str, value: float, unit: str, floor: float | None = None, note: str = "") -> None:
    """One row of the table."""
    told = f"{value:,.4g} {unit}"
    beside = f"{floor:,.3g} {unit}" if floor is not None else ""
    ratio = f"{value / floor:.3g}" if floor else ""
    print(f"{name:60} {told:>14}  {beside:>14}  {ratio:>8}  {note}".rstrip(), flush=True)


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median of so many runs, in seconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def percentiles(work: Callable[[str], object], over: list[str]) -> tuple[float, float, float]:
    """p50, p95 and p99 in milliseconds; each item is tried five times and its median counts."""
    found = sorted(1000 * timed(lambda item=item: work(item)) for item in over)  # type: ignore[misc]
    at = lambda share: found[min(len(found) - 1, round(share * (len(found) - 1)))]  # noqa: E731
    return at(0.50), at(0.95), at(0.99)


def shipped(documents: Path | None) -> None:
    """The shipped pack."""
    observatory = open_pack("mexico_korea")
    floor = timed(lambda: parsed(observatory.root))
    line("cold build of the shipped pack", timed(lambda: observatory.build(force=True), 3), "s", floor, "parsing it")
    line("build when nothing changed", timed(observatory.build), "s", floor, "parsing it")
    size = observatory.store.stat().st_size
    line("store", size / 1e6, "MB", sum(p.stat().st_size for p in pack_files(observatory.root)) / 1e6, "the pack")
    view = observatory.view()
    speed("shipped pack", view, list(QUERIES))
    view.close()
    if documents is not None:
        files = sorted(documents.glob("*.txt"))
        floor = timed(lambda: [path.read_bytes() for path in files])
        answers = observatory.verify(files)
        found, claims = (sum(getattr(answer, name) for answer in answers) for name in ("found", "claims"))
        line(
            "verify all documents",
            timed(lambda: open_pack("mexico_korea").verify(files), 3),
            "s",
            floor,
            "reading them",
        )
        line("claims found in their documents", 100 * found / claims, "%", 100, f"{found} of {claims}")


def parsed(root: Path) -> int:
    """Read every table of a pack with the csv module and do nothing with it: the floor of a build."""
    return sum(len(list(csv.reader(path.open(encoding="utf-8", newline="")))) for path in root.rglob("*.csv"))


def speed(name: str, view: View, queries: list[str]) -> dict[str, float]:
    """Search and claim pages of one view."""
    database: sqlite3.Connection = view._db
    bare = 1000 * timed(lambda: database.execute("select 1").fetchone(), 50)
    ids = [row[0] for row in database.execute("select claim_id from claim order by claim_id")]
    ids = random.Random(1).sample(ids, min(200, len(ids)))
    told = {}
    for kind, work, over in (
        ("search", lambda text: view.search(text, 50), queries),
        ("claim page (claim, its record, rivals, links)", lambda claim: page(view, claim), ids),
    ):
        for share, value in zip((50, 95, 99), percentiles(work, over), strict=True):
            line(f"{name}: {kind} p{share}", value, "ms", bare, "one bare query")
            told[f"{kind} p{share}"] = value
    return told


def page(view: View, claim_id: str) -> object:
    """All that a page of one claim shows."""
    claim = view.claim(claim_id)
    assert claim is not None
    return claim, view.record(claim.subject), view.claims(claim.subject), view.links(claim.subject)


def installed() -> None:
    """What a base install weighs, by distribution."""
    project = Path(__file__).resolve().parents[1] / "pyproject.toml"
    wanted = ["pip", *tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]]
    sizes: dict[str, int] = {
        "henequen": sum(p.stat().st_size for p in (project.parent / "src").rglob("*.*") if p.is_file())
    }
    while wanted:
        name = re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", wanted.pop())[0]).lower()  # type: ignore[index]
        if name in sizes:
            continue
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        sizes[name] = sum(
            path.stat().st_size
            for path in map(Path, map(str, map(found.locate_file, found.files or ())))
            if path.is_file()
        )
        for required in found.requires or ():
            if "extra ==" not in required and "win32" not in required and "Windows" not in required:
                wanted.append(required)
    line("base install", sum(sizes.values()) / 1e6, "MB")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1]):
        if size > 1_000_000:
            line(f"  {name}", size / 1e6, "MB", None, PURPOSES.get(name, ""))


PURPOSES = {
    "duckdb": "reconciliation and scenarios over millions of rows",
    "numpy": "equilibrium and reliability models",
    "pydantic-core": "checks what the service is asked",
    "pygments": "comes with rich (tables on a terminal)",
}


def synthetic(sizes: tuple[int, ...]) -> None:
    """Synthetic registers, each in a process of its own, and how each figure grows."""
    found: list[dict[str, float]] = []
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            env=os.environ,
        )
        *lines, last = done.stdout.splitlines()
        print("\n".join(lines))
        found.append(json.loads(last))
    if len(found) == 2:
        ratio = sizes[1] / sizes[0]
        for name in found[0]:
            line(
                f"growth over {ratio:g} times the claims: {name}", found[1][name] / found[0][name], "x", ratio, "linear"
            )


def measure_synthetic(folder: Path, claims: int) -> dict[str, float]:
    """Build one register and look things up in it."""
    root = folder / "register"
    subprocess.run([sys.executable, __file__, "--write", str(root), "--one", str(claims)], check=True)
    name = f"{claims:,} claims"
    floor = timed(lambda: parsed(root))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    observatory = Observatory(root)
    build = timed(lambda: observatory.build(force=True), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line(f"{name}: build", build, "s", floor, "parsing it")
    line(f"{name}: peak memory", peak / 1024, "MB", before / 1024, "the empty process")
    line(f"{name}: build when nothing changed", again := timed(observatory.build), "s", floor, "parsing it")
    line(f"{name}: store", size := observatory.store.stat().st_size / 1e6, "MB")
    opened = timed(lambda: Observatory(root).view().close())
    line(f"{name}: open", opened, "s", floor, "parsing it")
    view = observatory.view()
    chance = random.Random(2)
    queries = [" ".join(chance.sample(WORDS, chance.choice((1, 2)))) for _ in range(60)]
    queries += ["chile", "agreement", "1994", "valparaiso", "수산", "number 77"]
    told = speed(name, view, queries)
    view.close()
    return {"build": build, "peak memory": peak, "no-change build": again, "store": size, **told}


def write_register(root: Path, claims: int) -> None:
    """A pack of about so many claims: agreements with eight properties, rivals from other editions, relations, figures."""
    begin_pack("CHL", "NZL", root)
    editions = [f"list-{year}" for year in range(2001, 2021)]
    (root / "editions" / "editions.csv").write_text(
        "edition_id,kind,publisher,side,title,published_on\n"
        + "".join(
            f"{e},register,Ministry,{('CHL', 'NZL', 'INT')[n % 3]},List {n},{e[-4:]}-01-31\n"
            for n, e in enumerate(editions)
        ),
        encoding="utf-8",
    )
    (root / "documents" / "documents.csv").write_text(
        "document_id,edition_id,file_name,content_hash,text_hash,media_type,pages,language,characters\n"
        + "".join(
            f"doc-{e},{e},{e}.txt,{hashlib.sha256(e.encode()).hexdigest()},,text/plain,,en,90000000\n" for e in editions
        ),
        encoding="utf-8",
    )
    chance = random.Random(claims)
    tables: dict[str, list[dict[str, str]]] = {"actors": [], "instruments": [], "relations": []}
    said = 0
    for number in range(claims):
        if said >= claims:
            break
        for table, row, count in subject(number, chance, editions):
            tables[table].append(row)
            said += count
    (root / "claims").mkdir()
    for table, rows in tables.items():
        (root / "claims" / f"{table}.csv").write_text(render_rows(columns_of_claims(table), rows), encoding="utf-8")


def subject(number: int, chance: random.Random, editions: list[str]) -> Iterator[tuple[str, dict[str, str], int]]:
    """The rows of one agreement and what belongs to it, with the number of claims each makes."""
    topics = chance.sample(WORDS, 2)
    year = chance.randint(1960, 2019)
    row = {
        "subject": f"agreement-{number}",
        "kind": chance.choice(("agreement", "treaty", "protocol", "memorandum_of_understanding")),
        "title": f"Agreement number {number} on {topics[0]} and {topics[1]}",
        "level": "national",
        "parties": "Chile; New Zealand",
        "countries": "CHL; NZL",
        "subjects": "; ".join(topics),
        "signed_on": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "party_ids": f"body-{number - number % 10}",
    }
    yield "instruments", row | evidence(number, chance, editions), 11
    if number % 10 == 0:
        body = {
            "subject": f"body-{number}",
            "kind": "ministry",
            "name": f"Ministry {number} of {topics[0]}",
            "country": "CHL",
            "native_name": "수산부",
            "variant": f"Min. {topics[0]} {number}; M{number}",
        }
        yield "actors", body | evidence(number, chance, editions), 6
    if number % 5 == 0:
        rival = {"subject": row["subject"], "title": row["title"].upper(), "signed_on": str(year + number % 2)}
        yield "instruments", rival | evidence(number + 1, chance, editions), 2
    if number % 20 == 19:
        link = {"subject": row["subject"], "relation": "extends", "object": f"agreement-{number - 7}"}
        yield "relations", link | evidence(number, chance, editions), 3


def evidence(number: int, chance: random.Random, editions: list[str]) -> dict[str, str]:
    """A place in a document; one row in six has only an edition."""
    edition = editions[number % len(editions)]
    closing = {"method": "table", "recorded_at": "2021-01-31", "recorded_by": "curator"}
    if chance.random() < 1 / 6:
        return closing | {"edition": edition}
    start = 400 * number + chance.randint(0, 99)
    hashes = {name: hashlib.md5(f"{name}{start}".encode()).hexdigest() for name in ("passage", "prefix", "suffix")}
    span = {
        "start": str(start),
        "end": str(start + 90),
        "key_start": str(start - 5 if start > 5 else 1),
        "key_end": str(start + 85),
    }
    return closing | {"document": f"doc-{edition}", "table_ref": "List", "row": str(number)} | span | hashes


if __name__ == "__main__":
    main()
