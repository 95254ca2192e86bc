"""The state of a commitment on a day, against a plain model, over random histories."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from henequen.model.claim import Claim
from henequen.model.dates import parse_date
from henequen.model.edition import Edition
from henequen.record.rules.derive import derive
from henequen.record.rules.evidence import CAUTION
from henequen.record.rules.resolve import known_by, resolve

START = date(2010, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: (START + timedelta(days=n)).isoformat())
KINDS = st.sampled_from(CAUTION)
HAPPENING = st.fixed_dictionaries(
    {
        "kind": KINDS,
        "on": DAYS | st.sampled_from(["2010", "2010-03", "2010-11", "2011-01"]),
        "lasts": st.none() | st.integers(0, 200),
        "published": DAYS,
        "recorded": DAYS,
    }
)


def claims_of(number: int, h: dict[str, object]) -> tuple[list[Claim], Edition]:
    edition = Edition(f"e{number}", "news", "P", "INT", "T", published_on=str(h["published"]))
    fields = {"item": "r", "kind": str(h["kind"])}
    if h["lasts"] is None:
        fields["on"] = str(h["on"])
    else:
        begins = parse_date(str(h["on"]))
        fields["from"] = str(h["on"])
        fields["until"] = (begins.latest + timedelta(days=int(str(h["lasts"])))).isoformat()
    return [
        Claim("happenings", f"h{number}", name, value, edition.edition_id, recorded_at=str(h["recorded"]))
        for name, value in fields.items()
    ], edition


def plain_state(history: list[dict[str, object]], day: str, published_by: str, known_at: str) -> str:
    """The same, told day by day: walk the calendar, keep the state, let each step of a day speak in order of caution."""
    rank = {"none_found": 0, "started": 1, "partial": 2, "delivered": 3}
    steps: list[tuple[str, int, str]] = []
    for h in history:
        if published_by and str(h["published"]) > published_by:
            continue
        if known_at and str(h["recorded"]) > known_at:
            continue
        bounds = parse_date(str(h["on"]))
        sure = bounds.latest.isoformat()
        if bounds.earliest.isoformat() <= str(h["published"]) <= sure:
            sure = str(h["published"])
        steps.append((sure, CAUTION.index(str(h["kind"])), str(h["kind"])))
        if h["lasts"] is not None and h["kind"] not in ("stopped", "contrary"):
            end = (bounds.latest + timedelta(days=int(str(h["lasts"])))).isoformat()
            steps.append((end, CAUTION.index("stopped"), "stopped"))
    state, today = "none_found", date(2009, 12, 31)
    while (today := today + timedelta(days=1)).isoformat() <= day:
        for _, _, kind in sorted(step for step in steps if step[0] == today.isoformat()):
            if kind in ("stopped", "contrary") or rank.get(state, 0) <= rank[kind]:
                state = kind
    return state


@given(st.lists(HAPPENING, max_size=6), DAYS, st.booleans(), st.none() | DAYS)
def test_state_agrees_with_a_plain_model(
    history: list[dict[str, object]], day: str, hindsight: bool, known_at: str | None
) -> None:
    editions = {"base": Edition("base", "report", "P", "INT", "T", published_on="2009-01-01")}
    claims = [Claim("recommendations", "r", "restatement", "Do it", "base", recorded_at="2009-01-01")]
    for number, h in enumerate(history):
        made, edition = claims_of(number, h)
        claims += made
        editions[edition.edition_id] = edition
    published_by = "" if hindsight else day
    known = known_by(claims, editions, published_by, known_at or "")
    record = derive(resolve(known, (), editions, known_at or ""), (), editions, day)["r"]
    assert record.derived["evidence"] == plain_state(history, day, published_by, known_at or "")
