"""`henequen opportunity`: what a place could sell to the other side, what it pays there, and who took its shares."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, PackOption
from henequen.cli.show_rows import print_rows
from henequen.files.atomic import write_durably
from henequen.jobs.process import run_in_child
from henequen.matching.opportunity.answer import Opportunity, opportunity_of, plan_of, promising_sectors
from henequen.matching.opportunity.job import LIMITS
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.publish.plan_text import plan_html, plan_markdown
from henequen.publish.site.catalogue import Catalogue, catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.record.store.view import View

__all__ = ["opportunity", "plan"]


def opportunity(
    place: Annotated[
        list[str] | None, typer.Argument(metavar="PLACE...", help="A side, state or province that sells.")
    ] = None,
    partner: Annotated[str, typer.Option("--partner", metavar="AAA", help="The market: the other side.")] = "",
    table: Annotated[
        Path | None,
        typer.Option(
            "--table", metavar="FILE", help="A CSV (year, exporter, importer, product, value) in place of the pack's."
        ),
    ] = None,
    promising: Annotated[
        bool,
        typer.Option("--promising", help="The lists of promising sectors of the documents, with rank and evidence."),
    ] = False,
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """Export potential by industry with its three parts, duty met, displacement to the cent, barriers, events."""
    view = open_pack(pack).view()
    t = catalogue(language(as_json))
    if promising:
        _print_promising(view, t, as_json)
        return
    if not place:
        raise UsageError(
            Message("no_place_was_given"), expected=Message("henequen_opportunity_place_or_henequen_opportunity")
        )
    rows = None
    if table is not None:
        rows = run_in_child("henequen.matching.opportunity.job", {"path": str(table)}, limits=LIMITS, about=str(table))[
            "rows"
        ]
    _print(opportunity_of(view, " ".join(place), partner, rows, str(table or "")), view, t, as_json)


def plan(
    product: Annotated[
        list[str], typer.Argument(metavar="PRODUCT...", help="An HS code, an industry, or a product by name.")
    ],
    place: Annotated[
        str, typer.Option("--place", metavar="PLACE", help="Who sells: a side (the first unless said) or a state.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a .md or .html file instead of printing.")
    ] = None,
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """An export plan for a product: potential, duty, barrier, promotion, the buyer's side, and the costs to find out."""
    if out is not None and out.suffix not in (".md", ".html"):
        raise UsageError(
            Message("out_neither_md_nor_html"), found=out.name, expected=Message("name_that_ends_in_md_or")
        )
    observatory = open_pack(pack)
    view = observatory.view()
    export_plan = plan_of(view, " ".join(product), place)
    if as_json:
        print(json.dumps(_plan_row(export_plan), ensure_ascii=False, default=str))
        return
    names = Names(Material(view, lambda _: None), catalogue(language()))
    text = (
        plan_html(names, export_plan)
        if out is not None and out.suffix == ".html"
        else plan_markdown(names, export_plan)
    )
    if out is None:
        sys.stdout.write(text)
        return
    write_durably(out, text.encode("utf-8"))
    print(out)


def _plan_row(export_plan: Any) -> dict[str, Any]:
    row = asdict(export_plan)
    opportunity_row = row.pop("opportunity")
    row["figures"] = [o.id for o in export_plan.figures]
    return row | {
        name: opportunity_row[name] for name in ("place", "exporter", "market", "year", "source", "rival", "years")
    }


def _country(view: View, code: str, t: Catalogue) -> str:
    return view.places[code].name(t.language) if code in view.places else code


def _sector_name(view: View, product: str, language: str) -> str:
    row = next((r for r in view.vocabulary("sector_names") if r["isic3"] == product), None)
    return row[language] if row else product


def _print(answer: Opportunity, view: View, t: Catalogue, as_json: bool) -> None:
    if as_json:
        head = {
            name: getattr(answer, name)
            for name in ("place", "exporter", "market", "year", "source", "rival", "years", "unknown")
        }
        print(json.dumps({"row": "about", **head, "figures": [o.id for o in answer.figures]}, ensure_ascii=False))
        for one in answer.prospects:
            duty = {"preference": one.duty.preference, "margin": one.duty.margin}
            print(
                json.dumps(
                    {"row": "industry", **asdict(one), **duty, "part": answer.parts.get(one.product)},
                    ensure_ascii=False,
                )
            )
        for market, rows in answer.displaced.items():
            for lost in rows:
                print(
                    json.dumps({"row": "displaced", "market": market, **asdict(lost)}, ensure_ascii=False, default=str)
                )
        return
    print(
        t(
            "opportunity.head",
            place=view.places[answer.place].name(t.language),
            market=_country(view, answer.market, t),
            year=answer.year,
            source=answer.source,
        )
    )
    shown = [
        {
            "rank": one.rank,
            "industry": _sector_name(view, one.product, t.language),
            "supply": _percent(one.supply, t, 3),
            "demand": _money(one.demand, t),
            "ease": t("opportunity.unknown") if one.ease is None else f"{one.ease:.2f}",
            "potential": _money(one.potential, t),
            "unrealised": _money(one.unrealised, t),
            "duty": _percent(one.duty.applied, t, 1),
            "margin": _percent(one.duty.margin, t, 1),
        }
        for one in answer.prospects
    ]
    print("\t".join(t(f"opportunity.{name}") for name in shown[0]))
    print_rows(shown, tuple(shown[0]), as_json=False)
    if answer.unknown:
        print(t("opportunity.unknown_parts", n=len(answer.unknown)))
    for market, rows in answer.displaced.items():
        total = rows[-1]
        print(
            t(
                "opportunity.lost",
                exporter=_country(view, answer.exporter, t),
                market=_country(view, market, t),
                first=answer.years[0],
                last=answer.years[1],
                rival=_country(view, answer.rival, t),
                change=_cents(total.change),
                growth=_cents(total.growth),
                to_rival=_cents(total.to_rival),
                to_others=_cents(total.to_others),
            )
        )
    print(t("opportunity.method"))


def _print_promising(view: View, t: Catalogue, as_json: bool) -> None:
    for one in promising_sectors(view):
        if as_json:
            evidence = [
                {"industry": p.product, "rank": p.rank, "unrealised": p.unrealised, "advantage": p.advantage}
                for p in one.evidence
            ]
            row = {
                "item": one.item,
                "investor": one.investor,
                "host": one.host,
                "name": one.names["en"],
                "sectors": one.sectors,
            }
            print(
                json.dumps(
                    {**row, "rank": one.rank, "unrealised": one.unrealised, "evidence": evidence}, ensure_ascii=False
                )
            )
            continue
        print(f"{one.item}\t{one.rank}\t{one.names[t.language]}\t{';'.join(one.sectors)}\t{_money(one.unrealised, t)}")


def _money(value: float | None, t: Catalogue) -> str:
    return t("opportunity.unknown") if value is None else f"{value:,.1f}"


def _percent(value: float | None, t: Catalogue, decimals: int) -> str:
    return t("opportunity.unknown") if value is None else f"{100 * value:.{decimals}f}%"


def _cents(value: object) -> str:
    return "–" if value is None else f"{value:,}"
