"""Reads an IATI activity file (XML, version 2.03) in a child process with limits.

The child receives the open file and nothing else. A document type declaration is refused before anything in it is used.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers import expat

from henequen.jobs.filter import limit_child, read_in_child
from henequen.model.errors import DataError
from henequen.model.message import Message, packed, unpacked
from henequen.model.plain_number import plain_decimal

__all__ = ["VERSION", "Activity", "read_activities"]

VERSION = "2.03"
_LARGEST = 64 * 1024 * 1024
_DATES = {"1": "planned_start", "2": "start", "3": "planned_end", "4": "end"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: amounts are decimal texts in `currency`; countries are ISO 3166-1 alpha-2 codes as the file has them."""

    line: int
    identifier: str
    title: str
    status: str
    planned_start: str
    start: str
    planned_end: str
    end: str
    recipients: tuple[str, ...]
    organisations: tuple[tuple[str, str, str], ...]
    sectors: tuple[str, ...]
    currency: str
    budget: str
    committed: str
    disbursed: str


def read_activities(path: Path) -> list[Activity]:
    """Read the activities of one file. Raises DataError, with file and line, if it is not IATI 2.03."""
    answer = json.loads(read_in_child("henequen.record.evidence.iati_reader", path, DataError))
    if "refused" in answer:
        raise DataError(
            unpacked(answer["refused"]),
            where=Message("at_line", file=path, n=answer["line"]),
            found=unpacked(answer.get("found")),
            expected=Message("iati_activity_file_version", version=VERSION),
        )
    return [
        Activity(
            **{
                **fields,
                "recipients": tuple(fields["recipients"]),
                "organisations": tuple(tuple(o) for o in fields["organisations"]),
                "sectors": tuple(fields["sectors"]),
            }
        )
        for fields in answer["activities"]
    ]


class _RefusedError(Exception):
    """The file cannot be read: the reason, the line, and its content."""

    def __init__(self, reason: str, line: int, found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.found = reason, line, found


def _child(source: BinaryIO) -> dict[str, object]:
    data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return {"refused": Message("larger_than_bytes", largest=f"{_LARGEST:,}"), "line": 1}
    try:
        _refuse_declarations(data)
        return {"activities": [asdict(activity) for activity in _activities(data)]}
    except _RefusedError as refused:
        return {"refused": refused.reason, "line": refused.line, "found": refused.found}
    except expat.ExpatError as error:
        return {"refused": Message("not_well_formed_xml", value=expat.ErrorString(error.code)), "line": error.lineno}


def _refuse_declarations(data: bytes) -> None:
    """One pass over the file: it must be well-formed, of this version, and declare nothing of its own."""
    parser = expat.ParserCreate()
    root: list[str] = []

    def doctype(*_: object) -> None:
        raise _RefusedError(Message("document_type_declaration"), parser.CurrentLineNumber)

    def start(name: str, attributes: dict[str, str]) -> None:
        if root:
            return
        root.append(name)
        line = parser.CurrentLineNumber
        if name != "iati-activities":
            raise _RefusedError(Message("not_iati_activity_file"), line, f"<{name}>")
        if attributes.get("version") != VERSION:
            raise _RefusedError(
                Message("iati_file_another_version"), line, attributes.get("version", Message("no_version"))
            )

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.Parse(data, True)


def _activities(data: bytes) -> Iterator[Activity]:
    lines = _lines_of(data)
    parser: Any = XMLPullParser(["start", "end"])
    parser.feed(data)
    parser.close()
    currency = ""
    number = 0
    lines_by_id: dict[str, int] = {}
    for event, element in parser.read_events():
        if event == "start" and element.tag == "iati-activities":
            currency = element.get("default-currency", "")
        if event == "end" and element.tag == "iati-activity":
            activity = _activity(element, lines[number], currency)
            if lines_by_id.setdefault(activity.identifier, activity.line) != activity.line:
                raise _RefusedError(
                    Message("activity_there_twice"),
                    activity.line,
                    Message("also_on_line", what=activity.identifier, line=lines_by_id[activity.identifier]),
                )
            yield activity
            number += 1
            element.clear()


def _lines_of(data: bytes) -> list[int]:
    """The line on which each activity begins."""
    parser = expat.ParserCreate()
    numbers: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name == "iati-activity":
            numbers.append(parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.Parse(data, True)
    return numbers


def _activity(element: Element, line: int, currency: str) -> Activity:
    identifier = (element.findtext("iati-identifier") or "").strip()
    if not identifier:
        raise _RefusedError(Message("activity_without_iati_identifier"), line)
    dates = {_DATES.get(d.get("type", ""), ""): d.get("iso-date", "")[:10] for d in element.iterfind("activity-date")}
    status = element.find("activity-status")
    currency = _currency(element, element.get("default-currency", currency), line)
    return Activity(
        line=line,
        identifier=identifier,
        title=_narrative(element.find("title")) or identifier,
        status=status.get("code", "") if status is not None else "",
        planned_start=dates.get("planned_start", ""),
        start=dates.get("start", ""),
        planned_end=dates.get("planned_end", ""),
        end=dates.get("end", ""),
        recipients=tuple(c.get("code", "") for c in element.iterfind("recipient-country") if c.get("code")),
        organisations=tuple(
            (o.get("role", ""), o.get("ref", ""), _narrative(o)) for o in element.iterfind("participating-org")
        ),
        sectors=tuple(f"{s.get('vocabulary', '1')}:{s.get('code', '')}" for s in element.iterfind("sector")),
        currency=currency,
        budget=_sum(element, "budget", line),
        committed=_sum(element, "transaction", line, "2"),
        disbursed=_sum(element, "transaction", line, "3"),
    )


def _narrative(element: Element | None) -> str:
    """The English narrative, else the first."""
    if element is None:
        return ""
    texts = [(n.get(_LANG, ""), " ".join((n.text or "").split())) for n in element.iterfind("narrative")]
    return next((text for lang, text in texts if lang.startswith("en")), texts[0][1] if texts else "")


def _currency(element: Element, default: str, line: int) -> str:
    """The currency of all amounts of an activity: the one that they name, else its default."""
    named = {
        value.get("currency", default)
        for name in ("budget", "transaction")
        for value in element.iterfind(f"{name}/value")
    }
    if len(named) > 1:
        raise _RefusedError(Message("amounts_in_several_currencies_in_one"), line, ", ".join(sorted(named)))
    return named.pop() if named else default


def _sum(element: Element, name: str, line: int, kind: str = "") -> str:
    """The exact sum of amounts; empty without any."""
    from decimal import Decimal

    total, any_value = Decimal(0), False
    for part in element.iterfind(name):
        type_ = part.find("transaction-type")
        if kind and (type_ is None or type_.get("code") != kind):
            continue
        value = part.find("value")
        if value is None or not (value.text or "").strip():
            raise _RefusedError(Message("amount_missing_without_value_not_zero", name=name), line)
        try:
            amount = plain_decimal((value.text or "").strip())
        except ValueError:
            raise _RefusedError(Message("amount_not_number"), line, (value.text or "").strip()) from None
        if not amount.is_finite():
            raise _RefusedError(Message("amount_not_number"), line, str(amount))
        total, any_value = total + amount, True
    return f"{total:f}" if any_value else ""


if __name__ == "__main__":
    limit_child()
    child_answer = _child(sys.stdin.buffer)
    sys.stdout.write(json.dumps(packed(child_answer) if "refused" in child_answer else child_answer))
    sys.stdout.flush()
