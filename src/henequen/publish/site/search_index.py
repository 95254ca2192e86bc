"""The search index of the static site: one script that a page loads only when somebody searches."""

from __future__ import annotations

import json

from henequen.model.properties import properties
from henequen.model.record import Record
from henequen.publish.site.material import FOLDERS
from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.scenarios import scenario_entries
from henequen.publish.site.pages.trade.product_tree import chapter_entries
from henequen.record.store.folding import plain_words

__all__ = ["search_index"]


def search_index(names: Names) -> str:
    """`henequenIndex([[kind, address, title, words], ...])`: words are folded, names come first.

    The script in the page folds what is typed in the same way and looks for words that begin with it (hangul: that
    contain it).
    """
    return f"henequenIndex({json.dumps(_entries(names), ensure_ascii=False, separators=(',', ':'))});\n"


def _entries(names: Names) -> list[tuple[str, str, str, str]]:
    material = names.material
    entries = []
    for code in sorted(material.places_with_pages):
        place = material.view.places[code]
        entries.append(("places", material.url(code), names.place(code), _folded([*place.names, code])))
    entries += [("scenarios", url, title, _folded(words)) for url, title, words in scenario_entries(names)]
    entries += [("products", url, title, _folded(words)) for url, title, words in chapter_entries(names)]
    for table in (*FOLDERS, "successions"):
        for record in material.table(table):
            entries.append((table, material.url(record.id), names.title(record), _folded(_said(names, record))))
    for o in material.observations:
        title = f"{names.measure(o)}, {o.period}: {names.amount(o)}"
        words = [title, o.product, o.as_printed, names.country(o.reporter), names.country(o.partner)]
        if o.place:
            words += list(material.view.places[o.place].names) if o.place in material.view.places else [o.place]
        entries.append(("observations", material.url(o.id), title, _folded(words)))
    for finding in material.findings:
        entries.append(("findings", f"findings/index.html#{finding.id}", finding.message, _folded([finding.message])))
    return entries


def _said(names: Names, record: Record) -> list[str]:
    material = names.material
    words = [names.title(record)]
    for name, values in record.said.items():
        kind = properties(record.table)[name].type
        for said in values:
            if kind == "place" and said.value in material.view.places:
                words += material.view.places[said.value].names
            elif kind == "actor" and said.value in material.record:
                actor = material.record[said.value]
                words += [*actor.many("name"), *actor.many("variant"), *actor.many("native_name")]
            else:
                words.append(names.value(record.table, name, said.value))
    return words


def _folded(texts: list[str]) -> str:
    return " ".join(dict.fromkeys(word for text in texts for word in plain_words(text)))
