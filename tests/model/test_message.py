"""Messages are codes with values; each language words every code that the engine uses, with the same blanks."""

from __future__ import annotations

import ast
import json
import pickle
import re
from pathlib import Path

import pytest

import henequen
from henequen.model import message as module
from henequen.model.message import LANGUAGES, Message, packed, unpacked, wordings

SOURCES = Path(henequen.__file__).parent
FAMILIES = {
    "deficits_": ("zero", "keep"),
    "mode_": ("conditional", "one_step", "full"),
    "held_": ("elasticities", "costs", "line"),
    "noun_": ("export", "import", "total_trade", "balance", "fdi_flow", "fdi_stock", "other"),
    "sum_": ("total_trade", "balance", "rows", "periods"),
    "list_": ("last", "last_i", "more"),
    "reconcile_": ("partners_alone", "groups_alone", "classification_alone", "finer_alone"),
}


def _used() -> set[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    found = {
        code
        for codes in re.findall(r"""Message\(\s*"([a-z_]+)"(?: if [^,]*? else "([a-z_]+)")?""", text)
        for code in codes
    }
    found.discard("")
    for start, ends in FAMILIES.items():
        found |= {start + end for end in ends}
    drawn = {"drawn", "drawn_costs", "line_drawn"}
    found |= drawn | {f"{code}_width" for code in drawn} | {"sensitive_out", "sensitive_half"}
    return found | {"long_run", "households", "missing", "untraded"}


@pytest.mark.parametrize("kind", ["messages", "errors"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_worded_with_the_same_blanks(language: str, kind: str) -> None:
    english, other = wordings("en", kind), wordings(language, kind)
    assert not _used() - set(wordings(language)) - set(wordings(language, "errors"))
    assert set(english) == set(other)
    for code, form in english.items():
        assert other[code].strip(), code
        assert set(re.findall(r"{(\w+)[?}]", form)) == set(re.findall(r"{(\w+)[?}]", other[code])), code


@pytest.mark.parametrize("said", [Message("coverage", share="5"), Message("reconcile_no_flow", period="2019")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_that_is_taken_out_fails(language: str, said: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {code: form for code, form in wordings(language).items() if code != said.code}
    real = wordings
    monkeypatch.setattr(
        module, "wordings", lambda asked, *kind: real(asked, *kind) if kind or asked != language else kept
    )
    with pytest.raises(KeyError, match=said.code):
        Message(said.code, **said.values).text(language)


def test_message_is_its_english_text_and_survives_json_and_pickle() -> None:
    said = Message("draws", n=200, seed=1, share="90")
    assert said == "200 draws, seed 1; lower and upper hold the central 90 %."
    again = unpacked(json.loads(json.dumps(packed({"x": [said, "as written"]}))))["x"]
    assert again == [said, "as written"] and again[0].code == "draws"
    assert pickle.loads(pickle.dumps(said)).values == said.values
    with pytest.raises(KeyError):
        Message("draws", n=200)


def test_no_sentence_of_the_engine_is_written_beside_its_catalogue() -> None:
    """Rewording in one place cannot leave an old sentence in another."""
    forms = {form for form in wordings("en").values() if "{" not in form and form.endswith(".")}
    for path in (SOURCES / "scenarios").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [form for form in forms if f'"{form}"' in text], path


def test_every_kind_of_file_that_a_reader_names_is_worded() -> None:
    readers = {"look_at", "read_toml", "parse_toml", "toml_in_child", "rows_in_child", "json_lines_in_child"}
    known = wordings("en", "errors")
    unworded = []
    for path in sorted(Path(henequen.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in readers:
                kinds = [
                    word.value.value
                    for word in node.keywords
                    if word.arg == "what" and isinstance(word.value, ast.Constant)
                ]
                unworded += [f"{path.name}, line {node.lineno}: {kind}" for kind in kinds if kind not in known]
    assert not unworded
