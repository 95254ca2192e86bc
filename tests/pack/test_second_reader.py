"""What a second reader and a second coder found is still what the benchmarks print."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def benchmark(name: str) -> ModuleType:
    """A script of the folder of benchmarks as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pack_holds_what_a_second_reader_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark("second_reader").main([]) == 0
    shares = dict(re.findall(r"^all\t(\d+)\theld \d+ \(([\d.]+)\)", capsys.readouterr().out, re.MULTILINE))
    assert shares.keys() == {"146", "328"}
    assert all(float(share) >= 0.95 for share in shares.values())


def test_two_codings_agree() -> None:
    schemes = benchmark("two_coders").read()
    pairs = [pair for found in schemes.values() for pair in found]
    assert len(pairs) == 60
    assert benchmark("two_coders").kappa(pairs) >= 0.8
    assert all(benchmark("two_coders").kappa(found) >= 0.6 for found in schemes.values())
