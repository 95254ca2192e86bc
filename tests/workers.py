"""Which of the parallel workers runs which tests: a file stays together, and so do the files that share something costly.

pytest-xdist has `--dist loadgroup` for this, which has no effect with pytest 9.2 (it writes to an attribute that is gone).
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

__all__ = ["ByFile", "group_of"]

TOGETHER = {
    "tests/browser/": "browser",  # one Chromium, one service
    "tests/trade/sql/test_spark": "spark",  # one Java process
}


def group_of(nodeid: str) -> str:
    """The group of a test: its file, or the name of what several files share."""
    return next((name for start, name in TOGETHER.items() if nodeid.startswith(start)), nodeid.partition("::")[0])


class ByFile(LoadScopeScheduling):
    """Hands out one group at a time, the groups with the most tests first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
