"""A site is replaced as a whole, and what a killed run left beside it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from henequen.files.swap import old_of
from henequen.observatory import Observatory

pytestmark = pytest.mark.pack


@pytest.mark.parametrize("killed", [False, True])
def test_write_site_replaces_the_site_and_leaves_nothing_beside_it(small: Path, tmp_path: Path, killed: bool) -> None:
    home = tmp_path / "out"
    first = Observatory(small).write_site(home / "site")
    (home / "site" / "mark").write_text("old", encoding="utf-8")
    if killed:  # between the two renames
        (home / "site").rename(old_of(home / "site"))
    again = Observatory(small).write_site(home / "site")
    assert again.files == first.files
    assert not (home / "site" / "mark").exists()
    assert (home / "site").stat().st_mode & 0o777 == 0o755
    assert [path.name for path in home.iterdir()] == ["site"]
