"""Codes of the review and the watch in the words of the pages."""

from __future__ import annotations

from henequen.cli.language import language
from henequen.publish.site.catalogue import catalogue

__all__ = ["site_word"]


def site_word(section: str, code: str) -> str:
    """What a code means, as the pages of the language of the command word it; English output has the code itself.

    >>> site_word("review_kind", "observation")
    'observation'
    """
    if language() == "en":
        return code
    t = catalogue(language())
    return t(f"{section}.{code}") if t.has(f"{section}.{code}") else code
