"""The search index of the static site: one script that a page loads only when somebody searches."""

from __future__ import annotations

import json

from henequen.publish.search import vocabulary
from henequen.publish.site.names import Names
from henequen.publish.site.search_entries import search_entries

__all__ = ["search_index"]


def search_index(names: Names) -> str:
    """`henequenIndex({entries, words})`: entries as [kind, address, title, other names,
    passages, weight], words as the ranking needs them."""
    words = vocabulary().with_rows(names.material.view.vocabulary("search_words"))
    index = {
        "labels": {"none": names.t("search.none_short"), "all": names.t("search.all")},
        "words": words.plain(),
        "entries": [[e.kind, e.url, e.title, list(e.names), list(e.body), e.weight] for e in search_entries(names)],
    }
    return f"henequenIndex({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"
