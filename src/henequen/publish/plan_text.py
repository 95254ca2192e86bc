"""An export plan as a printed page: Markdown or HTML, in one of the languages; every figure with its source."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from henequen.matching.opportunity.answer import Plan
from henequen.model.observation import Observation

if TYPE_CHECKING:  # the site imports this module: an import at run time would be circular
    from henequen.publish.site.names import Names

__all__ = ["plan_html", "plan_markdown", "plan_sections"]

Line = tuple[str, str]


def plan_sections(names: Names, plan: Plan) -> Iterator[tuple[str, list[Line]]]:
    """The sections of a plan: heading, then lines of (text, id of the claim, record or source that states it)."""
    t, one, about = names.t, plan.prospect, plan.opportunity
    source = t("plan.source_trade", source=about.source, year=about.year)
    yield (
        t("plan.potential"),
        [
            (t("plan.supply", value=_percent(names, one.supply, 3)), source),
            (t("plan.demand", market=names.country(about.market), value=_money(names, one.demand)), source),
            (t("plan.ease", value=names.t("opportunity.unknown") if one.ease is None else f"{one.ease:.2f}"), source),
            (
                t(
                    "plan.result",
                    potential=_money(names, one.potential),
                    actual=_money(names, one.actual),
                    unrealised=_money(names, one.unrealised),
                    rank=one.rank,
                    of=len(about.prospects),
                ),
                source,
            ),
        ],
    )
    duty = one.duty
    lines = [
        (
            t(
                "plan.duty",
                applied=_percent(names, duty.applied, 1),
                mfn=_percent(names, duty.most_favoured, 1),
                competitors=_percent(names, duty.competitors, 1),
                margin=_percent(names, duty.margin, 1),
            ),
            t("plan.source_duty"),
        )
    ]
    lines += [(f"{_about(names, o)} ({names.date(o.period)}): {names.amount(o)}", o.id) for o in plan.figures]
    yield t("plan.duties"), lines
    yield (
        t("plan.displacement"),
        [
            (
                t(
                    "plan.lost",
                    market=names.country(market),
                    rival=names.country(about.rival),
                    first=about.years[0],
                    last=about.years[1],
                    change=f"{lost.change:,}",
                    growth=f"{lost.growth:,}",
                    to_rival=f"{lost.to_rival:,}",
                    to_others=f"{lost.to_others:,}",
                ),
                source,
            )
            for market, lost in plan.lost
            if lost.change is not None
        ]
        or [(t("opportunity.unknown"), "")],
    )
    for role in ("barrier", "promotion", "event", "buyer", "body"):
        linked = [names.material.record[identity] for identity in one.links.get(role, ())]
        rows = [(_words(names, record.id), record.id) for record in linked]
        yield t(f"plan.{role}"), rows or [(t("plan.none_found", day=names.date(names.material.view.as_of)), "")]
    yield t("plan.costs"), [(t(f"plan.cost_{name}"), "") for name in plan.costs]


def _words(names: Names, identity: str) -> str:
    record = names.material.record[identity]
    if record.table == "recommendations":
        return names.text(identity, "restatement", record.one("restatement"))
    date = record.one("date")
    return names.title(record) + (f" ({names.date(date)})" if date else "")


def _about(names: Names, o: Observation) -> str:
    component = names.text(o.id, "component", o.component)
    return " · ".join(part for part in (names.product(o), component) if part)


def _money(names: Names, value: float | None) -> str:
    return names.t("opportunity.unknown") if value is None else names.t("plan.million", value=f"{value:,.1f}")


def _percent(names: Names, value: float | None, decimals: int) -> str:
    return names.t("opportunity.unknown") if value is None else f"{100 * value:.{decimals}f}%"


def plan_title(names: Names, plan: Plan) -> str:
    """The title: product, seller, market."""
    rows = {row["isic3"]: row[names.language] for row in names.material.view.vocabulary("sector_names")}
    industry = rows.get(plan.prospect.product, plan.prospect.product)
    place = names.place(plan.opportunity.place)
    return names.t(
        "plan.title",
        product=plan.product,
        industry=industry,
        place=place,
        market=names.country(plan.opportunity.market),
    )


def plan_markdown(names: Names, plan: Plan) -> str:
    """The plan as Markdown; each line ends with its source."""
    out = [f"# {plan_title(names, plan)}", "", names.t("plan.lede"), ""]
    for heading, lines in plan_sections(names, plan):
        out += [f"## {heading}", ""]
        out += [f"- {text}" + (f" [{source}]" if source else "") for text, source in lines]
        out.append("")
    return "\n".join(out)


def plan_html(names: Names, plan: Plan) -> str:
    """The plan as one HTML file without scripts, to be printed."""
    title = escape(plan_title(names, plan))
    body = [f"<h1>{title}</h1><p>{escape(names.t('plan.lede'))}</p>"]
    for heading, lines in plan_sections(names, plan):
        items = "".join(
            f"<li>{escape(text)}" + (f" <small>[{escape(source)}]</small>" if source else "") + "</li>"
            for text, source in lines
        )
        body.append(f"<h2>{escape(heading)}</h2><ul>{items}</ul>")
    style = "body{font:11pt/1.45 serif;max-width:42em;margin:2em auto}h2{font-size:1.1em}small{color:#555}"
    return (
        f'<!doctype html><html lang="{names.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</body></html>\n"
    )
