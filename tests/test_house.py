"""What must not be in the repository: machine paths, registry hosts, large files, the documents' own sentences."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from henequen.model.match_key import match_key

ROOT = Path(__file__).resolve().parent.parent
HOSTS = ("pypi" + ".org", "files." + "pythonhosted", "registry." + "npmjs", "deb." + "debian")
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
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path, text in texts()
        if path.is_relative_to(ROOT / "src") and path.suffix in (".py", ".html", ".js", ".css", ".toml", ".csv")
        if path.name not in data and "data" not in path.parts[-3:-1]
        for line in text.splitlines()
        if named.search(line)
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
        for line in text.splitlines():
            sequence = words(match_key(line).key)
            for i in range(len(sequence) - 11):
                if tuple(sequence[i : i + 12]) in grams and not _is_title(path, line):
                    wrong.append(f"{path.relative_to(ROOT)}: {line[:100]}")
                    break
    assert not wrong


def _is_title(path: Path, line: str) -> bool:
    import csv

    if path.suffix != ".csv" or "claims" not in path.parts:
        return False
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    cells = dict(zip(header, next(csv.reader([line])), strict=False))
    allowed = {"title", "title_es", "name", "parties"}
    return any(len(words(cells.get(name, ""))) >= 12 for name in allowed) and all(
        len(words(value)) < 12 or name in allowed or not value for name, value in cells.items() if name != "subject"
    )


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "CHANGELOG.md", ".ci/run", "start.py"])
def test_the_house_has_its_doors(name: str) -> None:
    assert (ROOT / name).is_file()
