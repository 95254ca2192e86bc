"""Search at the size of 300,000 claims: the service's answers, and the first answer of the static script from disk.

    python benchmarks/search.py [--claims 300000]

The entries of the shipped pack are repeated with words of their own until they stand for so many claims. Prints one line of
JSON: entries, p50 and p95 of the ranking in milliseconds of processor time over the queries of the tests, and, if node is at hand, the
processor milliseconds from reading the script and the index from disk to the first answer, with the index of the shipped pack
(`static`) and with that of so many claims (`static_large`).
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from henequen.observatory import Observatory
from henequen.publish.search import Ranking, vocabulary
from henequen.publish.search.index import WordIndex
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.search_entries import search_entries
from henequen.publish.site.search_index import index_script, search_index
from henequen.record.pack.place_of import shipped_packs

QUERIES = Path(__file__).resolve().parent.parent / "tests" / "publish" / "search"
FIRST = """
const fs = require("fs"), vm = require("vm"), began = process.cpuUsage();
const [script, index, query] = process.argv.slice(2);
const document = { querySelector: () => null, getElementById: () => null }, window = {};
vm.runInContext(fs.readFileSync(script, "utf8"), vm.createContext({ window, document, Intl, console }));
let given;
vm.runInContext(fs.readFileSync(index, "utf8"), vm.createContext({ henequenIndex: (i) => { given = i; } }));
const found = new window.henequenSearch.Ranking(given).search(query).hits.length;
console.log(JSON.stringify([(process.cpuUsage(began).user + process.cpuUsage(began).system) / 1e3, found]));
"""


def measure(claims: int) -> dict[str, float | int]:
    """Times of the ranking over as many entries as `claims` claims have."""
    observatory = Observatory(next(iter(shipped_packs().values())))
    view = observatory.view()
    names = Names(Material(view, lambda _: None, observatory.scenarios()), catalogue("en"))
    entries = search_entries(names)
    copies = -(-claims // (len(view.claims()) + len(view.observations())))
    # Each copy has words of its own, so that the vocabulary grows as a larger record's would.
    many = [
        replace(e, url=f"{n}/{e.url}", names=(*e.names, f"w{n}x{k % 997}"))
        for n in range(copies)
        for k, e in enumerate(entries)
    ]
    words = vocabulary().with_rows(view.vocabulary("search_words"))
    large = WordIndex(many, words)
    ranking = Ranking(large, words)
    queries = [
        row["query"]
        for name in ("queries", "fresh_queries", "desk_queries")
        for row in csv.DictReader((QUERIES / f"{name}.csv").read_text(encoding="utf-8").splitlines())
        if row["language"] == "en"
    ]
    times = []
    for query in queries:
        began = time.thread_time()
        ranking.search(query)
        times.append(1000 * (time.thread_time() - began))
    times.sort()
    report: dict[str, float | int] = {
        "claims": claims,
        "entries": len(many),
        "queries": len(times),
        "p50_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
    }
    node = shutil.which("node")
    if node:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "first.js").write_text(FIRST, encoding="utf-8")
            script = str(files("henequen.publish.site").joinpath("assets/search.js"))
            for name, text in (("static", search_index(names)), ("static_large", index_script(large, words, {}))):
                (Path(folder) / "index.js").write_text(text, encoding="utf-8")
                command = [node, f"{folder}/first.js", script, f"{folder}/index.js", "jalisco gyeongnam twinning"]
                runs = [
                    json.loads(subprocess.run(command, capture_output=True, check=True).stdout)[0] for _ in range(5)
                ]
                report[f"{name}_megabytes"] = round(len(text.encode()) / 1e6, 1)
                report[f"{name}_first_answer_ms"] = round(sorted(runs)[2], 1)
    return report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=300_000)
    print(json.dumps(measure(parser.parse_args().claims)))


if __name__ == "__main__":
    main()
