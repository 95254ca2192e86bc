"""A pack that is not right is refused with file and line, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from henequen.model.errors import HenequenError, PackError
from henequen.observatory import Observatory
from henequen.record.pack.begin import begin_pack

HEADER = "subject,kind,title,signed_on,entry_into_force,countries,edition\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    root = tmp_path / "pair"
    begin_pack("CHL", "NZL", root)
    (root / "editions" / "editions.csv").write_text(
        "edition_id,kind,publisher,side,title,published_on\nlist-2020,register,Ministry,CHL,Register,2020-01-31\n",
        encoding="utf-8",
    )
    _claims(root, "a-1990,agreement,Agreement A,1990,,CHL; NZL,list-2020\n")
    return root


def _claims(root: Path, rows: str, table: str = "instruments", header: str = HEADER) -> None:
    (root / "claims").mkdir(exist_ok=True)
    (root / "claims" / f"{table}.csv").write_text(header + rows, encoding="utf-8")


def test_the_sound_pack_builds(pack: Path) -> None:
    built = Observatory(pack).build()
    assert built.is_new
    assert not Observatory(pack).build().is_new


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _link(root: Path) -> None:
    (root / "claims" / "events.csv").symlink_to(root / "claims" / "instruments.csv")


def _datapackage(root: Path, path: str) -> None:
    (root / "datapackage.json").write_text(json.dumps({"resources": [{"name": "x", "path": path}]}), encoding="utf-8")


def _relations(root: Path) -> None:
    _claims(
        root,
        "a,agreement,A,1990,,CHL,list-2020\nb,agreement,B,1991,,CHL,list-2020\nc,agreement,C,1992,,CHL,list-2020\n",
    )
    rows = "a,extends,b,list-2020\nb,extends,c,list-2020\nc,extends,a,list-2020\n"
    _claims(root, rows, "relations", "subject,relation,object,edition\n")


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a row with a cell too few": (
        lambda r: _claims(r, "a,agreement,A,1990\n"),
        r"instruments\.csv, line 2: a row does not fit",
    ),
    "an unclosed quote": (
        lambda r: _claims(r, 'a,agreement,"A,1990,,CHL,list-2020\n'),
        r"instruments\.csv, line 2: not a well-formed",
    ),
    "an unknown code": (
        lambda r: _claims(r, "a,pact,A,1990,,CHL,list-2020\n"),
        r"line 2, column kind: unknown code 'pact'",
    ),
    "an unknown country": (
        lambda r: _claims(r, "a,treaty,A,1990,,XYZ,list-2020\n"),
        r"line 2, column countries: unknown country 'XYZ'",
    ),
    "31 February": (
        lambda r: _claims(r, "a,treaty,A,1990-02-31,,CHL,list-2020\n"),
        r"line 2, column signed_on: 1990-02-31 is not in",
    ),
    "an unknown column": (lambda r: _claims(r, "a,x\n", header="subject,colour\n"), r"line 1: an unknown column"),
    "an unknown edition": (
        lambda r: _claims(r, "a,treaty,A,1990,,CHL,list-1999\n"),
        r"line 2: a claim without a source",
    ),
    "a row twice": (lambda r: _claims(r, "a,treaty,A,1990,,CHL,list-2020\n" * 2), r"line 3: the same row twice"),
    "an unknown table": (lambda r: _claims(r, "a\n", "colours", "subject\n"), r"claims/colours\.csv: an unknown table"),
    "a duplicate id": (
        lambda r: _append(r / "entities" / "places.csv", "CHL,CHL,country,Chile,,,,,,,\n"),
        r"places\.csv, line 4: an id occurs twice",
    ),
    "a circular relation": (_relations, r"relations\.csv, line \d: a circular relation \(extends\)"),
    "a reference that leads nowhere": (
        lambda r: _claims(r, "a-1990,extends,z,list-2020\n", "relations", "subject,relation,object,edition\n"),
        r"relations\.csv, line 2, column object: a reference leads nowhere",
    ),
    "a link": (_link, r"claims/events\.csv: a link in a pack"),
    "a path that leaves the folder": (
        lambda r: _datapackage(r, "../../secret.csv"),
        r"datapackage\.json: a path leaves",
    ),
    "a name twice in the data package": (
        lambda r: (r / "datapackage.json").write_text('{"resources": [], "resources": [{"path": "x.csv"}]}'),
        r"datapackage\.json: not a data package \(the name 'resources' occurs twice",
    ),
    "an absolute path": (lambda r: _datapackage(r, "/etc/hostname"), r"datapackage\.json: a path leaves"),
    "invalid UTF-8": (
        lambda r: (r / "claims" / "instruments.csv").write_bytes(
            HEADER.encode() + b"a,treaty,Caf\xe9,1990,,CHL,list-2020\n"
        ),
        r"instruments\.csv, line 2, byte 13: not valid UTF-8",
    ),
    "a NUL byte": (
        lambda r: (r / "claims" / "instruments.csv").write_bytes(
            HEADER.encode() + b"a,treaty,A\0,1990,,CHL,list-2020\n"
        ),
        r"instruments\.csv, line 2: a NUL byte",
    ),
    "a line of 100 MB": (
        lambda r: (r / "claims" / "instruments.csv").write_bytes(HEADER.encode() + b"a" * 100_000_000),
        r"instruments\.csv, line 2: a line is too long",
    ),
    "an unknown key in pack.toml": (
        lambda r: (r / "pack.toml").write_text('colour = "red"\n' + (r / "pack.toml").read_text()),
        r"pack\.toml: an unknown key",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_with_file_and_line(name: str, pack: Path) -> None:
    observatory = Observatory(pack)
    observatory.build()
    before = observatory.store.read_bytes()
    breaking, message = BROKEN[name]
    breaking(pack)
    with pytest.raises(PackError, match=message) as caught:
        Observatory(pack).build()
    assert caught.value.exit_code == 1
    assert Observatory(pack).store.read_bytes() == before, "something was written"
    assert not list(observatory.workshop.glob(".store-*"))


def test_a_table_beyond_fifty_megabytes_is_refused_unread(pack: Path) -> None:
    with (pack / "claims" / "instruments.csv").open("ab") as file:
        file.write((b"x" * 99_999 + b"\n") * 501)
    with pytest.raises(PackError, match=r"a file is too large") as refused:
        Observatory(pack).read()
    assert "claims/instruments.csv" in str(refused.value)


def test_a_damaged_store_is_noticed_and_made_again(pack: Path) -> None:
    observatory = Observatory(pack)
    observatory.build()
    whole = observatory.store.read_bytes()
    observatory.store.write_bytes(whole[: len(whole) // 2])
    assert observatory.build().is_new
    assert observatory.store.read_bytes() == whole


def test_another_document_changes_nothing(shipped: Observatory, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("A text that no pack knows.", encoding="utf-8")
    with pytest.raises(HenequenError, match="this document is not in the pack"):
        shipped.add_document(other)
    pdf = tmp_path / "report.txt"
    pdf.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(HenequenError, match="this is a PDF"):
        shipped.add_document(pdf)


def test_an_altered_copy_is_told_from_its_original(shipped: Observatory, seeds: Path, tmp_path: Path) -> None:
    altered = tmp_path / "copy.txt"
    altered.write_text(next(seeds.glob("000_*")).read_text(encoding="utf-8").replace("1962", "1963"), encoding="utf-8")
    with pytest.raises(HenequenError, match="an altered copy of cemeri-2022"):
        shipped.add_document(altered)
    assert shipped.text("cemeri-2022") is None
