"""The points of page one: at most seven sentences, each with its certainty and both sides' figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from henequen.model.record import Record
from henequen.publish.brief.brief import Line
from henequen.publish.brief.scope import Scope
from henequen.publish.site.names import Names
from henequen.publish.site.pages.latest import measures
from henequen.publish.site.pages.record.sentence import lead
from henequen.record.questions.negotiations import course_of, talks_of

__all__ = ["MOST_POINTS", "points_of"]

MOST_POINTS = 7
_ALIVE = ("in_force", "presumed_in_force", "provisionally_applied")


def points_of(names: Names, scope: Scope, side: int) -> list[Line]:
    """The candidates in order of weight for a meeting; the caller takes the first seven."""
    lines: list[Line] = []
    if scope.kind in ("pair", "topic"):
        lines += _figures(names)
    elif scope.figures:
        lines += _latest_figures(names, scope)
    lines += _talks(names, scope)
    lines += _agreements(names, scope)
    lines += _asked_of_side(names, scope, 1 - side, "raised", "brief.point_their_request")
    lines += _asked_of_side(names, scope, side, "certain", "brief.point_our_request")
    lines += _late(names, scope)
    if scope.kind == "topic":
        lines = _mixed(names, scope, lines)
    return lines


def _mixed(names: Names, scope: Scope, lines: list[Line]) -> list[Line]:
    """For a topic, trade figures come first only if the topic has figures of its own."""
    own = list(_latest_figures(names, scope))
    rest = [line for line in lines if not line.key.startswith("flow-") or scope.figures]
    return [*own[:2], *[line for line in rest if line.key not in {o.key for o in own}]]


def _figures(names: Names) -> Iterator[Line]:
    for measure in measures(names):
        first, second = measure.last(0), measure.last(1)
        if first and second:
            yield Line(
                names.t(
                    "brief.balance" if measure.key == "balance" else "brief.both",
                    what=measure.heading,
                    a=names.side(0),
                    x=names.amount(first),
                    year_a=first.period,
                    b=names.side(1),
                    y=names.amount(second),
                    year_b=second.period,
                ),
                (first.id, second.id),
                certainty="certain",
                key=measure.key,
            )
        elif one := first or second:
            number = 0 if first else 1
            yield Line(
                names.t(
                    "brief.one_side",
                    what=measure.heading,
                    a=names.side(number),
                    x=names.amount(one),
                    year_a=one.period,
                    b=names.side(1 - number),
                ),
                (one.id,),
                certainty="certain",
                key=measure.key,
            )


def _latest_figures(names: Names, scope: Scope) -> Iterator[Line]:
    figures = [o for o in scope.figures if o.value is not None and o.reporter in names.material.sides]
    for o in sorted(figures, key=lambda o: (o.period[:4], bool(o.unit.isupper())), reverse=True)[:3]:
        yield Line(
            names.t(
                "brief.figure_of_place" if o.place else "brief.figure",
                side=names.country(o.reporter),
                place=names.place(o.place) if o.place else "",
                what="; ".join(part for part in (names.measure(o), names.product(o)) if part),
                value=names.amount(o),
                period=names.date(o.period),
            ),
            (o.id,),
            certainty="certain",
            key=o.id,
        )


def _talks(names: Names, scope: Scope) -> Iterator[Line]:
    material = names.material
    inside = {record.id for record in scope.records}
    talks = talks_of(material.table("talks"), material.view.as_of)
    for negotiation in sorted(talks, key=lambda n: (-len(talks[n]), n))[:2]:
        if negotiation not in inside and not any(talk.id in inside for talk in talks[negotiation]):
            continue
        steps = talks[negotiation]
        course = course_of(steps, material.view.as_of)
        if not course.since:
            continue
        title = names.title(material.record[negotiation]) if negotiation in material.record else negotiation
        yield Line(
            names.t(
                "brief.talks",
                title=title,
                stage=names.label("stage", course.stage),
                day=names.date(course.since),
                rounds=course.rounds,
            ),
            tuple(talk.id for talk in steps),
            counted=(course.rounds,),
            certainty="certain",
            date=course.since,
            key=f"talks-{negotiation}",
        )


def _agreements(names: Names, scope: Scope) -> Iterator[Line]:
    between_sides = [
        r for r in scope.table("instruments") if names.material.between(r) and not names.material.disputed(r)
    ]
    if not between_sides:
        return
    alive = [r for r in between_sides if r.derived.get("status", "").startswith(_ALIVE)]
    unknown = [r for r in between_sides if r.derived.get("status", "unknown") == "unknown"]
    yield Line(
        names.t(
            "brief.agreements_of_place" if scope.kind == "place" else "brief.agreements",
            n=len(between_sides),
            alive=len(alive),
            unknown=len(unknown),
            place=scope.title,
        ),
        tuple(r.id for r in between_sides),
        counted=(len(between_sides), len(alive), len(unknown)),
        certainty="certain",
        key="agreements",
    )
    newest = max(between_sides, key=lambda r: r.one("signed_on") or "")
    if newest.one("signed_on"):
        yield Line(
            f"{names.title(newest)}: {lead(names, newest)}",
            (
                newest.id,
                *newest.documents,
                *(claim.edition for values in newest.properties.values() for claim in values),
            ),
            certainty="certain",
            date=f"{newest.one('signed_on')} {newest.derived.get('status_as_of', '')}",
            key=newest.id,
        )


def owed_by(names: Names, record: Record) -> set[int]:
    """Return the sides responsible for an item: by its owners, its addressees, or the body that promised it."""
    material = names.material
    indexes: set[int] = set()
    ids = (*record.many("owners_ids"), *record.many("addressed_ids"))
    for identity in ids:
        country = material.record[identity].one("country") if identity in material.record else identity
        if country in material.sides:
            indexes.add(material.sides.index(country))
    return indexes


def _asked_of_side(names: Names, scope: Scope, side: int, certainty: str, key: str) -> Iterator[Line]:
    """The latest requests of one side to the other."""
    material = names.material
    calls = [
        r
        for r in scope.table("recommendations")
        if r.one("kind") == "call"
        and owed_by(names, r) == {1 - side}
        and any(material.view.editions[s.edition].side == material.sides[side] for s in r.properties["kind"])
    ]
    dated = sorted(calls, key=lambda r: (_published(names, r), r.id), reverse=True)
    for record in dated[:2]:
        text, lang = names.translate(record.id, "restatement", record.one("restatement"))
        day = _published(names, record)
        yield Line(
            names.t(key, side=names.side(side), text=text.rstrip("."), day=names.date(day)),
            (record.id,),
            certainty=certainty,
            date=day,
            key=record.id,
            lang=lang,
        )


def _late(names: Names, scope: Scope) -> Iterator[Line]:
    late = [r for r in scope.table("recommendations") if r.derived.get("schedule") == "overdue"]
    if late:
        yield Line(
            names.t("brief.overdue", n=len(late)),
            tuple(r.id for r in late),
            counted=(len(late),),
            certainty="certain",
            key="overdue",
        )


def _published(names: Names, record: Record) -> str:
    days = [
        names.material.view.editions[claim.edition].published_on
        for values in record.properties.values()
        for claim in values
    ]
    return max((day for day in days if day <= names.material.view.as_of), default="") or str(date.min.year)
