"""Whatever a user gets wrong is told in words with the right exit code, never as a traceback."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from at_hand import lacking
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.cli import main

from .conftest import command, environment

Run = Callable[..., Any]
posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals and pipes of another kind")


@pytest.mark.parametrize(
    "words",
    [
        "bogus",
        "find",
        "show",
        "build --colour red",
        "due --as-of 2026-02-30",
        "due --as-of 20260230",
        "due --as-of 20260130",
        "due --as-of 2026-W05",
        "due --as-of tomorrow",
        "due --as-of 2026",
        "due --known-at 2026-13-01",
        "find x --lang xx",
        "find x --limit 0",
        "find x --limit many",
        "audit --severity grave",
        "audit --document unknown",
        "export out --to xml",
        "export out --as-of 2026-02-30",
        "serve --port 99999",
        "serve --as-of 2026-02-30 --no-open",
        "find x --pack no-such-pack",
        "find x --pack pyproject.toml",
        "verify no-such-file",
        "documents add no-such-file",
        "review accept x.jsonl",
        "new CHL",
        "new CHL XYZ --out new-pack",
        "new chl",
        "show no-such-id",
    ],
)
def test_wrong_usage_is_2(run: Run, words: str) -> None:
    answer = run(*words.split())
    assert answer.code == 2
    assert answer.err
    assert not answer.out


def test_an_empty_pack_name_is_not_the_default_pack(run: Run) -> None:
    assert run("check", "--pack", "").code == 2


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "id = ",
        "id = 3",
        'id = "a"\nsides = "CHLNZL"',
        'id = "a"\nsides = ["CHL", ["NZL"]]\nas_of = "2020-01-01"',
        'id = "a"\nsides = ["CHL", "NZL"]',
        'id = "a"\nsides = ["CHL", "NZL"]\nas_of = "2026-02-30"',
        'id = "a"\nsides = ["CHL", "NZL"]\nas_of = 2026\n',
        'id = "a"\nsides = ["CHL", "NZL"]\nas_of = "2026-01-01"\nlanguages = 3',
        'id = "a"\nsides = ["CHL", "NZL"]\nas_of = "2026-01-01"\nlanguages = [["en"]]',
        'id = "a"\nsides = ["CHL", "NZL"]\nas_of = "2026-01-01"\ntitle = 3',
        "x = " + "[" * 5000,
        "\0",
    ],
)
def test_a_broken_manifest_is_1(run: Run, tmp_path: Path, manifest: str) -> None:
    (tmp_path / "pack.toml").write_text(manifest, encoding="utf-8")
    for verb in ("build", "check"):
        answer = run(verb, "--pack", tmp_path)
        assert answer.code == 1
        assert answer.err.startswith("henequen: pack.toml")


def test_a_folder_without_a_manifest_is_no_pack_and_is_not_read(run: Run, tmp_path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
    answer = run("build", "--pack", tmp_path)
    assert answer.code == 1
    assert "not a pack" in answer.err


def _spoil(path: Path, column: str, value: str) -> None:
    header, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = first.rstrip("\n").split(",")
    cells[header.rstrip("\n").split(",").index(column)] = value
    path.write_text("".join([header, ",".join(cells) + "\n", *rest]), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [
        ("entities/places.csv", "lat", "north"),
        ("entities/places.csv", "lat", "NaN"),
        ("entities/places.csv", "lon", "181"),
        ("documents/documents.csv", "characters", "many"),
        ("documents/documents.csv", "characters", "9" * 30),
        ("documents/documents.csv", "file_name", "../x.txt"),
        ("editions/editions.csv", "published_on", "2020-02-30"),
        ("editions/editions.csv", "side", "XXX"),
        ("observations/register.csv", "key_end", "9" * 30),
        ("observations/register.csv", "start", "-1"),
        ("observations/register.csv", "start", "٣"),
        ("observations/register.csv", "start", "1_0"),
        ("observations/register.csv", "value", "1e5"),
        ("observations/register.csv", "value", "NaN"),
        ("observations/register.csv", "value", "٤٤"),
        ("observations/register.csv", "value", "007"),
        ("observations/register.csv", "unit_mult", "9" * 20),
        ("observations/register.csv", "unit_mult", "31"),
        ("observations/register.csv", "period", "١٩٩٤"),
        ("observations/register.csv", "period", "1994-13"),
        ("observations/register.csv", "period", ""),
        ("observations/register.csv", "passage", "abc"),
        ("claims/instruments.csv", "signed_on", "１９９４"),
        ("claims/instruments.csv", "document", "unknown"),
        ("claims/instruments.csv", "start", "1;2"),
        ("claims/instruments.csv", "subject", ""),
        ("claims/recommendations.csv", "addressed_ids", "fisheries-1994"),
    ],
)
def test_a_spoilt_cell_is_told_with_its_place(run: Run, small: Path, file: str, column: str, value: str) -> None:
    _spoil(small / file, column, value)
    answer = run("build", "--pack", small)
    assert answer.code == 1
    assert answer.err.startswith(f"henequen: {file}, line 2"), answer.err


@posix
def test_what_is_no_plain_file_in_a_pack_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    def refused(words: str) -> None:
        answer = run("check", "--pack", small)
        assert answer.code == 1
        assert words in answer.err

    (strange := small / "claims" / "events.csv.d").symlink_to(tmp_path)
    refused("events.csv.d: a link in a pack")
    strange.unlink()
    os.mkfifo(strange)
    refused("neither a file nor a folder")
    strange.unlink()
    strange.mkdir()
    refused("an unknown table")
    strange.rmdir()
    (strange := small / "judgement.csv").write_text("left\n", encoding="utf-8")
    refused("a file that no part of the pack uses")
    strange.unlink()
    (small / ".henequen-abc.part").write_text("half a file", encoding="utf-8")
    (small / "claims" / ".henequen-abc.part").write_text("half a file", encoding="utf-8")
    (small / "README.md").write_text("about this pack", encoding="utf-8")
    assert run("check", "--pack", small).code == 0


@posix
def test_a_journal_from_elsewhere_moves_nothing(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("precious", encoding="utf-8")
    for journal in (
        '[[".henequen-a.part", "../precious.txt"]]',
        '[["../register.txt", "claims/events.csv"]]',
        '[["pack.toml", "claims/events.csv"]]',
        "{}x",
        "[" * 50_000,
    ):
        (small / ".henequen-a.part").write_text("x", encoding="utf-8")
        (small / ".henequen-journal.json").write_text(journal, encoding="utf-8")
        answer = run("build", "--pack", small)
        assert answer.code == 1
        assert "not a journal of this program" in answer.err
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "precious"


WORDS = st.sampled_from(
    [
        "find", "show", "who", "due", "audit", "check", "build", "verify", "documents", "add", "list", "export", "review",
        "accept", "new", "CHL", "--json", "--pack", "--as-of", "--dry-run", "--lang", "es", "2020-01-01", "2026-02-30",
        "--limit", "-1", "--by", "x", "", "--", "-", "*", '"', "..", "/dev/null", "\x00", "a\nb", "경상남도", "\udcff", "--out",
    ]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(words=st.lists(WORDS, min_size=1, max_size=6))
def test_no_words_make_a_traceback(words: list[str], tmp_path_factory: pytest.TempPathFactory, small: Path) -> None:
    """Random command lines end with a promised code; none of them serves, for `serve` is not among the words."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("cwd"))
    try:
        with pytest.raises(SystemExit) as stop:
            main(words if "--pack" in words else [*words, "--pack", str(small)])
    finally:
        os.chdir(before)
    assert stop.value.code in (0, 1, 2, 3)


@posix
def test_a_reader_that_hangs_up_is_no_failure(small: Path) -> None:
    for verb in (["find", "fisheries"], ["export", "--help"], ["systems", "--json"]):
        process = subprocess.Popen(
            command(*verb), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=small
        )
        assert process.stdout and process.stderr
        process.stdout.close()
        error = process.stderr.read().decode()
        process.stderr.close()
        assert process.wait(60) == 0, error
        assert not error


@posix
def test_tables_are_for_terminals(outside: Run, small: Path) -> None:
    assert outside("find", "fisheries", cwd=small).out.splitlines()[0].count("\t") == 2
    ours, theirs = pty.openpty()
    done = subprocess.run(command("find", "fisheries"), stdout=theirs, env=environment(TERM="dumb"), cwd=small)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "Kind" in shown.splitlines()[0] and "Title" in shown.splitlines()[0], "a table has a head"
    assert "\t" not in shown


def test_any_folder_any_locale(outside: Run, small: Path, tmp_path: Path) -> None:
    deep = small / "claims"
    for more in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1", "LANG": "ko_KR"}):
        answer = outside("find", "primary", "--json", cwd=deep, **more)
        assert "min-primary" in [found["id"] for found in answer.objects]
    assert "1차산업부" in outside("show", "min-primary", cwd=deep, PYTHONIOENCODING="ascii").out
    strange = tmp_path / "100% für #?&'"
    small.rename(strange)
    assert outside("build", cwd=strange).code == 0
    assert outside("find", "primary", "--pack", ".", cwd=strange).code == 0
    assert outside("check", cwd=tmp_path).code in (0, 3), "no pack is near: the shipped one"


@posix
def test_what_may_not_be_read_is_told(small: Path) -> None:
    (small / "claims" / "actors.csv").chmod(0)
    words = command("check", "--pack", small)
    if os.geteuid() == 0:  # root reads everything, unless it gives that right up
        if shutil.which("setpriv") is None:
            lacking("nothing can be kept from root without setpriv")
        rights = "-dac_override,-dac_read_search"
        words = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", *words]
    done = subprocess.run(words, capture_output=True, text=True, env=environment())
    assert done.returncode == 1
    assert "actors.csv" in done.stderr and "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_is_told(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "file"))
    answer = run("build", "--pack", small)
    assert answer.code == 1
    assert "file" in answer.err


def test_a_damaged_store_is_made_again_by_whatever_asks_for_it(run: Run, small: Path) -> None:
    from henequen.observatory import Observatory

    store = Observatory(small).store
    run("build", "--pack", small)
    whole = store.read_bytes()
    for at in range(0, len(whole), len(whole) // 25):
        store.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert run("find", "fisheries", "--pack", small).code == 0
        assert store.read_bytes() == whole


@posix
def test_a_link_to_itself_is_a_mistake_and_no_traceback(run: Run, tmp_path: Path) -> None:
    link = tmp_path / "loop.csv"
    link.symlink_to(link)
    for words in (("mirror", "reconcile", link, "--out", tmp_path / "o.parquet"), ("check", "--pack", link)):
        answer = run(*words)
        assert answer.code in (1, 2) and "loop.csv" in answer.err


@posix
@pytest.mark.parametrize("words", ["mirror reconcile NAME --out o.parquet", "mirror reconcile r.csv --out OUT"])
def test_a_name_that_is_not_utf8_is_said_to_be_one(run: Run, tmp_path: Path, words: str) -> None:
    folder = tmp_path / os.fsdecode(b"odd\xff")
    folder.mkdir()
    for path in (folder / "r.csv", tmp_path / "r.csv"):
        path.write_text("period,flowCode,reporterISO,partnerISO,cmdCode,primaryValue\n2019,X,CHL,NZL,030110,5\n")
    places = {"NAME": str(folder / "r.csv"), "OUT": str(folder / "o.parquet"), "r.csv": str(tmp_path / "r.csv")}
    answer = run(*(places.get(word, word) for word in words.split()))
    assert answer.code == 2
    assert "a name that is not UTF-8" in answer.err and "odd\\udcff" in answer.err


@pytest.mark.parametrize(
    "words", ["check --pack FILE", "scenario run FILE", "brief --topic trade --desk FILE --dry-run"]
)
def test_an_archive_in_place_of_toml_is_named(run: Run, tmp_path: Path, words: str) -> None:
    path = tmp_path / "a.toml"
    shutil.make_archive(str(tmp_path / "a"), "zip", tmp_path, ".")
    (tmp_path / "a.zip").rename(path)
    answer = run(*(str(path) if word == "FILE" else word for word in words.split()))
    assert answer.code in (1, 2)
    assert "a ZIP archive" in answer.err


@posix
@pytest.mark.parametrize("home", ["/proc/nothere", "/dev/null/x"])
def test_a_home_that_cannot_be_made_names_the_setting(home: str) -> None:
    answer = subprocess.run(
        command("audit"), capture_output=True, text=True, env={**environment(), "HENEQUEN_HOME": home}, check=False
    )
    assert answer.returncode == 1
    assert "set HENEQUEN_HOME to a folder" in answer.stderr
