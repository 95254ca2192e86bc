"""What all tests share: where the documents lie, a home of their own, and the shipped pack compiled once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from henequen.observatory import Observatory
from henequen.record.pack.place_of import shipped_packs
from henequen.record.view import View

HERE = Path(__file__).resolve().parent


def shared_folder() -> Path | None:
    """The folder with the source documents and data: HENEQUEN_SHARED, or `shared` beside the checkout."""
    given = os.environ.get("HENEQUEN_SHARED")
    candidates = [Path(given)] if given else [HERE.parents[1] / "shared", HERE.parents[2] / "shared"]
    return next((path for path in candidates if path.is_dir()), None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the source documents and data; tests that need it are skipped where it is not at hand."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("the source documents are not at hand: set HENEQUEN_SHARED")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """The folder with the five documents."""
    return shared / "seeds"


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the user's own folder."""
    folder = tmp_path_factory.mktemp("home")
    before = os.environ.get("HENEQUEN_HOME")
    os.environ["HENEQUEN_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["HENEQUEN_HOME"]
    else:
        os.environ["HENEQUEN_HOME"] = before


@pytest.fixture(scope="session")
def shipped() -> Observatory:
    """The pack that ships."""
    return Observatory(next(iter(shipped_packs().values())))


@pytest.fixture(scope="session")
def view(shipped: Observatory) -> Iterator[View]:
    """The shipped pack as of its own day."""
    seen = shipped.view()
    yield seen
    seen.close()
