"""The observatory as static pages: pre-rendered, readable without scripts, open from a folder."""

from henequen.publish.site.writer import SiteReport, write_site

__all__ = ["SiteReport", "write_site"]
