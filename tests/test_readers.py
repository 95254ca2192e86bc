"""The rules of the readers' room, over all readers: a missing number is never zero; without a message no key occurs twice, no
areas are merged, and no code is repaired.

A reader that is in no list fails this test: every module that parses foreign bytes, and every option of the command line that
takes a file, must belong to a reader, or say in a sentence which test holds it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import readers_of_documents
import readers_of_places
import readers_of_the_record
import readers_of_trade
import readers_of_worlds
import typer
from parsing_modules import CHILD, ROOT, parsing, reason
from reader_door import RULES, Case, Reader

from henequen.cli import main
from henequen.cli.app import app
from henequen.scenarios.bases import save_base
from henequen.scenarios.bases.long import import_long

pytestmark = pytest.mark.process

READERS: tuple[Reader, ...] = (
    *readers_of_trade.READERS,
    *readers_of_worlds.READERS,
    *readers_of_the_record.READERS,
    *readers_of_places.READERS,
    *readers_of_documents.READERS,
)
OWN_WORDS = "word lists of the package, through the bounded door of TOML"
ELSEWHERE = {
    "matching/twins/register_test.py": "a register of the package",
    "reading/formats/detect.py": "looks at what a file is: tests/reading/test_bad_input.py",
    "reading/gates": OWN_WORDS,
    "reading/grammar": OWN_WORDS,
    "reading/ocr": OWN_WORDS,
    "reading/suggesting": "what a model answered, kept only where the document has it: tests/reading/suggesting",
    "reading/picture.py": "makes a picture of a page: tests/browser/test_review.py",
    "reading/watching": "compares pages and proposes nothing by itself: tests/reading/watching",
    "record/evidence/text_reader.py": "the text of documents, for quotations: tests/record/evidence",
    "record/pack/describe.py": "writes the data package: tests/record/test_round_trip.py",
    "record/pack/files.py": "names, sizes and hashes of files: tests/record/test_bad_packs.py",
    "record/pack/place_of.py": "finds a pack by its id: tests/record/test_bad_packs.py",
    "record/pack/seal.py": "hashes of files: tests/record/test_bad_packs.py",
    "record/review/event_log.py": "the log of the desk, written by us: tests/record/test_bad_desk_rows.py",
    "scenarios/bases/about.py": "words about a base, no figures: tests/scenarios/bases/test_gate.py",
    "scenarios/bases/base.py": "a base made by us, by hash: tests/scenarios/bases/test_importers.py",
    "scenarios/job.py": "results made by us",
    "scenarios/presets.py": "results of the pack, made by us",
    "scenarios/result/write.py": "writes results",
    "scenarios/worlds": "worlds made by us, by hash: tests/scenarios/worlds",
    "trade/fetch/answer.py": "answers of services, judged whole before they are kept: tests/trade/fetch",
}
"""Modules that parse and are no reader of figures of others, each with what holds them."""
WRITTEN = ("--out", "--work", "folder")
"""Parameters that name what a command writes."""
NO_READER = {
    "documents add": "keeps the bytes and reads them as `read` does",
    "verify": "compares bytes and passages of documents that the pack knows: benchmarks/verify.py",
    "review queue": "reads documents as `read` does",
    "mirror diff": "two results of ours, by their seals: tests/trade/editions",
    "scenario compare": "results of ours: tests/scenarios",
    "scenario base check": "a base of ours, by hash: tests/scenarios/bases/test_importers.py",
    "scenario base compact": "a base of ours, by hash: tests/scenarios/worlds",
    "--base": "a base of ours, by hash: tests/scenarios/bases/test_importers.py",
    "--flows": "a result of ours, by its seal: tests/trade/editions",
    "--update": "a result of ours, by its seal: tests/trade/editions",
}
Put = Callable[[Reader, str | bytes], tuple[int, str]]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world for scenarios."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "trade.csv").write_text(readers_of_worlds.TRADE, encoding="utf-8")
    save_base(import_long(folder, theta=5.0), folder / "base")
    return folder / "base"


@pytest.fixture
def put(_small_once: Path, world: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Put:
    """Give a reader a file, and return the exit code and everything that was printed."""

    def call(reader: Reader, content: str | bytes) -> tuple[int, str]:
        folder = tmp_path / f"in-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        words = {"FILE": folder / reader.file, "DIR": folder, "BASE": world, "PACK": folder / "chl_nzl"}
        if "PACK" in reader.command:
            shutil.copytree(_small_once, words["PACK"])
            for document in _small_once.parent.glob("*.txt"):
                shutil.copyfile(document, folder / document.name)
        for name, held in {**reader.beside, reader.file: content}.items():
            inside = words["PACK"] if name.startswith("pack/") else folder
            path = inside / name.removeprefix("pack/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held if isinstance(held, bytes) else held.encode("utf-8"))
        command = [_filled(word, words) for word in reader.command]
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(command)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return int(str(stop.value.code)), out + err

    return call


def _filled(word: str, words: dict[str, Path]) -> str:
    for name, path in words.items():
        word = word.replace(name, str(path))
    return word


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_reader_keeps_the_rules(reader: Reader, put: Put) -> None:
    code, said = put(reader, reader.valid)
    assert code in (0, 3), said
    for rule in RULES:
        case = reader.rule(rule)
        if isinstance(case, Case):
            code, said = put(reader, case.content)
            assert case.fits(code, said), f"{rule}: exit {code}\n{said}"
        else:
            assert len(case.split()) > 3, f"{rule}: a sentence says why the rule cannot arise"


def test_every_module_that_parses_foreign_bytes_belongs_to_a_reader() -> None:
    held = {module for reader in READERS for module in reader.modules} | ELSEWHERE.keys()
    unlisted = []
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if parsing(path) and reason(name).startswith(CHILD):
            parts = name.split("/")
            if not held & {"/".join(parts[:size]) for size in range(1, len(parts) + 1)}:
                unlisted.append(name)
    assert not unlisted, "write a reader for it, or say which test holds it"


def test_every_listed_module_is_there() -> None:
    listed = {module for reader in READERS for module in reader.modules} | ELSEWHERE.keys()
    assert not [module for module in listed if not (ROOT / module).exists()]


def _parameters(command: Any, words: tuple[str, ...], parent: Any) -> Iterator[tuple[str, str]]:
    if hasattr(command, "list_commands"):
        context = typer.Context(command, parent=parent, info_name=words[-1] if words else "henequen")
        for name in command.list_commands(context):
            yield from _parameters(command.get_command(context, name), (*words, name), context)
        return
    for one in command.params:
        if "pathlib.Path" in repr(vars(one)) or "FILE" in str(one.metavar):
            yield " ".join(words), one.opts[0]


def test_every_option_that_takes_a_file_belongs_to_a_reader() -> None:
    commands = [" ".join(reader.command) for reader in READERS]
    unlisted = []
    for verb, name in _parameters(typer.main.get_command(app), (), None):
        if name in WRITTEN or name in NO_READER or verb in NO_READER or verb == "export":
            continue
        option = name if name.startswith("--") else ""
        shared = ("--geo", "--mapping", "--concordance")  # one reader, behind several verbs
        if not any(option in one and (one.startswith(verb) or option in shared) for one in commands):
            unlisted.append(f"{verb} {name}")
    assert not unlisted, "write a reader for it, or say which test holds it"
