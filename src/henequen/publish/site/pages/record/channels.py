"""Channels between the two sides: bodies by how long they have not met, and every session with its decisions."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Cell, Part, Row, Section, badge, desk_page, linked, text, value_cell
from henequen.record.questions.channels import BodyState, body_state

__all__ = ["CHANNEL_PAGES", "back_to_channels", "channel_pages", "is_channel", "state_words"]

CHANNEL_PAGES = (
    ("desk.channels", "channels/index.html"),
    ("desk.directory", "channels/directory.html"),
    ("desk.forums", "channels/forums.html"),
    ("desk.missions", "channels/missions.html"),
    ("desk.networks", "channels/networks.html"),
    ("desk.connections", "channels/connections.html"),
    ("desk.owners", "follow-up/owners.html"),
    ("desk.programmes", "follow-up/programmes.html"),
    ("desk.projects", "follow-up/projects.html"),
    ("desk.leads", "follow-up/leads.html"),
    ("desk.scores", "follow-up/scores.html"),
    ("desk.negotiations", "follow-up/negotiations.html"),
    ("desk.then_and_now", "follow-up/then-and-now.html"),
    ("desk.goals", "follow-up/goals.html"),
    ("desk.next_dates", "events/next.html"),
    ("desk.firms", "investment/firms.html"),
)
"""The pages of the desk: the key of each one's title, and its path."""

_ORDER = ("dormant", "active", "proposed", "unknown", "ended")


def back_to_channels(names: Names) -> tuple[str, str]:
    """The words and the path of the link from a page about channels to their list."""
    key, path = CHANNEL_PAGES[0]
    return names.t(key), path


def is_channel(record: Record, sides: tuple[str, str], meets: frozenset[str] = frozenset()) -> bool:
    """Is this a body through which the two sides deal with each other?"""
    return (
        record.one("country") == "JOINT"
        or (record.id in meets and record.one("kind") == "body")
        or (record.one("kind") in ("association", "foundation") and bool(record.many("counterpart_ids")))
    )


def channel_pages(names: Names) -> Iterator[Page]:
    """The inventory of channels."""
    material, t = names.material, names.t
    as_of = material.view.as_of
    sessions = material.sessions
    meets = frozenset(sessions)
    bodies = [a for a in material.table("actors") if is_channel(a, material.sides, meets)]
    states = {body.id: body_state(body, sessions, as_of) for body in bodies}
    bodies.sort(key=lambda b: (_ORDER.index(states[b.id].kind), -states[b.id].years, names.title(b)))
    rows = tuple(
        Row(
            (
                linked(names, body.id),
                badge(states[body.id].kind, state_words(names, states[body.id])),
                text(str(len(sessions.get(body.id, ())) or "")),
                value_cell(names, body, "mandate"),
                tuple(part for other in body.many("counterpart_ids") for part in linked(names, other)),
                _private(names, body),
            )
        )
        for body in bodies
    )
    dormant = [states[b.id] for b in bodies if states[b.id].kind == "dormant"]
    lede = t(
        "desk.channels_lede",
        n=len(bodies),
        dormant=len(dormant),
        years=max((s.years for s in dormant), default=0),
        unknown=sum(1 for s in states.values() if s.kind in ("unknown", "proposed")),
    )
    yield desk_page(
        names,
        "channels/index.html",
        t("desk.channels"),
        lede,
        [
            Section(
                "channels",
                t("desk.by_dormancy"),
                (
                    t("desk.body"),
                    t("desk.state"),
                    t("desk.sessions_held"),
                    names.property("actors", "mandate"),
                    names.property("actors", "counterpart_ids"),
                    names.property("actors", "private_participation"),
                ),
                rows,
            ),
            Section("sessions", t("desk.sessions"), _session_columns(names), _sessions(names)),
        ],
        notes=(t("desk.dormant_rule"),),
        see=[(t(key), path) for key, path in CHANNEL_PAGES[1:]],
    )


def state_words(names: Names, state: BodyState) -> str:
    """A body's state in words: "dormant: has not met for 12 years (last: June 2014)"."""
    label = names.label("body_state", state.kind)
    if state.kind in ("dormant", "active"):
        day = names.date(state.last)
        return (
            names.t("desk.not_met", state=label, n=state.years, day=day)
            if state.kind == "dormant"
            else names.t("desk.last_met", state=label, day=day)
        )
    return f"{label} ({names.date(state.since)})" if state.since else label


def _private(names: Names, body: Record) -> Cell:
    return value_cell(names, body, "private_participation")


def _session_columns(names: Names) -> tuple[str, ...]:
    return (
        names.t("desk.body"),
        *(names.property("sessions", name) for name in ("number", "on", "at", "level", "agenda", "decisions", "next")),
    )


def _sessions(names: Names) -> tuple[Row, ...]:
    """All sessions by body; numbers that are missing before a numbered session are rows of their own."""
    material, t = names.material, names.t
    by_body = material.sessions
    rows = []
    for body, sessions in by_body.items():
        numbers = {int(s.number) for s in sessions if s.number}
        missing = [n for n in range(1, max(numbers, default=0)) if n not in numbers]
        if missing:
            span = f"{missing[0]}–{missing[-1]}" if len(missing) > 1 else str(missing[0])
            rows.append(
                Row((linked(names, body), text(span), text(t("desk.not_in_record")), (), (), (), (), ()), f"{body}-gap")
            )
        for session in sessions:
            record = material.record[session.id]
            following: tuple[Part, ...] = value_cell(names, record, "next") + value_cell(names, record, "next_on")
            rows.append(
                Row(
                    (
                        linked(names, body),
                        text(session.number),
                        value_cell(names, record, "on"),
                        value_cell(names, record, "at"),
                        value_cell(names, record, "level"),
                        value_cell(names, record, "agenda"),
                        value_cell(names, record, "decisions"),
                        following,
                    ),
                    session.id,
                )
            )
    return tuple(rows)
