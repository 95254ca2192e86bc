"""A pack is parsed in a child with limits: this process reads none of its bytes, through no door."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from henequen.cli import main
from henequen.jobs.call import _Values, call_in_child
from henequen.jobs.limits import Limits
from henequen.model.errors import DataError, PackError
from henequen.record.pack import files, manifest, seal, strict_csv
from henequen.record.pack.columns import columns_of_claims
from henequen.record.pack.in_child import manifest_in_child, read_pack_in_child, tables_in_child
from henequen.scenarios.spec import spec
from henequen.scenarios.worlds import world

pytestmark = pytest.mark.process
ITEM = "meet-yearly"
VERBS = (
    "build",
    "check",
    "check --seal",
    "find fisheries",
    "show fisheries-1994",
    "due --as-of 2020-02-01",
    f"log {ITEM} --evidence started --on 2020-02-03 --source https://a.example.org/1",
    f"looked {ITEM} --where Gazette --by me --dry-run",
    "mirror explain CHL NZL 1994",
    "scenario presets",
    "scenario worlds",
    "documents list",
    "export OUT",
    "site OUT",
    "translations es",
    "review list",
)


def _parsed_here(*_: object, **__: object) -> NoReturn:
    raise AssertionError("this process parsed a file of a pack")


@pytest.fixture
def no_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every parser that reads packs fails in this process; a child has its own."""
    for module, name in (
        (strict_csv, "csv_rows"),
        (manifest, "parse_toml"),
        (files, "read_json_once"),
        (seal, "read_json_once"),
        (spec, "read_toml"),
        (world, "read_toml"),
    ):
        monkeypatch.setattr(module, name, _parsed_here)


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_parses_a_pack_in_this_process(
    verb: str, small: Path, tmp_path: Path, no_parsing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(tmp_path / "out") if word == "OUT" else word for word in verb.split()]
    with pytest.raises(SystemExit) as stop:
        main([*words, "--pack", str(small)])
    printed = capsys.readouterr()
    assert stop.value.code in (0, None, 3), printed.err
    assert "this process parsed" not in printed.err


def test_the_pack_comes_back_from_the_child_as_it_was_read(small: Path) -> None:
    from henequen.record.pack.read import read_pack

    assert read_pack_in_child(small) == read_pack(small)
    assert manifest_in_child(small) == manifest.read_manifest(small)
    columns = columns_of_claims("actors")
    rows = tables_in_child(small, {"claims/actors.csv": columns, "claims/none.csv": columns}).rows
    assert [row["subject"] for row in rows["claims/actors.csv"]] == ["min-fisheries", "min-primary"]
    assert rows["claims/none.csv"] == []


def test_errors_of_the_child_arrive_with_file_and_line(small: Path) -> None:
    table = small / "claims" / "actors.csv"
    table.write_text(table.read_text(encoding="utf-8") + "a,b\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"claims/actors\.csv, line \d+"):
        read_pack_in_child(small)


def _take(size: int) -> int:
    return len(bytearray(size))


@pytest.mark.parametrize(
    ("size", "answer"), [(10, 10), (3 << 30, "more memory than the child may use|without an answer")]
)
def test_a_call_has_limits(size: int, answer: int | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    _take.__module__ = "test_packs_in_child"
    ask: Callable[[], Any] = lambda: call_in_child(_take, size, limits=Limits(memory=1 << 30), about="a file")  # noqa: E731
    if isinstance(answer, int):
        assert ask() == answer
    else:
        with pytest.raises(DataError, match=answer):
            ask()


@pytest.mark.parametrize("made_of", [os.system, eval, pickle.loads, read_pack_in_child], ids=lambda one: one.__name__)
def test_a_value_may_name_nothing_that_could_be_called(made_of: Callable[..., Any], tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
            return made_of, ("1",)

    (tmp_path / "value").write_bytes(pickle.dumps(Trap()))
    with (tmp_path / "value").open("rb") as file, pytest.raises(pickle.UnpicklingError, match="may not be made of"):
        _Values(file).load()
