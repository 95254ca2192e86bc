"""Forums, missions and networks: the membership of both sides, since when, and their last contact there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.channels import back_to_channels
from henequen.publish.site.pages.record.desk import (
    Cell,
    Row,
    Section,
    desk_page,
    figure,
    linked,
    text,
    value_cell,
    value_part,
)

__all__ = ["forum_pages", "mission_pages", "network_pages"]


def forum_pages(names: Names) -> Iterator[Page]:
    """The register of forums of which a side is a member, with contacts, positions and votes."""
    seats, positions = _seats(names), _positions(names)
    record = names.material.record
    international = {f for f in seats if f in record and record[f].one("country") in ("INT", "")} | set(positions)
    register = _register(names, international, seats)
    yield desk_page(
        names,
        "channels/forums.html",
        names.t("desk.forums"),
        names.t("desk.forums_lede", n=len(register.rows)),
        [register, _contacts(names, international), _position_section(names, positions), _votes(names)],
        back=back_to_channels(names),
    )


def _seats(names: Names) -> dict[str, dict[str, Record]]:
    """The membership of each side by body."""
    material = names.material
    countries = {a.one("country"): a.id for a in material.table("actors") if a.one("kind") == "country"}
    seats: dict[str, dict[str, Record]] = {}
    for membership in material.table("memberships"):
        for side in material.sides:
            if membership.one("member") == countries.get(side):
                seats.setdefault(membership.one("body"), {})[side] = membership
    return seats


def _positions(names: Names) -> dict[str, list[Record]]:
    """The positions taken, by forum."""
    positions: dict[str, list[Record]] = {}
    for position in names.material.table("positions"):
        if position.one("forum"):
            positions.setdefault(position.one("forum"), []).append(position)
    return positions


def _register(names: Names, forums: Set[str], seats: Mapping[str, Mapping[str, Record]]) -> Section:
    """Each forum with the membership of both sides, its channel and the last contact there."""
    material, t = names.material, names.t
    rows = []
    for forum in sorted(forums, key=lambda f: names.actor(f)):
        sessions = material.sessions.get(forum, ())
        record = material.record.get(forum)
        rows.append(
            Row(
                (
                    linked(names, forum),
                    *(_seat(names, seats.get(forum, {}).get(side)) for side in material.sides),
                    value_cell(names, record, "role") if record else (),
                    value_cell(names, material.record[sessions[-1].id], "on")
                    if sessions
                    else text(t("desk.no_contact")),
                ),
                forum,
            )
        )
    heads = (
        names.property("positions", "forum"),
        *(t("desk.member", side=names.country(side)) for side in material.sides),
        t("desk.channel"),
        t("desk.last_contact"),
    )
    return Section("forums", t("desk.forum_register"), heads, tuple(rows))


def _contacts(names: Names, forums: Set[str]) -> Section:
    """Every session of the forums."""
    record = names.material.record
    rows = tuple(
        Row(
            (linked(names, forum), *(value_cell(names, record[s.id], n) for n in ("on", "at", "level", "decisions"))),
            s.id,
        )
        for forum in sorted(forums)
        for s in names.material.sessions.get(forum, ())
    )
    heads = tuple(names.property("sessions", n) for n in ("body", "on", "at", "level", "decisions"))
    return Section("contacts", names.t("desk.consultation_log"), heads, rows)


def _position_section(names: Names, positions: Mapping[str, Sequence[Record]]) -> Section:
    """What each side said in a forum, on what, and when."""
    rows = tuple(
        Row(
            (linked(names, p.one("forum")), *(value_cell(names, p, n) for n in ("on", "topic", "side", "position"))),
            p.id,
        )
        for listed in positions.values()
        for p in listed
    )
    heads = tuple(names.property("positions", n) for n in ("forum", "on", "topic", "side", "position"))
    return Section("positions", names.t("desk.positions"), heads, rows)


def _votes(names: Names) -> Section:
    """How often both sides cast the same vote."""
    t = names.t
    rows = tuple(
        Row((text(names.product(o) or names.measure(o)), text(names.date(o.period)), figure(names, o)))
        for o in names.material.observations
        if o.component.startswith("roll calls")
    )
    return Section("votes", t("desk.votes"), (t("desk.topic"), t("desk.period"), t("desk.same_votes")), rows)


def _seat(names: Names, membership: Record | None) -> Cell:
    """A side's membership with its start, if known, and its source."""
    if membership is None:
        return text(names.t("desk.not_in_record"))
    begun = membership.properties.get("from") or membership.properties.get("role") or membership.properties["member"]
    name = "from" if "from" in membership.properties else "role" if "role" in membership.properties else "member"
    return (value_part(names, membership, name, begun[0]), *value_cell(names, membership, "until"))


def mission_pages(names: Names) -> Iterator[Page]:
    """Embassies, accreditations, consulates and offices of each side with the other, as intervals."""
    material, t = names.material, names.t
    sections = []
    for side in material.sides:
        missions = [m for m in material.table("missions") if m.one("sending") == side]
        missions.sort(key=lambda m: (m.one("from") or "9999", m.id))
        rows = tuple(
            Row(
                (
                    value_cell(names, mission, "title"),
                    value_cell(names, mission, "kind"),
                    value_cell(names, mission, "place"),
                    value_cell(names, mission, "from") or text(t("desk.not_in_record")),
                    value_cell(names, mission, "until") or text(t("desk.goes_on") if mission.one("from") else ""),
                ),
                mission.id,
            )
            for mission in missions
        )
        sections.append(
            Section(
                f"missions-{side.lower()}",
                t("desk.missions_of", side=names.country(side)),
                tuple(names.property("missions", n) for n in ("title", "kind", "place", "from", "until")),
                rows,
            )
        )
    heads = [m for m in material.table("memberships") if m.one("role").startswith("ambassador")]
    heads.sort(key=lambda m: (m.one("body"), m.one("from") or m.one("until") or "9999", m.id))
    sections.append(
        Section(
            "heads",
            t("desk.heads"),
            tuple(names.property("memberships", n) for n in ("body", "member", "from", "until")),
            tuple(
                Row(
                    (
                        linked(names, m.one("body")),
                        linked(names, m.one("member")),
                        _head_since(names, m),
                        value_cell(names, m, "until"),
                    ),
                    m.id,
                )
                for m in heads
            ),
        )
    )
    yield desk_page(
        names,
        "channels/missions.html",
        t("desk.missions"),
        t("desk.missions_lede"),
        sections,
        back=back_to_channels(names),
    )


def _head_since(names: Names, membership: Record) -> Cell:
    """The start of a head of mission's term: from the membership, otherwise every date of the person's entry."""
    person = names.material.record.get(membership.one("member"))
    dated = value_cell(names, membership, "from") or (value_cell(names, person, "valid_from") if person else ())
    return dated or text(names.t("desk.not_in_record"))


def network_pages(names: Names) -> Iterator[Page]:
    """The matrix of networks and the cities and regions of both sides in them."""
    material, t = names.material, names.t
    members: dict[str, dict[str, Record]] = {}
    local = {
        a.id: a
        for a in material.table("actors")
        if a.one("kind") in ("municipality", "state") and a.one("country") in material.sides
    }
    for membership in material.table("memberships"):
        if membership.one("member") in local:
            members.setdefault(membership.one("body"), {})[membership.one("member")] = membership
    networks = sorted(
        n for n, seats in members.items() if {local[m].one("country") for m in seats} == set(material.sides)
    )
    cities = sorted(
        {m for n in networks for m in members[n]},
        key=lambda m: (material.sides.index(local[m].one("country")), names.actor(m)),
    )
    rows = tuple(
        Row(
            (
                linked(names, network),
                *(
                    (value_part(names, members[network][city], "role", members[network][city].properties["role"][0]),)
                    if city in members[network] and "role" in members[network][city].properties
                    else text("●" if city in members[network] else "")
                    for city in cities
                ),
            ),
            network,
        )
        for network in networks
    )
    yield desk_page(
        names,
        "channels/networks.html",
        t("desk.networks"),
        t("desk.networks_lede", n=len(networks), cities=len(cities)),
        [Section("networks", t("desk.membership"), (t("desk.network"), *(names.actor(c) for c in cities)), rows)],
        back=back_to_channels(names),
    )
