"""The verbs of the legal desk: the review queue, treaties, competence, tariffs line by line, margins, ranks, reach."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, AsOf, PackOption, day, one_of
from henequen.cli.record_names import names_of
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.words import coded, phrase, say
from henequen.jobs.limits import Limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.properties import codes, tables
from henequen.model.record import Record
from henequen.publish.site.catalogue import catalogue
from henequen.record.questions.comparison import rank_partners
from henequen.record.questions.competence import competence_of
from henequen.record.questions.legal_review import review_queue
from henequen.record.questions.reach import SPEED, TAXI, cities_within
from henequen.record.questions.treaties import participation
from henequen.record.store.view import View
from henequen.scenarios.tariffs.schedules import REFUSALS

__all__ = ["app", "rank", "reach"]

app = typer.Typer(
    help="The legal desk: what to review, who is party to which treaty, tariffs line by line, margins.",
    no_args_is_help=True,
)
JOB = "henequen.scenarios.desk_job"
LIMITS = Limits(memory=2 << 30)


def _tables(view: View) -> dict[str, list[Record]]:
    return {name: view.records(name) for name in tables() if name != "observations"}


@app.command()
def queue(pack: PackOption = None, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """List the instruments to review, the unhealthiest first, with the reasons and what to do next. Exit 3 if there
    are any."""
    view, t = open_pack(pack).view(day(as_of)), catalogue(language(as_json))
    entries = review_queue(_tables(view), view.as_of)
    rows = [
        {
            "health": entry.health,
            "id": entry.record,
            "reasons": [" ".join(p for p in (r.code, r.on, r.other_record) if p) for r in entry.reasons],
            "next": [t(f"legal.next_{step}") for step in entry.steps],
        }
        for entry in entries
    ]
    if for_people() and not as_json:
        for row, entry in zip(rows, entries, strict=True):
            row["reasons"] = [
                " ".join(p for p in (t(f"legal.reason_{r.code}"), r.on, r.other_record) if p) for r in entry.reasons
            ]
    print_rows(rows, ("health", "id", "reasons", "next"), as_json)
    if rows:
        raise typer.Exit(3)


@app.command()
def treaties(pack: PackOption = None, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """Print who takes part in which treaty: the state of both sides, and the dates of their acts."""
    view = open_pack(pack).view(day(as_of))
    dates = {record.id: record.one("on") for record in view.records("treaty_actions")}
    rows = [
        {
            "treaty": part.treaty,
            "side": part.side,
            "state": part.state,
            "acts": [f"{kind} {dates[record]}" for kind, record in part.actions],
            "depositary": part.depositary,
        }
        for parts in participation(view.records("treaty_actions"), view.manifest.sides, view.as_of).values()
        for part in parts
    ]
    if for_people() and not as_json:
        state = catalogue(language())
        kinds = {code: names[language()] for code, names in codes("treaty_action").items()}
        for row in rows:
            row["state"] = state(f"legal.state_{row['state']}")
            row["acts"] = [
                f"{kinds.get(kind) or state(f'legal.{kind}')} {on}"
                for kind, _, on in (act.partition(" ") for act in row["acts"])
            ]
    print_rows(rows, ("treaty", "side", "state", "acts"), as_json)


@app.command()
def competence(
    level: Annotated[str, typer.Option("--level", metavar="LEVEL", help="Who would sign: state, municipal, agency...")],
    subject: Annotated[
        list[str] | None,
        typer.Option("--subject", metavar="AREA", help="On what: trade, culture... (repeat for more)."),
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="The kind of instrument: agreement, twinning...")
    ] = "",
    side: Annotated[str, typer.Option("--side", metavar="CODE", help="Only this side; default: both.")] = "",
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """May this level of government sign this, by the strictest rule of the pack? Exit 3 if a side may not, or no rule fits."""
    view = open_pack(pack).view()
    one_of("--level", level, tuple(codes("level")))
    one_of("--kind", kind, tuple(codes("instrument_kind")))
    one_of("--side", side, tuple(view.manifest.sides))
    for area in subject or ():
        one_of("--subject", area, tuple(codes("area")))
    rules = view.records("competences")
    rows = []
    for country in [side] if side else view.manifest.sides:
        rule = competence_of(rules, country, level, kind, subject or ())
        edition = view.editions[rule.properties["law"][0].edition] if rule and rule.many("law") else None
        rows.append(
            {
                "side": country,
                "may": rule.one("may") if rule else "unknown",
                "what": rule.one("what") if rule else "",
                "law": rule.one("law") if rule else "",
                "source": f"{edition.publisher}: {edition.title}" if edition else "",
                "rule": rule.id if rule else "",
            }
        )
    shown = rows
    if for_people() and not as_json:
        words = {code: names[language()] for code, names in codes("may").items()}
        names = names_of(view, language())
        shown = [
            row
            | {
                "may": words.get(row["may"]) or phrase("may.unknown"),
                "what": names.text(row["rule"], "what", row["what"]),
            }
            for row in rows
        ]
    print_rows(shown, ("side", "may", "what", "law", "source", "rule"), as_json)
    if any(row["may"] in ("no", "unknown") for row in rows):
        raise typer.Exit(3)


@app.command()
def tariffs(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="A schedule (CSV): code, duty as printed, staging.")],
    second: Annotated[Path | None, typer.Argument(metavar="[SECOND]", help="The schedule of the other side.")] = None,
    unit_values: Annotated[
        Path | None,
        typer.Option("--unit-values", metavar="FILE", help="code, unit_value, unit (as USD/kg): for equivalents."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read tariff schedules as printed; with two, compare them by six-digit code. The files are read in a limited child.

    A duty by quantity gets an ad-valorem equivalent by the formula shown, or the line gives the reason why there is
    none.
    """
    files = [str(file) for file in (first, second) if file is not None]
    order = {"verb": "tariffs", "files": files, "unit_values": str(unit_values) if unit_values else ""}
    schedule = run_in_child(JOB, order, limits=LIMITS, about=", ".join(files))
    one = ("code", "printed", "kind", "equivalent", "formula", "refused", "staging")
    shown = ("code", "first", "second", "difference") if second else one
    print_rows(schedule["rows"], shown, as_json)
    if not as_json:
        for file, lines, kinds, refused in zip(
            files, schedule["lines"], schedule["kinds"], schedule["refused"], strict=True
        ):
            counts = ", ".join(f"{coded('duty', kind)} {n}" for kind, n in sorted(kinds.items()))
            print(phrase("legal.lines", name=Path(file).name, n=lines, kinds=counts))
            for why, n in sorted(refused.items()):
                reason = REFUSALS[why] if language() == "en" else coded("no_equivalent", why)
                print(phrase("legal.no_equivalent", n=n, reason=reason, code=why))
    for lines in schedule["doubtful"]:
        for where, printed in lines[:5]:
            say("legal.fraction", where=where, printed=printed)
        if len(lines) > 5:
            say("legal.more", n=len(lines) - 5)


@app.command()
def margin(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Rates: importer, exporter, sector, tariff, mfn (percent).")
    ],
    importer: Annotated[str, typer.Option("--importer", metavar="CODE", help="The market.")] = "",
    exporter: Annotated[str, typer.Option("--exporter", metavar="CODE", help="Who sells there.")] = "",
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """Print the preference margin of an exporter in a market, by sector. Without codes: each side of the pack in the other."""
    sides = open_pack(pack).manifest.sides
    pairs = [(importer, exporter)] if importer and exporter else [sides, sides[::-1]]
    for buyer, seller in pairs:
        order = {"verb": "margin", "file": str(file), "importer": buyer, "exporter": seller}
        margins = run_in_child(JOB, order, limits=LIMITS, about=str(file))
        rows = [{"importer": buyer, "exporter": seller, **row} for row in margins["rows"]]
        print_rows(rows, ("importer", "exporter", "sector", "pays", "preferred_mean", "disadvantage"), as_json)


def rank(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: partner, exports, imports.")],
    partner: Annotated[str, typer.Option("--partner", metavar="CODE", help="The partner to rank.")],
    among: Annotated[
        list[str] | None, typer.Option("--among", metavar="CODE", help="Only these partners count (repeat for more).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the rank of a trading partner by both definitions (total trade, exports alone), and by imports."""
    partners = run_in_child(JOB, {"verb": "partners", "file": str(file)}, limits=LIMITS, about=str(file))
    ranks = rank_partners([(str(n), float(x), float(m)) for n, x, m in partners["rows"]], partner, among or ())
    if not ranks["total"]:
        raise UsageError(Message("table_has_no_row_this_partner"), found=partner)
    in_people = for_people() and not as_json
    rows = [{"definition": coded("rank", name) if in_people else name, "rank": at} for name, at in ranks.items()]
    print_rows(rows, ("definition", "rank"), as_json)


def reach(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="LAT,LON, or the id of an entry with coordinates.")],
    hours: Annotated[float, typer.Option("--hours", min=0.5, max=24, help="Hours of flight.")] = 3.0,
    population: Annotated[
        int, typer.Option("--population", min=1, help="The least number of inhabitants of a city.")
    ] = 1_000_000,
    home: Annotated[str, typer.Option("--home", metavar="CODE", help="A country whose cities are left out.")] = "",
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """List the large cities within a number of hours of flight, computed from coordinates."""
    parts = origin.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        record = open_pack(pack).view().record(origin)
        if record is None or not record.one("latitude"):
            raise UsageError(Message("neither_lat_lon_nor_entry_with"), found=origin) from None
        lat, lon, home = float(record.one("latitude")), float(record.one("longitude")), home or record.one("side")
    cities = cities_within(lat, lon, hours, population=population, home=home)
    rows = [
        {"country": c.country, "city": c.name, "population": c.population, "km": c.km, "hours": c.hours} for c in cities
    ]
    print_rows(rows, ("country", "city", "km", "hours"), as_json)
    if not as_json:
        print(f"{len(rows)} cities; {SPEED:g} km an hour and {TAXI:g} hours on the ground assumed (cities: GeoNames)")
