"""What must not be in the repository: machine paths, registry hosts, large files, the documents' own sentences."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from henequen.model.match_key import match_key

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ("pypi" + ".org", "files." + "pythonhosted", "registry." + "npmjs", "deb." + "debian")
NAMES = {
    "title",
    "title_es",
    "name",
    "parties",
    "actors",
    "variant",
    "publisher",
    "actor_ids",
    "side_a_bodies",
    "side_b_bodies",
}
MACHINE = re.compile(r"(^|[^A-Za-z0-9_./])/(wor" + r"k|far" + r"m|ro" + r"ot)/")


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_machine_path_and_no_registry_host() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {line[:120]}"
        for path, text in texts()
        for line in text.splitlines()
        if MACHINE.search(line) or any(host in line for host in HOSTS)
    ]
    assert not wrong


def test_no_file_over_five_megabytes() -> None:
    assert not [path for path in tracked() if path.stat().st_size > 5_000_000]


def test_no_lock_file_that_names_hosts() -> None:
    assert not [path for path in tracked() if path.name in ("uv.lock", "poetry.lock", "Pipfile.lock")]


def test_the_engine_knows_no_pair_by_name() -> None:
    named = re.compile(r"mexic|korea|\bMEX\b|\bKOR\b", re.IGNORECASE)
    data = {"countries.csv", "undecidable.csv", "settings.toml"}
    providers = re.compile("data_?mexico", re.IGNORECASE)  # the name of a provider of files, not of a side
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path, text in texts()
        if path.is_relative_to(ROOT / "src") and path.suffix in (".py", ".html", ".js", ".css", ".toml", ".csv")
        if path.name not in data and "data" not in path.parts[-3:-1]
        for line in text.splitlines()
        if named.search(providers.sub("", line))
    ]
    assert not wrong


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def test_no_twelve_consecutive_words_of_a_document(seeds: Path) -> None:
    """Titles may stand in full; they are the `title` columns and nothing else."""
    grams: set[tuple[str, ...]] = set()
    for path in seeds.glob("*.txt"):
        sequence = words(match_key(path.read_text(encoding="utf-8")).key)
        grams.update(tuple(sequence[i : i + 12]) for i in range(len(sequence) - 11))
    wrong = []
    for path, text in texts():
        for passage in _passages(path, text):
            sequence = words(match_key(passage).key)
            if any(tuple(sequence[i : i + 12]) in grams for i in range(len(sequence) - 11)):
                wrong.append(f"{path.relative_to(ROOT)}: {passage[:100]}")
    assert not wrong


def _passages(path: Path, text: str) -> Iterator[str]:
    """The lines of a file; of a pack's table the cells, without titles and names, which may stand in full."""
    if path.suffix != ".csv" or "packs" not in path.parts:
        yield from text.splitlines()
        return
    for row in csv.DictReader(io.StringIO(text)):
        yield from (cell for column, cell in row.items() if cell and column not in NAMES)


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "CHANGELOG.md", ".ci/run", "start.py"])
def test_the_house_has_its_doors(name: str) -> None:
    assert (ROOT / name).is_file()
