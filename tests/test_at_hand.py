"""A test that lacks what it needs is skipped aloud; where all is required it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_hand import lacking, shared_folder


def test_what_lacks_is_a_skip_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HENEQUEN_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such thing"):
        lacking("no such thing")


def test_where_all_is_required_it_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENEQUEN_REQUIRE", "all")
    with pytest.raises(pytest.fail.Exception, match="no such thing"):
        lacking("no such thing")


def test_a_folder_that_was_named_is_the_only_one_looked_into(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HENEQUEN_SHARED", str(tmp_path))
    monkeypatch.setenv("HENEQUEN_REQUIRE", "all")
    assert shared_folder() == tmp_path
    with pytest.raises(pytest.fail.Exception, match="data/models"):
        shared_folder("data/models")
