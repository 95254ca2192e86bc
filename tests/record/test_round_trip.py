"""What is exported as a pack builds to the same store, whoever wrote the original and in whatever order."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.observatory import Observatory
from henequen.publish.export.write import write_pack
from henequen.record.pack.strict_csv import render_rows
from henequen.record.store.render_pack import END_OF_TIME

SOURCE = Path(__file__).resolve().parents[2] / "src"


def content(store: Path) -> list[str]:
    """Everything a store says, save which bytes it was made from."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("delete from meta where name <> 'manifest'")
        return list(connection.iterdump())


def given_back(root: Path, folder: Path) -> Path:
    view = Observatory(root).view(END_OF_TIME)
    write_pack(view, folder)
    view.close()
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_the_shipped_pack_comes_back(shipped: Observatory, tmp_path: Path) -> None:
    first = given_back(shipped.root, tmp_path / "first")
    assert content(Observatory(first).build().store) == content(shipped.build().store)
    assert files(given_back(first, tmp_path / "second")) == files(first), "the form given back is stable"


def test_a_small_pack_comes_back(small: Path, tmp_path: Path) -> None:
    back = given_back(small, tmp_path / "back")
    assert content(Observatory(back).build().store) == content(Observatory(small).build().store)


VALUES = st.sampled_from(
    [
        "",
        "(no value)",
        "(unknown)",
        "not: x",
        "not:  y",
        'a "quoted", one',
        "two\nlines",
        " spaces ",
        "경상남도",
        "a; b; a",
        "=1+1",
    ]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["s1", "s2"]), VALUES, VALUES, VALUES, st.sampled_from(["", "note"]), st.booleans()),
        max_size=8,
        unique=True,
    )
)
def test_any_rows_come_back(
    small: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    root = tmp_path_factory.mktemp("pack") / "p"
    shutil.copytree(small, root)
    header = ("subject", "title", "parties", "subjects", "note", "edition", "method", "recorded_at")
    listed = [
        {
            "subject": str(subject), "title": str(title), "parties": str(parties), "subjects": str(subjects),
            "note": str(note), "edition": "register", "method": "" if plain else "rule", "recorded_at": "2020-01-01",
        }
        for subject, title, parties, subjects, note, plain in rows
        if str(title).strip(" ;") or str(parties).strip(" ;") or str(subjects).strip(" ;")
    ]  # fmt: skip
    (root / "claims" / "relations.csv").unlink()
    (root / "claims" / "instruments.csv").write_text(render_rows(header, listed), encoding="utf-8", newline="")
    back = given_back(root, root.parent / "back")
    assert content(Observatory(back).build().store) == content(Observatory(root).build().store)


SCRIPT = """
import sys
from pathlib import Path
from henequen.observatory import Observatory
from henequen.publish.export.write import write_export
observatory = Observatory(Path(sys.argv[1]))
view = observatory.view()
for form in ("csv", "jsonl"):
    write_export(view, Path(sys.argv[2]) / form, form)
(Path(sys.argv[2]) / "store").write_bytes(observatory.store.read_bytes())
(Path(sys.argv[2]) / "seal").write_bytes(observatory.store.with_suffix(".seal").read_bytes())
"""


def test_same_pack_same_bytes_everywhere(shipped: Observatory, tmp_path: Path) -> None:
    """Store and exports are byte-identical under another time zone, language, hash seed and order of the files' making."""
    made = []
    for number, more in enumerate(
        (
            {"TZ": "America/Mexico_City", "LANG": "es_MX.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2026"},
        )
    ):
        root = tmp_path / str(number) / "pack"
        paths = [path for path in shipped.root.rglob("*") if path.is_file()]
        random.Random(number).shuffle(paths)
        for path in paths:
            (root / path.relative_to(shipped.root)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / path.relative_to(shipped.root))
        out = tmp_path / str(number) / "out"
        out.mkdir()
        environment = {
            **os.environ,
            **more,
            "PYTHONPATH": str(SOURCE),
            "HENEQUEN_HOME": str(tmp_path / f"home{number}"),
        }
        subprocess.run([sys.executable, "-c", SCRIPT, str(root), str(out)], env=environment, check=True, timeout=120)
        made.append(files(out))
    assert made[0] == made[1]
    assert len(made[0]) > 28
