"""What all tests share: where the documents lie, a home of their own, and the shipped pack compiled once."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from henequen.observatory import Observatory
from henequen.publish.site import SiteReport, write_site
from henequen.record.pack.place_of import shipped_packs
from henequen.record.store.view import View
from henequen.scenarios.summary import preset_pages

# no property fails because the machine is slow; in CI the examples are the same each time
settings.register_profile(
    "calm",
    settings.get_profile("ci" if os.environ.get("CI") else "default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("calm")

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

PACK = {"shipped", "view", "report", "site", "document_texts"}
"""Fixtures that compile the shipped pack, or write its site."""
TIERS = ("pack", "engine", "process", "world", "slow", "browser", "spark")
"""Marks of tests that take longer; without one of them a test is a unit test."""
DOORS = {"cli", "docs", "service", "browser"}
"""Folders of tests that go through a door: a command, an example of the documentation, a request, a page in a browser."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every test into its tier: `pack`, `engine` and `process` follow from what it uses, or a module says its own (also
    `world`); what is left is a unit test, marked `unit`."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & PACK:
            item.add_marker(pytest.mark.pack)
        if "reconciled" in used or hasattr(getattr(item, "module", None), "reconcile"):
            item.add_marker(pytest.mark.engine)
        if DOORS & set(item.path.relative_to(HERE.parent).parts) or hasattr(
            getattr(item, "module", None), "subprocess"
        ):
            item.add_marker(pytest.mark.process)
        if not any(item.get_closest_marker(tier) for tier in TIERS):
            item.add_marker(pytest.mark.unit)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Tests read packs in their own process, but for those that go through a door: a child takes a tenth of a second to
    start."""
    from henequen.cli.language import forget_language

    forget_language([])  # what the test before this one asked for
    with pytest.MonkeyPatch.context() as patch:
        if not item.get_closest_marker("process"):
            from henequen.record.pack import in_child, seal

            for module in (in_child, seal):
                patch.setattr(module, "call_in_child", _called_here)
        return (yield)


def _called_here(function: Callable[..., Any], *arguments: object, **_: object) -> Any:
    return function(*arguments)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file, and those that share something costly, on one worker."""
    from workers import ByFile

    return ByFile(config, log)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the source documents and data."""
    from at_hand import shared_folder

    return shared_folder()


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """The folder with the five documents."""
    return shared / "seeds"


@pytest.fixture(scope="session")
def document_texts(shipped: Observatory, shared: Path) -> dict[str, str]:
    """The text of every document of the shipped pack, by id."""
    folders = (shared / "seeds", shared / "data" / "documents" / "korea_press")
    held = {path.name: path for folder in folders for path in folder.iterdir() if path.is_file()}
    return {
        document.document_id: held[document.file_name].read_bytes().decode("utf-8")
        for document in shipped.read().documents.values()
        if document.file_name in held
    }


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
def _small_once(tmp_path_factory: pytest.TempPathFactory, own_home: Path) -> Path:
    from small_pack import write_small

    root = tmp_path_factory.mktemp("small") / "chl_nzl"
    write_small(root)
    return root


@pytest.fixture
def small(_small_once: Path, tmp_path: Path) -> Path:
    """A small pack of its own for one test; its document lies beside it and is held in the reader's folder."""
    root = tmp_path / "chl_nzl"
    shutil.copytree(_small_once, root)
    for document in _small_once.parent.glob("*.txt"):
        shutil.copyfile(document, tmp_path / document.name)
    return root


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


@pytest.fixture(scope="session")
def report(view: View, shipped: Observatory, tmp_path_factory: pytest.TempPathFactory) -> SiteReport:
    """The site of the shipped pack without any document at hand, written once for all workers: no test may change it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # the workers have their folders side by side
    written = base / "shipped-site.pickle"
    with FileLock(base / "shipped-site.lock"):
        if not written.exists():
            made = write_site(view, base / "shipped-site", lambda _: None, scenarios=preset_pages(shipped.root))
            written.write_bytes(pickle.dumps(made))
    found = pickle.loads(written.read_bytes())
    assert isinstance(found, SiteReport)
    return found


@pytest.fixture(scope="session")
def site(report: SiteReport) -> Path:
    """The folder of the site."""
    return report.folder
