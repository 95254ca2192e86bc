"""Claims: every printed figure in one list that can be searched, and the way to every other claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from henequen.publish.site.material import GATHERED
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.figures import figure_row
from henequen.record.store.folding import plain_words

__all__ = ["claim_pages"]


def claim_pages(names: Names) -> Iterator[Page]:
    """The list of figures, with a table that leads from the id of any claim to its page."""
    material, t = names.material, names.t
    rows = []
    for o in material.observations:
        row = figure_row(names, o, "../")
        row["words"] = " ".join(
            dict.fromkeys(
                plain_words(
                    " ".join(
                        (
                            row["what"],
                            row["period"],
                            row["reporter"],
                            row["partner"],
                            row["product"],
                            row["place"],
                            o.as_printed,
                        )
                    )
                )
            )
        )
        rows.append(row)
    counts = Counter(claim.table for claims in material.claims_of.values() for claim in claims)
    measures = Counter(row["measure"] for row in rows)
    documents = Counter(row["document"] for row in rows)
    columns = ("claim", "subject", "page")
    where = [
        (c.claim_id, subject, material.claim_url(subject, c.claim_id))
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
            "rows": rows,
            "n": sum(counts.values()),
            "tables": [
                (t(f"table.{table}"), n, _index(table)) for table, n in counts.most_common() if t.has(f"table.{table}")
            ],
            "filters": [
                (
                    "measure",
                    t("figure.what"),
                    [(m, f"{names.label('measure', m)} ({n})") for m, n in measures.most_common()],
                ),
                (
                    "document",
                    t("claim.source"),
                    [(d, f"{names.document(d)} ({n})") for d, n in documents.most_common()],
                ),
            ],
        },
        data={
            "claims": {claim: page for claim, _, page in where},
            "figures": {o.id: material.url(o.id) for o in material.observations},
        },
        tables=(Table("claims/claims.csv", columns, tuple(where)),),
    )


def _index(table: str) -> str:
    known = {
        "instruments": "instruments/index.html",
        "activities": "events/index.html",
        "events": "events/index.html",
        "actors": "actors/index.html",
        "recommendations": "follow-up/index.html",
        "counterparts": "counterparts/index.html",
        "exchanges": "exchanges/index.html",
    }
    return known.get(table, f"claims/{table}.html" if table in GATHERED else "data.html")
