"""Gives a pack back from its store: the same content as plain files, in one form, regardless of how the original was
written.

build(render(build(pack))) is build(pack), claim for claim in the same order. Claims of one passage that are adjacent
in the store share one row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

from henequen.model.claim import Claim
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.model.properties import properties
from henequen.model.translation import Translation
from henequen.model.watched import Watched
from henequen.record.pack.cells import NO_VALUE, UNKNOWN_VALUE
from henequen.record.pack.columns import columns_of, columns_of_claims, columns_of_observations
from henequen.record.pack.describe import data_package
from henequen.record.pack.manifest import MANIFEST, Manifest
from henequen.record.pack.sources import SOURCES
from henequen.record.pack.strict_csv import render_rows
from henequen.record.store.view import View

__all__ = ["END_OF_TIME", "render_pack"]

END_OF_TIME = "9999-12-31"
"""The day as of which a view shows everything."""

Row = dict[str, str]


def render_pack(view: View) -> dict[str, str]:
    """The files of the pack by name. `view` must show everything (as of END_OF_TIME)."""
    files = {MANIFEST: _manifest(view.manifest)}
    for name, noun, items in (
        ("editions/editions.csv", Edition, view.editions.values()),
        ("documents/documents.csv", Document, view.documents.values()),
        ("entities/places.csv", Place, view.places.values()),
        ("judgements.csv", Judgement, view.judgements),
        ("lexicon.csv", LexiconEntry, view.lexicon),
        ("reviews.csv", Review, view.reviews),
    ):
        files[name] = render_rows(columns_of(noun), (_cells(asdict(item)) for item in items))
    if view.sources:
        files[SOURCES] = render_rows(columns_of(Watched), (asdict(source) for source in view.sources))
    for table, claims in groupby(view.claims(), key=lambda claim: claim.table):
        files[f"claims/{table}.csv"] = render_rows(columns_of_claims(table), _rows(list(claims), view.documents))
    for name, figures in _files_of_figures(view.observations()).items():
        rows = [_figure(figure, view.documents) for figure in figures]
        files[f"observations/{name}.csv"] = render_rows(columns_of_observations(), rows)
    for name in view.vocabularies():
        listed = view.vocabulary(name)
        files[f"vocab/{name}.csv"] = render_rows(list(listed[0]), listed)
    for language, translated in view.translations.items():
        files[f"translations/{language}.csv"] = render_rows(
            columns_of(Translation), (asdict(row) for row in translated)
        )
    files["datapackage.json"] = data_package(view.manifest.id, view.manifest.title["en"], dict(sorted(files.items())))
    return files


def _manifest(manifest: Manifest) -> str:
    lines = [
        f"id = {_quoted(manifest.id)}",
        f"sides = [{', '.join(map(_quoted, manifest.sides))}]",
        f"languages = [{', '.join(map(_quoted, manifest.languages))}]",
        f"as_of = {_quoted(manifest.as_of)}",
        *(["four_eyes = true"] if manifest.four_eyes else []),
    ]
    for key, texts in (("title", manifest.title), ("summary", manifest.summary)):
        if any(texts.values()):
            lines += ["", f"[{key}]", *(f"{language} = {_quoted(text)}" for language, text in texts.items())]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _cells(fields: Mapping[str, object]) -> Row:
    return {name: "; ".join(v) if isinstance(v, (tuple, list)) else str(v) for name, v in fields.items()}


def _rows(claims: Sequence[Claim], documents: Mapping[str, Document]) -> Iterable[Row]:
    """One row for claims of one subject and passage that follow each other in the order of the table's columns.

    If an item of a list is missing (another row had stated it before), a stated one takes its place again.
    """
    row: Row = {}
    before: tuple[object, ...] = ()
    last = item = -1
    texts: dict[tuple[object, ...], str] = {}
    for claim in claims:
        columns = properties(claim.table)
        rank = list(columns).index(claim.predicate)
        many = columns[claim.predicate].many
        common = _common(claim, documents)
        key = (claim.subject, claim.evidence, *common.values())
        if key != before or rank < last or (rank == last and (not many or claim.item <= item)):
            if row:
                yield row
            row = {"subject": claim.subject, **_places(claim.evidence), **common}
            last = -1
        if rank != last:
            item = -1
        cell = _cell(claim)
        place = (claim.subject, claim.predicate, claim.edition, claim.asserted_by, _starts(claim.evidence))
        again = [texts.get(place, cell)] * (claim.item - item - 1)
        row[claim.predicate] = "; ".join([row[claim.predicate], *again, cell] if rank == last else [*again, cell])
        texts.setdefault(place, cell)
        before, last, item = key, rank, claim.item
    if row:
        yield row


def _starts(evidence: Sequence[Evidence]) -> tuple[tuple[str, int], ...]:
    return tuple((passage.document, passage.key_start) for passage in evidence)


def _cell(claim: Claim) -> str:
    match claim.polarity:
        case "no_value":
            return NO_VALUE
        case "unknown_value":
            return UNKNOWN_VALUE
        case "denied":
            return f"not: {claim.value}"
        case _:
            return claim.value


def _common(item: Claim | Observation, documents: Mapping[str, Document]) -> Row:
    names = ("asserted_by", "note", "method", "recorded_at", "recorded_by")
    follows = bool(item.evidence) and documents[item.evidence[0].document].edition_id == item.edition
    return {"edition": "" if follows else item.edition} | {name: getattr(item, name) for name in names}


def _places(evidence: Sequence[Evidence]) -> Row:
    if not evidence:
        return {}
    columns = {
        "document": "document",
        "start": "start",
        "end": "end",
        "key_start": "key_start",
        "key_end": "key_end",
        "passage": "passage_hash",
        "prefix": "prefix_hash",
        "suffix": "suffix_hash",
    }
    first = evidence[0]
    return {column: ";".join(str(getattr(e, field)) for e in evidence) for column, field in columns.items()} | {
        "table_ref": first.table,
        "row": first.row,
        "column": first.column,
        "as_printed": first.as_printed,
    }


def _files_of_figures(figures: Sequence[Observation]) -> dict[str, list[Observation]]:
    """One file per document if that keeps the order of the store, otherwise one for all."""
    runs = [
        (name, list(run))
        for name, run in groupby(figures, key=lambda o: o.evidence[0].document if o.evidence else o.edition)
    ]
    names = [f"{name}.csv" for name, _ in runs]
    return dict(runs) if names == sorted(set(names)) else {"observations": list(figures)}


def _figure(figure: Observation, documents: Mapping[str, Document]) -> Row:
    fields = {name: getattr(figure, name) for name in columns_of_observations() if name in _FIGURE}
    value = "" if figure.value is None else f"{figure.value:f}"
    own = _cells(fields) | {"value": value, "missing": "true" if figure.missing else ""}
    return own | _places(figure.evidence) | _common(figure, documents)


_FIGURE = frozenset(properties("observations")) - {"value", "missing"}
