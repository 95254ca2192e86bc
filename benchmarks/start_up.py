"""Processor time of a verb from start to end, beside that of a Python that does nothing, measured in one run.

    python benchmarks/start_up.py [runs]

Prints one line per command: the least of its runs in seconds, and its ratio to `python -c pass`. The first call of each
verb, which may build the record and the index of the search, is not counted.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "henequen --help": ["-m", "henequen", "--help"],
    "henequen find": ["-m", "henequen", "find", "jalisco", "gyeongnam"],
    "henequen show": ["-m", "henequen", "show", "jal-gyeongnam-twinning-1997"],
    "henequen who": ["-m", "henequen", "who", "phytosanitary"],
    "henequen due": ["-m", "henequen", "due"],
    "henequen audit": ["-m", "henequen", "audit"],
}


def processor_seconds(words: list[str]) -> float:
    """User and system time of one process and of those it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *words], check=False, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure every command and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    floor = 0.0
    for name, words in COMMANDS.items():
        processor_seconds(words)
        least = min(processor_seconds(words) for _ in range(runs))
        floor = floor or least
        print(f"{name:20} {least:6.3f} s {least / floor:6.1f} x")


if __name__ == "__main__":
    main()
