"""The parts of a record's page: its status, dispute, relations, and the records that name it."""

from __future__ import annotations

from typing import Any

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.record.questions.counterparts import Holder, Step, holders, successors
from henequen.record.rules.status import rule_code

__all__ = ["chains", "dispute", "groups", "relations", "state", "three"]


def state(names: Names, record: Record) -> dict[str, Any] | None:
    """An instrument's status with its rule, date, basis and claims."""
    if "status" not in record.derived:
        return None
    claims_by_id = {s.claim_id: (name, s) for name, values in record.properties.items() for s in values}
    claims = []
    for identity in filter(None, record.derived.get("status_claims", "").split(";")):
        if identity in claims_by_id:
            name, claim = claims_by_id[identity]
            text = f"{names.property(record.table, name)}: {names.value(record.table, name, claim.value)}"
            claims.append({"href": f"#{identity}", "text": text})
    return {
        "as_of": record.derived["status_as_of"],
        "basis": record.derived["status_basis"],
        "rule": _rule(names, record.derived["status_rule"]),
        "claims": claims,
    }


def _rule(names: Names, rule: str) -> str:
    """The rule that decided a status, in the page's language."""
    code, rule_text = rule_code(rule)
    return names.t(f"rule.{code}", said=names.label("stated_status", rule_text)) if code else rule


def three(names: Names, record: Record) -> dict[str, Any] | None:
    """A commitment's three statuses."""
    if record.table != "recommendations":
        return None
    names_of_parts = ("official", "evidence", "evidence_since", "last_looked", "looked_where", "schedule")
    official = [names.translate(record.id, "official", text) for text in record.many("official")]
    return {
        **{name: record.derived[name] for name in names_of_parts},
        "official": "; ".join(text for text, _ in official),
        "lang": next((lang for _, lang in official if lang), ""),
        "looked_where": names.places_searched(record.derived["looked_where"].split(";")),
    }


def dispute(names: Names, record: Record) -> dict[str, Any] | None:
    """Rival claims about who the other party is."""
    if not names.material.disputed(record):
        return None
    candidates = record.derived["counterparty_candidates"].split(";")
    reasons = {j.right: j.reason for j in names.material.view.judgements if j.left == record.id}
    return {
        "names": [names.country(code) for code in candidates],
        "rivals": [
            {"name": names.country(code), "reason": names.translate("*", "reason", reasons.get(code, ""))}
            for code in candidates
        ],
        "printed": [
            {"id": c.claim_id, "text": c.value, "source": names.document(c.edition)}
            for c in names.material.claims_of.get(record.id, ())
            if c.predicate in ("parties", "actors")
        ],
    }


def relations(names: Names, record: Record) -> list[dict[str, str]]:
    """What it extends, implements, renews..., and the records that do so to it."""
    relations_found = []
    for item in names.material.links_of.get(record.id, ()):
        is_subject = item.subject == record.id
        other = names.material.record.get(item.object if is_subject else item.subject)
        if other is None:
            continue
        verb = names.label("relation", item.relation)
        relations_found.append(
            {
                "words": f"{verb}:" if is_subject else names.t("record.relation_back", relation=verb) + ":",
                "href": f"../{names.material.url(other.id)}",
                "title": names.title(other) + (f" ({_year(other)})" if _year(other) else ""),
                "lang": names.title_lang(other),
            }
        )
    return relations_found


def _year(record: Record) -> str:
    return (record.one("signed_on") or record.one("date"))[:4]


def groups(names: Names, record: Record) -> list[dict[str, Any]]:
    """What else names this record, gathered by table: members of a body, instruments of an actor, details of an item."""
    material = names.material
    groups_by_key: dict[str, list[dict[str, str]]] = {}
    if record.table == "actors":
        for other, name in material.involving.get(record.id, ()):
            if other.table == "memberships":
                body = name == "member"
                partner = material.record.get(other.one("body" if body else "member"))
                title = names.t("record.member_of" if body else "record.members")
                if partner is not None:
                    row = _row(names, partner)
                    row["note"] = ", ".join(
                        p
                        for p in (
                            names.text(other.id, "role", other.one("role")),
                            names.country(other.one("side")) if other.one("side") else "",
                        )
                        if p
                    )
                    groups_by_key.setdefault(title, []).append(row)
            elif other.table in ("successions", "relations"):
                continue
            else:
                row = _row(names, other)
                title = names.t(f"table.{other.table}")
                if not any(r["href"] == row["href"] for r in groups_by_key.get(title, ())):
                    row["note"] = names.property(other.table, name).lower()
                    groups_by_key.setdefault(title, []).append(row)
        figures = [o for o in material.observations if o.asserted_by == record.id]
        if figures:
            groups_by_key[names.t("record.figures_said")] = [
                {
                    "href": f"../{material.url(o.id)}",
                    "title": f"{names.measure(o)}, {names.date(o.period)}: {names.amount(o)}",
                    "lang": "",
                    "iso": "",
                    "date": "",
                    "note": "",
                }
                for o in figures
            ]
    if record.table == "recommendations":
        parts = [r for r in material.table("recommendations") if r.one("parent") == record.id]
        if parts:
            groups_by_key[names.t("followup.details")] = [_row(names, part) for part in parts]
    return [
        {
            "title": title,
            "rows": sorted(rows, key=lambda r: (r["iso"], r["title"])),
            "dated": any(r["iso"] for r in rows),
        }
        for title, rows in groups_by_key.items()
    ]


def _row(names: Names, record: Record) -> dict[str, str]:
    iso = record.one("signed_on") or record.one("date")
    return {
        "href": f"../{names.material.url(record.id)}",
        "title": names.title(record),
        "lang": names.title_lang(record),
        "iso": iso,
        "date": names.date(iso) if iso else "",
        "note": "",
    }


def _with_own_name(names: Names, name: str) -> str:
    """A body that the record gives as "name (its own name)": on a page in its own language the latter alone."""
    english, _, native = name.removesuffix(")").partition(" (")
    if not native:
        return names.text("*", "name", name)
    if names.language == "ko" and any("\uac00" <= c <= "\ud7a3" for c in native):
        return native
    return f"{names.text('*', 'name', english)} ({native})"


def chains(names: Names, record: Record) -> list[dict[str, Any]] | None:
    """For a row of a responsibility matrix, or a body: who took over, step by step, up to the view's day."""
    material = names.material
    if record.table == "counterparts":
        ids = (record.many("side_a_ids"), record.many("side_b_ids"))
        return [
            {
                "name": names.side(side),
                "chains": _each_once([_chain(names, identity, record.id) for identity in ids[side]]),
            }
            for side in (0, 1)
        ]
    if record.table == "actors" and any(
        step.successor != record.id for step in successors(record.id, material.table("successions"))
    ):
        side = material.sides.index(record.one("country")) if record.one("country") in material.sides else 0
        return [{"name": names.t("counterparts.chain"), "chains": [_chain(names, record.id)], "number": side}]
    return None


def _each_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Chains in which a body that holds the task today occurs once, although two printed bodies have it as
    successor."""
    keys: set[str] = set()
    for chain in rows:
        chain["now"] = [step for step in chain["now"] if step["name"] not in keys]
        keys.update(step["name"] for step in chain["now"])
    return rows


def _chain(names: Names, identity: str, issue: str = "") -> dict[str, Any]:
    """The printed body, those that hold its task for the issue on the view's day, and the steps between."""
    material = names.material
    successions = material.table("successions")
    successors_found = [s for s in successors(identity, successions) if not issue or not s.issues or issue in s.issues]
    url = material.url(identity)
    native = material.record[identity].one("native_name") if identity in material.record else ""
    holding = holders(identity, issue, successions, material.record, material.view.as_of, material.looks)
    sure = [holder for holder in holding if holder.sure]
    above = list(dict.fromkeys(name for holder in holding for name in holder.above))
    look = material.looks.get(identity)
    return {
        "printed": {"href": f"../{url}" if url else "", **_called(names, identity, names.actor(identity), native)},
        "above": "; ".join(_with_own_name(names, name) for name in above),
        "now": [_holder(names, holder) for holder in sure],
        "steps": [_step(names, step) for step in successors_found],
        "searched": ""
        if sure
        else names.t("desk.searched", day=names.date(look.on), where=names.places_searched(look.where))
        if look
        else names.t("followup.nobody_looked"),
    }


def _holder(names: Names, holder: Holder) -> dict[str, str]:
    url = names.material.url(holder.actor)
    return {
        "href": f"../{url}" if url else "",
        **_called(names, holder.actor, holder.name, holder.native_name),
        "when": "",
        "since": names.since(holder.since) if holder.since else "",
        "event": names.text("*", "event", holder.event),
    }


def _step(names: Names, step: Step) -> dict[str, str]:
    url = names.material.url(step.successor)
    until = names.date(step.valid_to) if step.valid_to else names.t("counterparts.now")
    return {
        "href": f"../{url}" if url else "",
        **_called(names, step.successor, step.name, step.native_name),
        "when": f"{names.date(step.valid_from)} – {until}" if step.valid_from else until,
        "since": "",
        "event": names.text("*", "event", step.event),
    }


def _called(names: Names, identity: str, name: str, native: str) -> dict[str, str]:
    """The name of a body on the page, followed by its own name if that differs."""
    record = names.material.record.get(identity)
    label, lang = (names.title(record), names.title_lang(record)) if record else names.translate("*", "name", name)
    return {"name": label, "lang": lang, "native": native if native != label else ""}
