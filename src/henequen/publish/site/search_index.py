"""The search index of the static site: one script that a page loads only when somebody searches."""

from __future__ import annotations

import json
from collections import Counter

from henequen.publish.search import vocabulary
from henequen.publish.site.names import Names
from henequen.publish.site.search_entries import search_entries

__all__ = ["search_index"]


def search_index(names: Names) -> str:
    """`henequenIndex({entries, words, texts})`: entries as [kind, address, title, other names,
    passages, weight], words as the ranking needs them; a name or passage that recurs is a number in `texts`."""
    found = search_entries(names)
    times = Counter(text for e in found for text in (*e.names, *e.body))
    texts = [text for text, n in times.items() if n > 1 and len(text) > 5]
    number = {text: n for n, text in enumerate(texts)}

    def short(parts: tuple[str, ...]) -> list[int | str]:
        return [number.get(text, text) for text in parts]

    words = vocabulary().with_rows(names.material.view.vocabulary("search_words"))
    index = {
        "labels": {"none": names.t("search.none_short"), "all": names.t("search.all")},
        "words": words.plain(),
        "entries": [[e.kind, e.url, e.title, short(e.names), short(e.body), e.weight] for e in found],
        "texts": texts,
    }
    return f"henequenIndex({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"
