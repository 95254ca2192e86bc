"""The observatory as static pages: pre-rendered, readable without scripts, and usable from a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from henequen.publish.site.writer import SiteReport, write_site

__all__ = ["SiteReport", "write_site"]


def __getattr__(name: str) -> Any:
    """Import the writer of pages on first use: commands that need only the catalogues start faster."""
    if name in __all__:
        from henequen.publish.site import writer

        return getattr(writer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
