"""Every verb prints in the language of `--lang`, before or after the verb, or of HENEQUEN_LANG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from henequen.cli.app import app
from henequen.cli.words import sentences

Run = Callable[..., Any]


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, f"{name} {word}")


COMMANDS = dict(_commands(typer.main.get_command(app), "henequen"))


def test_every_command_takes_the_language() -> None:
    without = [
        name for name, command in COMMANDS.items() if "--lang" not in {o for p in command.params for o in p.opts}
    ]
    assert not without


def test_no_command_has_a_language_option_of_its_own() -> None:
    twice = {
        name: count
        for name, command in COMMANDS.items()
        if (count := sum("--lang" in parameter.opts for parameter in command.params)) != 1
    }
    assert not twice


@pytest.mark.parametrize("language", ["es", "ko"])
def test_sentences_of_the_command_line_have_the_blanks_of_the_english_ones(language: str) -> None:
    import re

    english, other = sentences("en"), sentences(language)
    assert set(other) == set(english)
    for code, form in english.items():
        assert other[code].strip(), code
        assert set(re.findall(r"{(\w+)[}:]", form)) == set(re.findall(r"{(\w+)[}:]", other[code])), code


def test_language_may_be_named_before_the_verb_after_it_and_in_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (("--lang", "es", "find", "zzzzqqq"), ("find", "zzzzqqq", "--lang", "es")):
        assert run(*words).err.startswith("Sin resultados.")
    monkeypatch.setenv("HENEQUEN_LANG", "es")
    assert run("find", "zzzzqqq").err.startswith("Sin resultados.")
    assert "이 검색어와 맞는" in run("who", "zzzzqqq", "--lang", "ko").err  # the option wins
    assert run("find", "kia", "--json").out == run("--lang", "en", "find", "kia", "--json").out


def test_unknown_language_is_refused_wherever_it_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (("--lang", "fr", "due"), ("due", "--lang", "fr")):
        done = run(*words)
        assert done.code == 2 and "--lang" in done.err and "fr" in done.err
    monkeypatch.setenv("HENEQUEN_LANG", "fr")
    done = run("due")
    assert done.code == 2 and "HENEQUEN_LANG" in done.err


@pytest.mark.parametrize(
    ("words", "spanish", "korean"),
    [
        (("find", "--nothing"), "No existe la opción --nothing.", "--nothing 옵션은 없습니다."),
        (("show",), "Falta ID.", "ID 값이 없습니다."),
        (("find", "--limit", "0", "x"), "El valor de --limit no es válido", "--limit의 값이 올바르지 않습니다."),
        (("mirror", "nothing"), "Aquí no existe esa orden", "여기에 그런 명령은 없습니다."),
        (("serach",), "¿Quiso decir 'find' o 'reach'?", "'find' 또는 'reach'"),
        (("show", "a", "b"), "Los argumentos no corresponden", "맞지 않는 인수입니다"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_errors_of_the_parser_follow_the_language(run: Run, words: tuple[str, ...], spanish: str, korean: str) -> None:
    for language, expected, head in (("es", spanish, "Uso: henequen"), ("ko", korean, "사용법: henequen")):
        done = run("--lang", language, *words)
        assert done.code == 2
        assert expected in done.err and head in done.err
        assert not {"Usage", "Try", "Missing", "Invalid"} & set(done.err.replace(":", " ").split())
