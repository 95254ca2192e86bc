"""What a brief is about: the pair, a place, a topic, or an event, and the records that belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.properties import codes
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.record.store.folding import plain_words

__all__ = ["Scope", "scope_of"]

_TABLES = ("instruments", "activities", "events", "recommendations", "counterparts", "actors", "talks")


@dataclass(frozen=True, slots=True)
class Scope:
    """The subject of a brief: `kind` (pair, place, topic, event), its name, records and figures."""

    kind: str
    title: str
    records: tuple[Record, ...]
    figures: tuple[Observation, ...]

    def table(self, name: str) -> list[Record]:
        """The records of one table."""
        return [record for record in self.records if record.table == name]


def scope_of(names: Names, *, event: str = "", topic: str = "", place: str = "") -> Scope:
    """The requested scope; the whole pair if the request names nothing. Raises UsageError if the scope is empty."""
    if event:
        return _event(names, event)
    if place:
        return _place(names, place)
    if topic:
        return _topic(names, topic)
    material = names.material
    return Scope(
        "pair",
        names.sides("brief.pair"),
        tuple(record for table in _TABLES for record in material.table(table)),
        tuple(material.observations),
    )


def _event(names: Names, identity: str) -> Scope:
    material = names.material
    event = material.record.get(identity)
    if event is None or event.table not in ("events", "activities"):
        near = [r.id for r in material.table("events") if identity.lower() in r.id.lower()][:5]
        raise UsageError(
            Message("no_event_has_id", identity=f"{identity!r}"),
            expected=", ".join(near) or Message("id_that_henequen_find_lists_as"),
        )
    actors = set(event.many("actor_ids"))
    bound = [r for r in material.table("recommendations") if event.id in r.many("event")]
    sessions = [
        r
        for table in ("recommendations", "instruments", "events")
        for r in material.table(table)
        if actors & {*r.many("owners_ids"), *r.many("addressed_ids"), *r.many("party_ids"), *r.many("actor_ids")}
    ]
    people = [material.record[a] for a in event.many("actor_ids") if a in material.record]
    records = tuple(dict.fromkeys(r.id for r in (event, *bound, *sessions, *people)))
    if not bound and not sessions and not people:
        raise UsageError(
            Message("nothing_in_record_belongs_event_has", identity=f"{identity!r}"),
            hint=Message("add_its_participants_column_actor_ids"),
        )
    return Scope("event", names.title(event), tuple(material.record[i] for i in records), ())


def _place(names: Names, code: str) -> Scope:
    material = names.material
    place_words = plain_words(code)
    place_codes = [
        place.code
        for place in material.view.places.values()
        if place.code == code or any(plain_words(place.name(lang)) == place_words for lang in ("en", "es", "ko"))
    ]
    if not place_codes:
        raise UsageError(Message("no_place_called", value=f"{code!r}"), expected=Message("code_pack_as_in_mx_jal"))
    root = material.root_place(place_codes[0])
    records = list(material.at_place.get(root, ()))
    # What is asked is kept in English: a brief in any language must find the same items.
    label = set(plain_words(material.view.places[root].name("en")))
    records += [
        r
        for r in material.table("recommendations")
        if label <= set(plain_words(" ".join((r.one("restatement"), *r.many("addressed_to")))))
    ]
    figures = tuple(material.figures_at.get(root, ()))
    if not records and not figures:
        raise UsageError(Message("record_holds_nothing_about", root=names.place(root)))
    return Scope("place", names.place(root), tuple(records), figures)


def _topic(names: Names, topic: str) -> Scope:
    from henequen.publish.site.search_entries import ranking

    material = names.material
    area = next(
        (
            code
            for code in codes("area")
            if topic == code or plain_words(topic) == plain_words(names.label("area", code))
        ),
        "",
    )
    urls = {entry.entry.url.partition("#")[0] for entry in ranking(names).search(topic, 150).hits}
    records = [
        r
        for table in _TABLES
        for r in material.table(table)
        if (area and r.one("area") == area) or (material.url(r.id).partition("#")[0] in urls and material.url(r.id))
    ]
    figures = [o for o in material.observations if material.url(o.id) in urls]
    if not records and not figures:
        raise UsageError(
            Message("record_holds_nothing_on", topic=f"{topic!r}"), hint=Message("try_words_that_search_site_finds")
        )
    return Scope("topic", names.label("area", area) if area else topic, tuple(records), tuple(figures))
