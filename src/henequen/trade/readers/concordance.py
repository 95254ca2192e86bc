# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""A user's concordance of product codes between editions, applied to files of rows.

Columns, CSV or Parquet: from_classification, to_classification, from_code, to_code; and, optionally, share (of the
value of from_code that goes to to_code) and is_official_conversion (true: the one code that the publisher of the table
chooses). Other columns are ignored. Editions may be named as in `henequen.trade.model.hs_editions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isclose
from pathlib import Path

import duckdb

from henequen.files.disk import disk_error
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.editions.output_rows import rows_source
from henequen.trade.model.conversion import Conversion, Part
from henequen.trade.model.hs_editions import UNSTATED, hs_edition, hs_editions
from henequen.trade.model.reported import ReportedFile
from henequen.trade.readers.parquet import file_digest, parquet_columns
from henequen.trade.readers.text import text_to_parquet

__all__ = ["convert_editions", "main_edition"]

_LARGEST = 400 << 20
_NEEDS = ("from_classification", "to_classification", "from_code", "to_code")
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
_Rows = list[tuple[str, str, str, str, str, str]]


def convert_editions(
    files: Sequence[ReportedFile], table: Path, work: Path, to: str | None = None
) -> tuple[ReportedFile, ...]:
    """The files, with the conversions of `table` for the codes that occur in them. The target edition is `to`;
    otherwise, of the editions in the files, the newest that the table covers from all others; otherwise the one with
    the fewest unconverted rows. DataError for a table that does not convert an edition, or contradicts itself.
    """
    target_edition = _target_edition(to)
    listed, sha256 = _read(table, work)
    tables = {(row[0], row[1]) for row in listed}
    present = _present(files)
    target = target_edition or _choose(present, tables, table.name)
    lacking = [e for e in present if e not in (target, UNSTATED) and (e, target) not in tables]
    if target_edition and lacking:
        raise DataError(
            Message("concordance_does_not_lead_edition_that"),
            where=table.name,
            found=", ".join(sorted(f"{a} to {b}" for a, b in tables)) or Message("no_edition_harmonized_system"),
            expected=", ".join(f"{edition} to {target}" for edition in lacking),
            hint=Message("without_edition_chosen_that_most_can"),
        )
    parts, no_choice = _decide([row for row in listed if row[1] == target and row[0] in present], table.name)
    conversion = Conversion(target, tuple(parts), tuple(no_choice), table.name, sha256)
    return tuple(replace(file, conversion=conversion) for file in files)


def main_edition(result: Path) -> str:
    """The edition of most rows of a result of `mirror reconcile`."""
    con = duckdb.connect()
    try:
        rows = con.execute(
            f"select classification from {rows_source(result)} group by 1 order by count(*) desc, 1 limit 1"
        ).fetchone()
    except duckdb.Error as error:
        if (full := disk_error(error)) is not None:
            raise full from None
        raise DataError(
            Message("not_result_reconciliation"), where=result.name, found=str(error).splitlines()[0]
        ) from None
    finally:
        con.close()
    return str(rows[0]) if rows else ""


def _target_edition(to: str | None) -> str | None:
    if to is None:
        return None
    edition = hs_edition(to)
    if edition not in hs_editions():
        raise DataError(Message("not_edition_harmonized_system"), found=to, expected=", ".join(hs_editions()))
    return edition


def _present(files: Sequence[ReportedFile]) -> dict[str, int]:
    """Editions of the rows with six digits, and the number of rows of each."""
    counted: dict[str, int] = {}
    con = duckdb.connect()
    try:
        for file in files:
            if "classification" not in file.columns:
                counted[UNSTATED] = counted.get(UNSTATED, 0) + 1
                continue
            scheme = '"' + file.columns["classification"].replace('"', '""') + '"'
            product = '"' + file.columns["product"].replace('"', '""') + '"'
            for name, rows in con.execute(
                f"select cast({scheme} as varchar), count(*) from read_parquet(?) "
                f"where length(trim(cast({product} as varchar))) in (5, 6) group by 1",
                [str(file.path)],
            ).fetchall():
                edition = hs_edition(str(name or "").strip())
                if edition:
                    counted[edition] = counted.get(edition, 0) + int(rows)
    except duckdb.Error as error:
        if (full := disk_error(error)) is not None:
            raise full from None
        raise DataError(Message("editions_cannot_be_counted"), found=str(error).splitlines()[0]) from None
    finally:
        con.close()
    return counted


def _choose(present: dict[str, int], tables: set[tuple[str, str]], name: str) -> str:
    stated = [edition for edition in present if edition != UNSTATED]
    if not stated:
        raise DataError(
            Message("rows_do_not_state_edition_their"),
            where=name,
            hint=Message("state_in_mapping_file_classification_h5"),
        )
    order = list(hs_editions())
    remaining = {
        target: sum(present[edition] for edition in stated if edition != target and (edition, target) not in tables)
        for target in stated
    }
    return min(stated, key=lambda edition: (remaining[edition], -(order.index(edition) if edition in order else -1)))


def _read(path: Path, work: Path) -> tuple[_Rows, str]:
    look_at(path, ("text", "parquet"), largest=_LARGEST, what="file_concordance")
    sha256 = file_digest(path).hexdigest()
    with path.open("rb") as handle:
        head = handle.read(4)
    source = path
    if head != b"PAR1":
        source = work / "concordance.parquet"
        work.mkdir(parents=True, exist_ok=True)
        text_to_parquet(path, source, set())
    names = parquet_columns(source)
    lacking = [name for name in _NEEDS if name not in names]
    if lacking:
        raise DataError(
            Message("concordance_lacks_columns"), where=path.name, found=", ".join(names), expected=", ".join(lacking)
        )
    codes = [name for name in ("from_code", "to_code") if names[name] != "text"]
    if codes:
        raise DataError(
            Message("codes_concordance_are_stored_as_numbers"),
            where=path.name,
            found=", ".join(codes),
            expected=Message("as_text"),
        )
    con = duckdb.connect()
    try:
        picked = ", ".join(
            f"coalesce(trim(cast({name} as varchar)), '')" if name in names else "''"
            for name in (*_NEEDS, "share", "is_official_conversion")
        )
        rows = con.execute(f"select distinct {picked} from read_parquet(?) order by all", [str(source)]).fetchall()
    finally:
        con.close()
    pairs = [(hs_edition(a), hs_edition(b), *rest) for a, b, *rest in rows if a and b]
    kept = [row for row in pairs if row[0] and row[1]]
    odd = next((row for row in kept if {len(row[2]), len(row[3])} & {1, 3, 5}), None)
    if odd is not None:  # headings (2, 4) and national codes are passed over; a heading or code without its zero is not
        raise DataError(
            Message("concordance_has_code_that_lost_its"),
            where=path.name,
            found=Message("code_to_code", odd=odd[0], odd_2=odd[2], odd_3=odd[1], odd_4=odd[3]),
            expected=Message("codes_six_digits"),
            hint=Message("save_columns_codes_as_text"),
        )
    return [row for row in kept if len(row[2]) == 6 and len(row[3]) == 6], sha256


def _decide(rows: _Rows, name: str) -> tuple[list[Part], list[tuple[str, str]]]:
    goes: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    sources: dict[tuple[str, str], set[str]] = {}
    for edition, _, code, to_code, share, official in rows:
        if not code.startswith("9999"):
            goes.setdefault((edition, code), []).append((to_code, share, official.lower()))
            sources.setdefault((edition, to_code), set()).add(code)
    parts: list[Part] = []
    no_choice: list[tuple[str, str]] = []
    for (edition, code), places in goes.items():
        where = f"{name}, {edition} {code}"
        if len({to_code for to_code, _, _ in places}) != len(places):
            raise DataError(
                Message("concordance_has_one_pair_codes_twice"),
                where=where,
                found="; ".join(" ".join(place) for place in places),
            )
        for _, _, official in places:
            if official not in _TRUTH:
                raise DataError(Message("official_conversion_true_or_false"), where=where, found=official)
        chosen = [to_code for to_code, _, official in places if _TRUTH[official]]
        if len(chosen) > 1:
            raise DataError(
                Message("concordance_chooses_two_codes_for_one"),
                where=where,
                found=", ".join(chosen),
                expected=Message("exactly_one"),
            )
        if len(places) == 1:
            to_code = places[0][0]
            relation = "1:1" if len(sources[edition, to_code]) == 1 else "n:1"
            parts.append(Part(edition, code, to_code, 0.0, 1.0, relation))
        elif chosen:
            parts.append(Part(edition, code, chosen[0], 0.0, 1.0, "1:n official"))
        elif all(share for _, share, _ in places):
            parts.extend(_shared(edition, code, [(to_code, share) for to_code, share, _ in places], where))
        else:
            no_choice.append((edition, code))
    return parts, no_choice


def _shared(edition: str, code: str, places: list[tuple[str, str]], where: str) -> list[Part]:
    try:
        shares = [float(share) for _, share in places]
    except ValueError:
        raise DataError(
            Message("share_not_number"), where=where, found=", ".join(share for _, share in places)
        ) from None
    if any(not 0 <= share <= 1 for share in shares) or not isclose(sum(shares), 1, abs_tol=1e-6):
        raise DataError(Message("shares_code_do_not_add_up"), where=where, found=f"{sum(shares):g}", expected="1")
    parts: list[Part] = []
    low = 0.0
    kept = [(to_code, share) for (to_code, _), share in zip(places, shares, strict=True) if share > 0]
    for k, (to_code, share) in enumerate(kept):
        high = 1.0 if k == len(kept) - 1 else low + share
        parts.append(Part(edition, code, to_code, low, high, "1:n shares"))
        low = high
    return parts
