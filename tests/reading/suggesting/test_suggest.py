"""`henequen read --suggest`: a model behind an endpoint on loopback that lies; nothing wrong is accepted, and all of it is counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lying_model import Model, lying_model

from henequen.model.errors import UsageError
from henequen.reading.suggesting.endpoint import Endpoint, passages_of

pytestmark = pytest.mark.process

NOTE = """Trade note on Peru and Finland

The harbour masters of Callao and Turku swapped pilots on 4 May 2021. Finland will hand Peru the ice charts by 30 June 2022.

The Treaty on Lighthouses of Peru and Finland was not signed on 6 May 2021. South Korea lent a buoy on 9 May 2021.

Peru lost two buoys on 5 March 2020 and found them on 7 March 2020.
"""
SWAP = "The harbour masters of Callao and Turku swapped pilots on 4 May 2021."
CHARTS = "Finland will hand Peru the ice charts by 30 June 2022."
BUOY = "South Korea lent a buoy on 9 May 2021."
DENIED = "The Treaty on Lighthouses of Peru and Finland was not signed on 6 May 2021."
TWO = "Peru lost two buoys on 5 March 2020 and found them on 7 March 2020."
DUTY = {"kind": "commitment", "quote": CHARTS, "subtype": "commitment", "text": CHARTS}
TRUE = {"kind": "event", "quote": SWAP, "type": "other", "date": {"value": "2021-05-04", "precision": "day"}}
LENT = {"kind": "event", "quote": BUOY, "countries": ["KOR"], "date": {"value": "2021-05-09", "precision": "day"}}
LIES: list[Any] = [
    {**TRUE, "quote": "The harbour masters of Callao and Turku swapped captains on 4 May 2021."},
    {**TRUE, "quote": SWAP.replace("4 May", "5 May"), "date": {"value": "2021-05-05", "precision": "day"}},
    {**TRUE, "date": {"value": "2021-05-14", "precision": "day"}},
    {**TRUE, "date": {"value": "2012-05-04", "precision": "day"}},
    {**TRUE, "date": {"value": "2021-05", "precision": "day"}},
    {**TRUE, "title": "The harbour masters swapped 12 pilots"},
    {**TRUE, "status": "planned"},
    {**TRUE, "place": "Helsinki"},
    {**TRUE, "countries": ["PRK"]},
    {**LENT, "countries": ["PRK"]},
    {**LENT, "countries": ["KOR", "PRK"]},
    {**LENT, "countries": ["PER"]},
    {"kind": "event", "quote": TWO, "date": {"value": "2020-03-07", "precision": "day"}},
    {"kind": "event", "quote": DENIED, "date": {"value": "2021-05-06", "precision": "day"}},
    {"kind": "instrument", "quote": DENIED, "title": "Treaty on Lighthouses", "signed": {"value": "2021-05-06", "precision": "day"}},
    {"kind": "instrument", "quote": DENIED, "title": "Treaty on Lighthouses", "status_normalised": "signed"},
    {**DUTY, "owners": ["Peru"], "owner_countries": ["PER"]},
    {**DUTY, "owners": ["Finland"], "owner_countries": ["PER"]},
    {**DUTY, "deadline": {"value": "2023-06-30", "precision": "day"}},
    {**DUTY, "text": "Finland will not hand Peru the ice charts."},
    {**DUTY, "text": "Finland will hand Peru 40 ice charts by 30 June 2022."},
    {"kind": "observation", "quote": TWO, "measure": "count", "value": "3", "period": "2020"},
    {"kind": "observation", "quote": TWO, "measure": "export", "value": "2", "unit": "USD", "period": "2020"},
    {"kind": "war", "quote": SWAP},
    {"kind": "event", "quote": SWAP, "date": "2021-05-04", "colour": "blue"},
    "not an item",
]  # fmt: skip


def suggest(model: Model, path: Path, **more: str) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """Exit code, line of the file, and what the model proposed, through the verb."""
    environment = {**os.environ, "HENEQUEN_MODEL_ADDRESS": model.address, "HENEQUEN_MODEL_NAME": "stub", **more}
    done = subprocess.run(
        [sys.executable, "-m", "henequen", "read", "--json", "--suggest", str(path)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, lines[0], [line for line in lines[1:] if line.get("suggested_by") == "model"]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.mark.system(92)
def test_suggest_accepts_what_the_rules_miss_and_no_lie(note: Path) -> None:
    with lying_model() as model:
        model.items = [TRUE, *LIES, LENT]
        _, document, found = suggest(model, note)
    assert {(one["kind"], one["evidence"][0]["quote"]) for one in found} == {("event", SWAP), ("event", BUOY)}
    assert [one["date"]["value"] for one in found] == ["2021-05-04", "2021-05-09"]
    assert document["model"] == {"name": "stub", "asked": 1, "answered": 1, "failed": {}, "proposed": 2}
    dropped = sum(number for reason, number in document["left_out"].items() if reason.startswith("model: "))
    assert dropped == len(LIES) and "model: the rules found it" not in document["left_out"]
    assert model.asked[0]["path"] == "/v1/chat/completions" and SWAP in model.asked[0]["messages"][1]["content"]


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[" * 100_000, b'{"choices": []}', b'{"choices":[{"message":{"content":"{{"}}]}']
)
def test_suggest_counts_an_answer_that_is_not_json(note: Path, raw: bytes) -> None:
    with lying_model() as model:
        model.raw = raw
        code, document, found = suggest(model, note)
    assert code in (0, 3) and not found and document["status"] == "ok"
    assert document["left_out"]["model: the answer is not the JSON that was requested"] == 1


def test_suggest_gives_up_a_huge_answer(note: Path) -> None:
    with lying_model() as model:
        model.raw = b" " * 1_000_000
        _, document, found = suggest(model, note)
    assert not found and document["model"]["failed"] == {"the answer was too large": 1}


def test_suggest_gives_up_a_slow_answer(note: Path) -> None:
    with lying_model() as model:
        model.items, model.pause = [TRUE], 3.0
        suggested = Endpoint(model.address, "stub", timeout=0.3).suggest(NOTE)
    assert suggested.answers == () and suggested.failed == {"no whole answer in time": 1}


def test_read_asks_no_model_unless_told_to(note: Path) -> None:
    with lying_model() as model:
        done = subprocess.run(
            [sys.executable, "-m", "henequen", "read", "--json", str(note)],
            capture_output=True, text=True, check=False,
            env={**os.environ, "HENEQUEN_MODEL_ADDRESS": model.address, "HENEQUEN_MODEL_NAME": "stub"},
        )  # fmt: skip
    assert model.asked == [] and "model" not in json.loads(done.stdout.splitlines()[0])


@pytest.mark.parametrize("environment", [{}, {"HENEQUEN_MODEL_ADDRESS": "http://127.0.0.1:1/v1"}, {"HENEQUEN_MODEL_NAME": "stub"},
                                         {"HENEQUEN_MODEL_ADDRESS": "file:///etc/passwd", "HENEQUEN_MODEL_NAME": "stub"}])  # fmt: skip
def test_endpoint_has_no_default(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Endpoint.of(environment)


def test_passages_hold_the_whole_text() -> None:
    text = "\n\n".join(f"Paragraph {number} " + "word " * 300 for number in range(30)) + "\n\n" + "x" * 9_000
    passages = passages_of(text)
    assert all(len(passage) <= 4_000 for passage in passages)
    assert "".join("".join(passages).split()) == "".join(text.split())
