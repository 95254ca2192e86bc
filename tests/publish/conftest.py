"""The site of the shipped pack, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from henequen.observatory import Observatory
from henequen.publish.scenario_pages import preset_pages
from henequen.publish.site import SiteReport, write_site
from henequen.record.view import View


@pytest.fixture(scope="session")
def report(view: View, shipped: Observatory, tmp_path_factory: pytest.TempPathFactory) -> SiteReport:
    """What was written, without any document at hand."""
    return write_site(
        view, tmp_path_factory.mktemp("site") / "out", lambda _: None, scenarios=preset_pages(shipped.root)
    )


@pytest.fixture(scope="session")
def site(report: SiteReport) -> Path:
    """The folder of the site."""
    return report.folder
