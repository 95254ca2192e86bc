"""The review queue against a brute-force count that knows nothing of the product but the columns of a pack."""

from __future__ import annotations

import calendar
import csv
import itertools
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Row = dict[str, str]
COLUMNS = [
    *(
        "subject",
        "kind",
        "title",
        "level",
        "party_ids",
        "countries",
        "subjects",
        "signed_on",
        "entry_into_force",
        "term",
    ),
    *("valid_until", "terminated_on", "renewal", "stated_status_code", "counterparty_candidates", "notice", "edition"),
]
KINDS = ("agreement", "memorandum_of_understanding", "programme")
REASONS = {"disputed", "not_in_force", "term_over", "notice", "overlap", "no_life"}
OVER = ("expired", "terminated", "ended", "completed")
UNSIGNED = ("proposed", "under_negotiation", "not_yet", "suspended")
WORDS = {"in_force": "presumed_in_force", "signed": "signed", "initialled": "signed_not_in_force", "ended": "ended",
         "completed": "completed", "proposed": "proposed", "suspended": "suspended"}  # fmt: skip


def pack_rows(rng: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    """Instruments, relations and happenings at random: all reasons, and days on which they just begin to hold."""
    instruments, relations, happenings = [], [], []
    for n in range(160):
        signed = some_day(rng)
        row = dict.fromkeys(COLUMNS, "")
        row |= {"subject": f"i{n:03}", "kind": rng.choice(KINDS), "title": f"Paper {n}",
                "level": "national", "countries": "CHL; NZL", "signed_on": signed, "edition": "register"}  # fmt: skip
        if rng.random() < 0.3:
            row |= {
                "party_ids": "min-fisheries; min-primary",
                "subjects": rng.choice(("fisheries", "trade; fisheries", "trade")),
            }
        if rng.random() < 0.4:
            row["entry_into_force"] = shifted(signed, rng.choice((0, 3, 14)), rng.choice((0, 1, -1)))
        elif rng.random() < 0.5:
            row["signed_on"] = rng.choice((signed, signed[:7], signed[:4]))
        if len(row["signed_on"]) == 10 and rng.random() < 0.5:
            row |= {
                "term": rng.choice(("P5Y", "P1Y", "P18M", "P10Y")),
                "renewal": rng.choice(("tacit", "none", "by_agreement", "")),
            }
            row["notice"] = rng.choice(("", "P6M", "P1Y", "P90D"))
        elif rng.random() < 0.3:
            row |= {"valid_until": some_day(rng, 2012, 2024), "notice": rng.choice(("", "P6M"))}
        if rng.random() < 0.08:
            row["terminated_on"] = shifted(signed, 40, 0)
        if rng.random() < 0.6:
            row["stated_status_code"] = rng.choice(tuple(WORDS))
        if rng.random() < 0.06:
            row["counterparty_candidates"] = "NZL; AUS"
        instruments.append(row)
    names = [row["subject"] for row in instruments]
    for first, second in [rng.sample(names, 2) for _ in range(30)]:
        kind = rng.choice(("duplicates", "extends", "details"))
        relations.append({"subject": first, "relation": kind, "object": second, "edition": "register"})
    for n in range(40):
        day = some_day(rng, 2000, 2024)
        happenings.append(
            {"subject": f"h{n}", "item": rng.choice(names), "kind": "started", "on": day, "edition": "register"}
        )
    return instruments, relations, happenings


def some_day(rng: random.Random, first: int = 1995, last: int = 2024) -> str:
    """A day, often the anniversary of the days that the test asks about, or one beside it."""
    if rng.random() < 0.5:
        return date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28)).isoformat()
    return f"{rng.randint(first, last)}-{rng.choice(('12-31', '12-30', '06-29', '06-30', '07-01'))}"


def shifted(day: str, months: int, days: int) -> str:
    """A day moved by months, then by days."""
    then = date.fromisoformat(day)
    number = then.year * 12 + then.month - 1 + months
    year, month = number // 12, number % 12 + 1
    moved = date(year, month, min(then.day, calendar.monthrange(year, month)[1]))
    return date.fromordinal(moved.toordinal() + days).isoformat()


def moved_by(day: str, length: str, times: int) -> str:
    """A day moved by an ISO duration of one part, so many times."""
    number = int(length[1:-1]) * times
    return shifted(day, *{"Y": (12 * number, 0), "M": (number, 0), "D": (0, number)}[length[-1]])


def first(day: str) -> str:
    return day + "0000-01-01"[len(day) :]


def last(day: str) -> str:
    if len(day) == 4:
        return day + "-12-31"
    return f"{day}-{calendar.monthrange(int(day[:4]), int(day[5:]))[1]}" if len(day) == 7 else day


def status(row: Row, today: str) -> tuple[str, str]:
    """The status, and the end of the term if that has decided it."""
    begun = row["entry_into_force"] or row["signed_on"]
    if row["terminated_on"] and row["terminated_on"] <= today:
        return "terminated", ""
    if first(begun) > today:
        return "not_yet", ""
    end = row["valid_until"] or (moved_by(begun, row["term"], 1) if row["term"] else "")
    if end and today <= end:
        return "in_force", ""
    if end:
        renewal = row["renewal"] or ("none" if row["kind"] == "programme" else "")
        after = {"tacit": "in_force_tacit_renewal", "none": "expired", "by_agreement": "needs_extension"}
        return after.get(renewal, "presumed_in_force"), row["valid_until"] or f"{begun} + {row['term']}"
    if row["stated_status_code"]:
        return WORDS[row["stated_status_code"]], ""
    return "presumed_in_force" if row["entry_into_force"] else "unknown", ""


def years(day: str, today: str) -> int:
    return int(today[:4]) - int(day[:4]) - (today[5:] < last(day)[5:])


def notice(row: Row, today: str) -> str:
    """The first last day for notice within eighteen months."""
    begun = row["entry_into_force"] or row["signed_on"]
    if not row["notice"] or status(row, today)[0] == "terminated":
        return ""
    if row["valid_until"]:
        ends = [row["valid_until"]]
    else:
        ends = [moved_by(begun, row["term"], n) for n in range(1, 50 if row["renewal"] == "tacit" else 2)]
    days = [moved_by(end, row["notice"], -1) for end in ends]
    return min((day for day in days if today <= day <= shifted(today, 18, 0)), default="")


def oracle(
    instruments: list[Row], relations: list[Row], happenings: list[Row], today: str
) -> Iterator[tuple[str, set[str]]]:
    """Each instrument of the queue with its reasons, found by trying every rule on every row and every pair of rows."""
    by_name = {row["subject"]: row for row in instruments}
    joined = {frozenset((r["subject"], r["object"])) for r in relations}
    twice = {frozenset((r["subject"], r["object"])) for r in relations if r["relation"] == "duplicates"}
    live = {name for name, row in by_name.items() if status(row, today)[0] not in (*OVER, *UNSIGNED)}
    overlaps: dict[str, set[str]] = {name: set() for name in by_name}
    for a, b in itertools.permutations(by_name, 2):
        mine, other = by_name[a], by_name[b]
        same = bool(mine["party_ids"]) and mine["party_ids"] == other["party_ids"] and mine["kind"] == other["kind"]
        shared = set(mine["subjects"].split("; ")) & set(other["subjects"].split("; "))
        if frozenset((a, b)) in twice or (same and shared and {a, b} <= live and frozenset((a, b)) not in joined):
            overlaps[a].add(b)
    for name, row in by_name.items():
        state, end = status(row, today)
        disputed = bool(row["counterparty_candidates"])
        if not disputed and (state in UNSIGNED or (state in OVER and not end)):
            continue
        found = {"disputed"} if disputed else set()
        if (
            state in ("signed", "signed_not_in_force")
            and not row["entry_into_force"]
            and years(row["signed_on"], today) >= 1
        ):
            found.add(f"not_in_force {row['signed_on']}")
        if end:
            found.add(f"term_over {end}")
        if notice(row, today):
            found.add(f"notice {notice(row, today)}")
        found |= {f"overlap {other}" for other in overlaps[name]}
        seen = [row["signed_on"], row["entry_into_force"], *(h["on"] for h in happenings if h["item"] == name)]
        for pair in joined:
            if name in pair:
                (other,) = pair - {name}
                seen += [by_name[other]["signed_on"], by_name[other]["entry_into_force"]]
        past = [day for day in seen if day and first(day) <= today]
        if past and years(max(past, key=last), today) >= 10:
            found.add(f"no_life {max(past, key=last)}")
        if found:
            yield name, found


def write(path: Path, rows: list[Row], columns: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.system(45)
def test_the_queue_has_all_six_reasons_as_a_brute_force_count_finds_them(run: Run, small: Path) -> None:
    instruments, relations, happenings = pack_rows(random.Random(45))
    for name, rows in (("instruments", instruments), ("relations", relations), ("happenings", happenings)):
        write(small / "claims" / f"{name}.csv", rows, COLUMNS if name == "instruments" else list(rows[0]))
    seen: set[str] = set()
    for today in ("2020-06-30", "2020-12-30", "2020-12-31", "2022-06-29", "2024-02-29"):
        done = run("legal", "queue", "--pack", small, "--as-of", today, "--json")
        listed = {row["id"]: set(row["reasons"]) for row in done.objects}
        expected = dict(oracle(instruments, relations, happenings, today))
        differ = {name: (listed.get(name), expected.get(name)) for name in {*listed, *expected}
                  if listed.get(name) != expected.get(name)}  # fmt: skip
        assert not differ, (today, len(differ), list(differ.items())[:5])
        seen |= {reason.split()[0] for found in listed.values() for reason in found}
    assert seen == REASONS
