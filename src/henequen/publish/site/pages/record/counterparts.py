"""Counterparts: the responsibility matrix as written, with the bodies that hold each task today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.blocks import chains
from henequen.record.store.folding import plain_words

__all__ = ["counterpart_pages"]


def counterpart_pages(names: Names) -> Iterator[Page]:
    """The matrix."""
    material, t = names.material, names.t
    records = sorted(material.table("counterparts"), key=lambda r: r.evidence[0].key_start if r.evidence else 0)
    forums: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in records:
        forums.setdefault(names.translate(record.id, "forum", record.one("forum")), []).append(_row(names, record))
    columns = ("id", "forum", "issue", "side_a_bodies", "side_b_bodies", "side_a_today", "side_b_today")
    rows = [_data(names, record) for record in records]
    yield Page(
        path="counterparts/index.html",
        template="counterparts.html",
        title=t("counterparts.title"),
        section="counterparts",
        context={
            "forums": [{"name": name, "rows": rows} for name, rows in forums.items()],
            "followed": bool(material.table("successions")),
            "documents": sorted({names.document(e.document) for r in records for e in r.evidence}),
        },
        data={"rows": rows},
        tables=(Table("counterparts/counterparts.csv", columns, tuple(tuple(r[c] for c in columns) for r in rows)),),
    )


def _row(names: Names, record: Record) -> dict[str, Any]:
    sides = chains(names, record) or []
    printed = (record.many("side_a_bodies"), record.many("side_b_bodies"))
    spelled = [
        word
        for side in sides
        for chain in side["chains"]
        for step in (chain["printed"], *chain["steps"])
        for word in (step["name"], step["native"])
    ]
    return {
        "href": f"../{names.material.url(record.id)}",
        "issue": names.translate(record.id, "issue", record.one("issue")),
        "sides": [
            {"name": side["name"], "chains": side["chains"], "printed": printed[n]} for n, side in enumerate(sides)
        ],
        "words": " ".join(
            dict.fromkeys(
                plain_words(
                    " ".join(
                        (
                            names.title(record),
                            record.one("issue"),
                            record.one("forum"),
                            *printed[0],
                            *printed[1],
                            *spelled,
                        )
                    )
                )
            )
        ),
    }


def _data(names: Names, record: Record) -> dict[str, str]:
    sides = chains(names, record) or []
    return {
        "id": record.id,
        "forum": record.one("forum"),
        "issue": record.one("issue"),
        "side_a_bodies": ";".join(record.many("side_a_bodies")),
        "side_b_bodies": ";".join(record.many("side_b_bodies")),
        **{
            f"side_{'ab'[n]}_today": ";".join(step["name"] for chain in side["chains"] for step in chain["now"])
            for n, side in enumerate(sides)
        },
    }
