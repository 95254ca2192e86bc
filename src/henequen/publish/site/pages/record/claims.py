"""Claims: every printed figure in one searchable list, and links to every other claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from henequen.model.observation import Observation
from henequen.publish.site.material import GATHERED
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.figures import figure_row
from henequen.publish.site.rows import Cell, Row, Rows, choices, words_of

__all__ = ["claim_pages"]


def claim_pages(names: Names) -> Iterator[Page]:
    """The list of figures, with a table that leads from the id of any claim to its page."""
    material, t = names.material, names.t
    figures = [_row(names, figure_row(names, o, "../"), o) for o in material.observations]
    counts = Counter(claim.table for claims in material.claims_of.values() for claim in claims)
    columns = ("claim", "page")
    where = [
        (c.claim_id, material.claim_url(subject, c.claim_id))
        for subject, claims in material.claims_of.items()
        for c in claims
        if material.url(subject)
    ]
    yield Page(
        path="claims/index.html",
        template="claims.html",
        title=t("claims.title"),
        section="claims",
        context={
            "n_figures": len(figures),
            "list": _list(names, tuple(figures)),
            "n": sum(counts.values()),
            "tables": [
                (t(f"table.{table}"), n, _index(table)) for table, n in counts.most_common() if t.has(f"table.{table}")
            ],
        },
        data={
            "claims": "claims.csv",
            "figures": {o.id: material.url(o.id) for o in material.observations},
        },
        tables=(Table("claims/claims.csv", columns, tuple(where), shared=True),),
    )


def _row(names: Names, row: dict[str, str], o: Observation) -> Row:
    what = ", ".join(part for part in (row["what"], row["product"], row["place"]) if part)
    return Row(
        cells=(
            Cell(what, row["href"]),
            Cell(row["period"]),
            Cell(row["reporter"]),
            Cell(row["source"]),
            Cell(row["amount"], kind="num"),
        ),
        data={
            "measure": row["measure"],
            "document": row["document"],
            "year": o.period[:4],
            "reporter": o.reporter.replace(" ", "-"),
        },
        order={
            "period": o.period,
            "amount": f"{o.amount:f}" if o.amount is not None else "",
            "reporter": row["reporter"],
        },
        words=words_of(what, row["period"], row["reporter"], row["partner"], o.as_printed),
    )


def _list(names: Names, rows: tuple[Row, ...]) -> Rows:
    t = names.t
    return Rows(
        heads=(
            (t("figure.what"), "title"),
            (t("figure.period"), "period"),
            (t("figure.reporter"), "reporter"),
            (t("claim.source"), ""),
            (t("claim.value"), "amount"),
        ),
        rows=rows,
        filters=(
            ("measure", t("figure.what"), choices(rows, "measure", lambda code: names.label("measure", code))),
            ("reporter", t("figure.reporter"), choices(rows, "reporter", names.country)),
            ("document", t("claim.source"), choices(rows, "document", names.document, 200)),
        ),
        groups=(
            ("measure", t("figure.what")),
            ("reporter", t("figure.reporter")),
            ("document", t("claim.source")),
            ("year", t("filter.year")),
        ),
        orders=(
            ("", t("filter.source_order")),
            ("-period", t("filter.newest")),
            ("period", t("filter.oldest")),
            ("title", t("filter.by_title")),
            ("-amount", t("filter.largest")),
        ),
        csv=f"{'' if names.language == 'en' else '../'}../data/observations.csv",
        layout="c5",
    )


def _index(table: str) -> str:
    places_of_claims = {
        "instruments": "instruments/index.html",
        "activities": "events/index.html",
        "events": "events/index.html",
        "actors": "actors/index.html",
        "recommendations": "follow-up/index.html",
        "counterparts": "counterparts/index.html",
        "exchanges": "exchanges/index.html",
    }
    return places_of_claims.get(table, f"claims/{table}.html" if table in GATHERED else "data.html")
