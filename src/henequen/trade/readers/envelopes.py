# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Answers in the envelope of data.go.kr: `<response><header><resultCode/>...</header><body><items><item>...`, read strictly.

An item is a flat row of texts. One of the items of trade by product and country is their total (or one per month),
whose code is `-`; it is not a row, and the rows are checked against it. The gateway of the service has its own
envelope for refusals. Only UTF-8 is read, and a document that declares types or entities is refused before it is
parsed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # documents with declarations of types or entities are refused before
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["CUSTOMS_COLUMNS", "Envelope", "NoEnvelope", "envelope_to_parquet", "read_envelope", "rows_and_doubt"]

CUSTOMS_COLUMNS = ("year", "statCd", "hsCd", "expDlr", "expWgt", "impDlr", "impWgt")
"""What a row of trade by product and country holds: month (2019.01), partner, product, dollars and kilograms."""

_DECLARED = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_MONTH = re.compile(r"\d{4}\.\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_DOLLARS = ("expDlr", "impDlr")


class NoEnvelope(Exception):
    """The bytes are not such an envelope, or only part of one; the reason in words."""


@dataclass(frozen=True)
class Envelope:
    """The code of the result (`00`: done) with its words, and the items; `gateway`: the gateway refused the call."""

    code: str
    message: str
    items: tuple[Mapping[str, str], ...] = ()
    gateway: bool = False

    @property
    def succeeded(self) -> bool:
        """Whether the service reports success."""
        return not self.gateway and bool(self.code) and not self.code.strip("0")


def read_envelope(body: bytes) -> Envelope:
    """Parse a complete envelope; NoEnvelope for anything else.

    >>> read_envelope(b"<response><header><resultCode>00</resultCode></header><body><items/></body></response>").code
    '00'
    """
    try:
        text = body.decode("utf-8-sig")
        if _DECLARED.search(text):
            raise NoEnvelope(Message("document_that_declares_types"))
        root = ET.fromstring(text)  # noqa: S314 (see above)
    except (ET.ParseError, ValueError) as error:
        raise NoEnvelope(Message("not_xml", reason=error)) from None
    if root.tag == "OpenAPI_ServiceResponse":
        code = (root.findtext(".//returnReasonCode") or "").strip()
        words = [(root.findtext(f".//{name}") or "").strip() for name in ("returnAuthMsg", "errMsg")]
        return Envelope(code, " ".join(word for word in words if word), gateway=True)
    if root.tag != "response" or root.find("header") is None:
        raise NoEnvelope(Message("not_response_with_header", tag=root.tag))
    code, message = ((root.findtext(f"header/{name}") or "").strip() for name in ("resultCode", "resultMsg"))
    items = tuple({cell.tag: (cell.text or "").strip() for cell in item} for item in root.iterfind("body/items/item"))
    return Envelope(code, message, items)


def rows_and_doubt(items: Iterable[Mapping[str, str]]) -> tuple[list[Mapping[str, str]], str]:
    """The rows without their totals, and in words why they may be incomplete: their dollars do not add up to the total.

    Raises NoEnvelope for an item that lacks a column or whose dollars are not whole number.
    """
    rows: list[Mapping[str, str]] = []
    sums, totals = [0, 0], [0, 0]
    has_total = False
    for number, item in enumerate(items, start=1):
        for name in CUSTOMS_COLUMNS:
            if name not in item:
                raise NoEnvelope(Message("item_has_no", number=number, name=name))
            if name not in ("year", "statCd", "hsCd") and not _WHOLE.fullmatch(item[name]):
                raise NoEnvelope(
                    Message("item_has_which_not_whole_number", number=number, name=name, item=f"{item[name]!r}")
                )
        whole = item["hsCd"] == "-" or not _MONTH.fullmatch(item["year"])
        has_total = has_total or whole
        into = totals if whole else sums
        for place, name in enumerate(_DOLLARS):
            into[place] += int(item[name])
        if not whole:
            rows.append(item)
    if rows and not has_total:
        return rows, Message("answer_has_no_total_check_by")
    for one, total, name in zip(sums, totals, _DOLLARS, strict=True):
        if one != total:
            return rows, Message("rows_make_dollars_and_their_total", one=one, name=name, total=total)
    return rows, ""


def envelope_to_parquet(path: Path, out: Path) -> None:
    """Write the rows of an answer as Parquet, the service's own names for columns and every cell as text; DataError if
    it is not a complete answer of a service."""
    try:
        envelope = read_envelope(path.read_bytes())
        if not envelope.succeeded:
            raise DataError(Message("answer_error"), where=path.name, found=f"{envelope.code} {envelope.message}")
        rows, doubt = rows_and_doubt(envelope.items)
    except NoEnvelope as error:
        raise DataError(
            Message("this_xml_which_read_only_as"),
            where=path.name,
            found=str(error),
            hint=Message("page_came_instead_data_or_save"),
        ) from None
    if doubt:
        raise DataError(Message("answer_not_whole"), where=path.name, found=doubt, hint=Message("fetch_again"))
    if not rows:
        raise DataError(Message("answer_has_no_rows"), where=path.name, hint=Message("leave_file_out"))
    table = {name: np.array([row[name] for row in rows], dtype=object) for name in CUSTOMS_COLUMNS}
    con = duckdb.connect()
    try:
        con.register("answer", table)
        picked = ", ".join(f"cast({name} as varchar) as {name}" for name in CUSTOMS_COLUMNS)
        con.execute(
            f"copy (select {picked} from answer) to '{str(out).replace(chr(39), chr(39) * 2)}' (format parquet)"
        )
    finally:
        con.close()
