"""An export plan as a printed page: Markdown or HTML, in one of the languages; every figure with the number of its source."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from henequen.matching.opportunity.answer import PACK_SOURCE, Plan
from henequen.model.edition import Edition
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
                    change=_millions(lost.change),
                    growth=_millions(lost.growth),
                    to_rival=_millions(lost.to_rival),
                    to_others=_millions(lost.to_others),
                ),
                source,
            )
            for market, lost in plan.lost
            if lost.change is not None
        ]
        or [(t("opportunity.unknown"), "")],
    )
    for role in ("barrier", "promotion", "event", "buyer", "body"):
        linked = [names.material.record[identity] for identity in plan.links.get(role, ())]
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


def _millions(value: Decimal | None) -> str:
    """An amount in millions, as in the other lines; the table of displacement has it to the cent."""
    return "" if value is None else f"{value / 1_000_000:,.1f}"


def _percent(names: Names, value: float | None, decimals: int) -> str:
    return names.t("opportunity.unknown") if value is None else f"{100 * value:.{decimals}f}%"


def plan_title(names: Names, plan: Plan) -> str:
    """The title: product, seller, market."""
    rows = {row["isic3"]: row[names.language] for row in names.material.view.vocabulary("sector_names")}
    industry = rows.get(plan.prospect.product, plan.prospect.product)
    place = names.place(plan.opportunity.place)
    return names.t(
        "plan.title",
        product=plan.product + (f", HS {plan.hs}" if plan.hs and plan.hs != plan.product.replace(".", "") else ""),
        industry=industry,
        place=place,
        market=names.country(plan.opportunity.market),
    )


class _Sources:
    """The sources of a plan in the order in which they are first cited, each with a number and its address."""

    def __init__(self, names: Names, plan: Plan) -> None:
        self._names, self._plan = names, plan
        self._numbers: dict[tuple[str, str], int] = {}

    def cite(self, source: str) -> tuple[int, str]:
        """The number of a source, and where in it (a table with row and column), if that is known."""
        names, view = self._names, self._names.material.view
        place = ""
        observation, record = names.material.observation.get(source), names.material.record.get(source)
        if observation is not None:
            edition = observation.edition
            place = next((names.cell_of(e) for e in observation.evidence if e.table), "")
        elif record is not None:
            editions = [editions.edition for values in record.properties.values() for editions in values]
            edition = editions[0] if editions else ""
        else:
            edition = ""
        edition_known = view.editions.get(edition)
        entry = (self._words(edition_known), edition_known.url) if edition_known is not None else self._table(source)
        return self._numbers.setdefault(entry, len(self._numbers) + 1), place

    def entries(self) -> list[tuple[str, str]]:
        """Words and address of each source, by number."""
        return list(self._numbers)

    def _words(self, edition: Edition) -> str:
        names = self._names
        day = names.date(edition.published_on) if edition.published_on else ""
        return ", ".join(part for part in (names.publisher(edition), f"“{names.work(edition)[0]}”", day) if part)

    def _table(self, source: str) -> tuple[str, str]:
        about, t = self._plan.opportunity, self._names.t
        if source == t("plan.source_duty"):
            return t("plan.cite_duty"), "https://feodorateti.github.io/data.html"
        if about.source == PACK_SOURCE:
            return t("plan.cite_trade", year=about.year), "https://doi.org/10.1111/roie.12178"
        return source, ""


def plan_markdown(names: Names, plan: Plan) -> str:
    """The plan as Markdown; each line ends with the number of its source, and the sources are listed at the end."""
    sources = _Sources(names, plan)
    out = [f"# {plan_title(names, plan)}", "", names.t("plan.lede"), ""]
    for heading, lines in plan_sections(names, plan):
        out += [f"## {heading}", ""]
        for text, source in lines:
            number, place = sources.cite(source) if source else (0, "")
            out.append(f"- {text}" + (f" [{number}{', ' if place else ''}{place}]" if source else ""))
        out.append("")
    out += [f"## {names.t('plan.sources')}", ""]
    out += [f"{n}. {words}." + (f" <{url}>" if url else "") for n, (words, url) in enumerate(sources.entries(), 1)]
    return "\n".join([*out, ""])


def plan_html(names: Names, plan: Plan) -> str:
    """The plan as one HTML file without scripts, to be printed; a number leads to its source and a source to its address."""
    sources = _Sources(names, plan)
    title = escape(plan_title(names, plan))
    body = [f"<h1>{title}</h1><p>{escape(names.t('plan.lede'))}</p>"]
    for heading, lines in plan_sections(names, plan):
        items = []
        for text, source in lines:
            number, place = sources.cite(source) if source else (0, "")
            mark = f'[<a href="#source-{number}">{number}</a>{escape(", " + place if place else "")}]'
            items.append(f"<li>{escape(text)}{f' <small>{mark}</small>' if source else ''}</li>")
        body.append(f"<h2>{escape(heading)}</h2><ul>{''.join(items)}</ul>")
    body.append(f"<h2>{escape(names.t('plan.sources'))}</h2><ol>")
    for number, (words, url) in enumerate(sources.entries(), 1):
        link = f' <a href="{escape(url)}">{escape(url)}</a>' if url else ""
        body.append(f'<li id="source-{number}">{escape(words)}.{link}</li>')
    style = (
        "body{font:11pt/1.45 serif;max-width:42em;margin:2em auto;padding:0 1em}h2{font-size:1.1em;break-after:avoid}"
        "li{break-inside:avoid}small{color:#555}a{overflow-wrap:anywhere}"
    )
    return (
        f'<!doctype html><html lang="{names.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</ol></body></html>\n"
    )
