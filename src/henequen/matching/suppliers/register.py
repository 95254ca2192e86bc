"""Registers of plants and of makers: own, DENUE-like and KOTRA-like layouts, or a user's mapping; no personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from henequen.files.toml_gate import read_toml
from henequen.matching.suppliers.industry import SCHEMES, industries_of_goods, industry_of
from henequen.matching.user_table import Layout, UserTable, layout_from, number_in, read_user_table
from henequen.model.country_boxes import is_swapped
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["MOST_YEARS", "Maker", "Need", "Plant", "Register", "Settings", "read_makers", "read_plants", "settings_of"]

MOST_YEARS = 3
"""A register that is older is refused: firms move, close and change what they make."""

_MAKERS = {
    "id": ("id", "maker", "clee"),
    "name": ("name", "nom_estab", "nombre_de_la_unidad_economica", "maker_name", "회사명"),
    "industry": (
        "industry",
        "industry_code",
        "activity_code",
        "codigo_act",
        "codigo_de_la_clase_de_actividad_scian",
        "isic",
        "isic3",
        "isic4",
        "scian",
        "ksic",
        "업종코드",
    ),
    "lat": ("lat", "latitud", "latitude"),
    "lon": ("lon", "longitud", "longitude"),
    "place": ("place", "municipio", "entidad", "entidad_federativa", "city"),
    "size": ("employees", "size", "per_ocu", "descripcion_estrato_personal_ocupado"),
    "capability": ("capability", "certifications", "certificaciones", "certificates"),
    "products": ("products", "nombre_act", "nombre_de_clase_de_la_actividad"),
}
_PLANTS = {
    "id": ("id", "plant", "번호"),
    "name": ("name", "company", "현지법인명", "회사명", "local_company"),
    "owner": ("owner", "parent", "모기업", "모기업명"),
    "industry": ("industry", "industry_code", "activity_code", "isic", "isic3", "isic4", "scian", "업종코드", "ksic"),
    "hs": ("hs", "hs_code", "imports", "hs코드", "취급품목코드"),
    "value": ("value", "import_value", "수입액"),
    "lat": ("lat", "latitude", "latitud", "위도"),
    "lon": ("lon", "longitude", "longitud", "경도"),
    "place": ("place", "city", "도시", "지역", "municipio"),
}
_DENUE = ("codigo_act", "codigo_de_la_clase_de_actividad_scian", "scian")
_KSIC = ("업종코드", "ksic")
_BAND = re.compile(r"(\d[\d,]*)\s*(?:a|to|-|~|–)\s*(\d[\d,]*)|(\d[\d,]*)")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a plant needs: the code of the good, the industries that make it, and its share of the plant's
    needs."""

    code: str
    kind: str
    industries: tuple[str, ...]
    value: float | None


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant with its needs; without coordinates its distance is unknown."""

    id: str
    name: str
    owner: str
    place: str
    industry: str
    lat: float | None
    lon: float | None
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """A local maker; fields missing from its register are None or empty."""

    id: str
    name: str
    place: str
    industry: str
    lat: float | None
    lon: float | None
    size: int | None
    capability: str


@dataclass(frozen=True, slots=True)
class Register:
    """The content of a register: rows read, rows of no goods industry left out, notes, and its day."""

    path: str
    layout: str
    issued: str
    rows: int
    left_out: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The content of a mapping file: layouts, the scheme of industry codes and the day of each register."""

    layouts: Mapping[str, Layout]
    scheme: Mapping[str, str]
    issued: Mapping[str, str]


def settings_of(path: Path | None) -> Settings:
    """Read a mapping: `[plants]` and `[makers]` with `scheme`, `register_date` and a table `columns`."""
    if path is None:
        return Settings({}, {}, {})
    table = read_toml(path, what="file_user_mapping")
    layouts, scheme, issued = {}, {}, {}
    for part, allowed in (("plants", _PLANTS), ("makers", _MAKERS)):
        inner = table.get(part, {})
        if not isinstance(inner, dict):
            raise DataError(Message("mapping_not_table"), where=str(path), found=part)
        if "columns" in inner:
            layouts[part] = layout_from(inner["columns"], tuple(allowed), path)
        if "scheme" in inner:
            if inner["scheme"] not in SCHEMES:
                raise DataError(
                    Message("mapping_names_unknown_scheme_industries"),
                    where=str(path),
                    found=str(inner["scheme"])[:40],
                    expected=", ".join(SCHEMES),
                )
            scheme[part] = str(inner["scheme"])
        if "register_date" in inner:
            issued[part] = str(inner["register_date"])
    if not layouts and not scheme and not issued:
        raise DataError(
            Message("mapping_empty"),
            where=str(path),
            expected=Message("plants_or_makers_with_columns_scheme"),
        )
    return Settings(layouts, scheme, issued)


def check_age(what: str, path: str, issued: str, today: str) -> str:
    """The day of a register; raises DataError if it is missing or older than three years."""
    if not issued:
        raise DataError(
            Message("register_has_no_date", what=what),
            where=path,
            expected=Message("when_was_issued_at_most_years", most_years=MOST_YEARS),
            hint=Message("give_date_yyyy_mm_as_its", what=what),
        )
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", issued)
    try:
        day = date(int(parts[1]), int(parts[2] or 12), int(parts[3] or 28)) if parts else None
    except ValueError:
        day = None
    now = date.fromisoformat(today)
    if day is None or (day > now and issued > today[: len(issued)]):
        raise DataError(
            Message("date_register_not_date_past", what=what),
            where=path,
            found=issued,
            expected=Message("yyyy_yyyy_mm_or_yyyy_mm"),
        )
    if (now - day).days > MOST_YEARS * 365.25:
        raise DataError(
            Message("register_too_old", what=what),
            where=path,
            found=issued,
            expected=Message("at_most_years_before", most_years=MOST_YEARS, today=today),
            hint=Message("get_current_edition_firms_close_move"),
        )
    return issued


def read_makers(path: Path, settings: Settings, issued: str, today: str) -> tuple[list[Maker], Register]:
    """The makers of goods in a register. Raises DataError for one without industry codes, without a date, or too old."""
    layout = [settings.layouts["makers"]] if "makers" in settings.layouts else [Layout("makers", _MAKERS)]
    table = read_user_table(path, layout, ("name", "industry"), what="file_makers")
    issued = check_age("makers", str(path), issued or settings.issued.get("makers", ""), today)
    scheme = settings.scheme.get("makers") or _scheme(table)
    makers, left_out, unknown = [], 0, 0
    lines: dict[str, int] = {}
    for number, row in enumerate(table.rows):
        identity = row.get("id") or str(table.lines[number])
        if lines.setdefault(identity, number) != number and row.get("id"):
            raise DataError(
                Message("maker_occurs_twice"),
                where=table.at(number),
                found=Message("also_on_line", what=identity, line=table.lines[lines[identity]]),
                expected=Message("one_row_per_id"),
                hint=Message("keep_one_row_each_maker_or"),
            )
        industry = industry_of(row["industry"], scheme)
        unknown += not row["industry"]
        if not industry:
            left_out += 1
            continue
        lat, lon = _coordinates(row, table, number)
        makers.append(
            Maker(
                identity,
                row["name"],
                row.get("place", ""),
                industry,
                lat,
                lon,
                _employees(row.get("size", "")),
                row.get("capability", ""),
            )
        )
    if not makers:
        raise DataError(
            Message("register_makers_has_no_known_industry"),
            where=table.at(0),
            found=table.rows[0]["industry"][:40] or Message("empty_cell"),
            expected=Message("codes", scheme=scheme),
            hint=Message("name_scheme_in_mapping_makers_scheme"),
        )
    notes = [*table.notes, Message("industry_codes_read_as", scheme=scheme)]
    if unknown:
        notes.append(Message("rows_without_industry_code_were_left", unknown=unknown))
    return makers, Register(str(path), table.layout, issued, len(table.rows), left_out, tuple(notes))


def read_plants(
    path: Path, settings: Settings, inputs: Sequence[Mapping[str, Any]], issued: str, today: str
) -> tuple[list[Plant], Register]:
    """The plants of a register with their needs: the HS codes of their rows, else what their industry buys (`inputs`)."""
    layout = [settings.layouts["plants"]] if "plants" in settings.layouts else [Layout("plants", _PLANTS)]
    table = read_user_table(path, layout, ("name",), what="file_plants")
    if not {"hs", "industry"} & set(table.columns):
        raise DataError(
            Message("register_plants_has_neither_imports_plants"),
            where=f"{path}:1",
            found=", ".join(table.columns),
            expected=Message("column_hs_or_industry"),
            hint=Message("name_in_mapping"),
        )
    issued = check_age("plants", str(path), issued or settings.issued.get("plants", ""), today)
    scheme = settings.scheme.get("plants") or _scheme(table)
    gathered: dict[str, list[int]] = {}
    for number, row in enumerate(table.rows):
        gathered.setdefault(row.get("id") or f"{row['name']}|{row.get('place', '')}", []).append(number)
    plants, unknown, repeated_needs = [], 0, 0
    for identity, numbers in gathered.items():
        row = table.rows[numbers[0]]
        lat, lon = _coordinates(row, table, numbers[0])
        industry = industry_of(row.get("industry", ""), scheme)
        needs: dict[str, Need] = {}
        for number in numbers:
            value = number_in(table.rows[number].get("value", ""), "the value", table.at(number), 0, 1e15)
            for code in re.split(r"[;,\s]+", table.rows[number].get("hs", "")):
                if not code:
                    continue
                if not re.fullmatch(r"(\d{2}){1,5}", code.replace(".", "")):
                    raise DataError(
                        Message("this_not_code_harmonized_system"),
                        where=table.at(number),
                        found=code[:40],
                        expected=Message("digits_of_code"),
                        hint=Message("code_5_digits_has_often_lost"),
                    )
                digits = code.replace(".", "")[:6]
                unknown += not industries_of_goods(digits)
                before = needs.get(digits)
                repeated_needs += before is not None
                whole = value if before is None else _sum(before.value, value)
                needs[digits] = Need(digits, "hs", industries_of_goods(digits), whole)
        default_needs = tuple(needs.values()) or needs_of_industry(industry, inputs)
        plants.append(
            Plant(identity, row["name"], row.get("owner", ""), row.get("place", ""), industry, lat, lon, default_needs)
        )
    notes = [*table.notes]
    if repeated_needs:
        notes.append(Message("rows_repeat_code_same_plant_their", repeated_needs=repeated_needs))
    if unknown:
        notes.append(Message("hs_codes_are_not_in_concordance", unknown=unknown))
    return plants, Register(str(path), table.layout, issued, len(table.rows), 0, tuple(notes))


def _sum(first: float | None, second: float | None) -> float | None:
    """The sum of two values; not known if one of them is not."""
    return None if first is None or second is None else first + second


def needs_of_industry(industry: str, inputs: Sequence[Mapping[str, Any]]) -> tuple[Need, ...]:
    """The eight largest inputs of an industry by an input-output table, without those from mines and farms."""
    from henequen.matching.suppliers.industry import sector_of

    sectors = tuple(dict.fromkeys(str(row["industry"]) for row in inputs))
    sector = sector_of(industry, sectors)
    needs = [row for row in inputs if sector and row["industry"] == sector and str(row["input"])[0].isdigit()]
    needs.sort(key=lambda row: -float(row["total_musd"]))
    return tuple(
        Need(str(row["input"]), "sector", _divisions(str(row["input"])), float(row["total_musd"])) for row in needs[:8]
    )


def _divisions(sector: str) -> tuple[str, ...]:
    low, _, high = sector.partition("t")
    return tuple(f"{n:02d}" for n in range(int(low), int(high or low) + 1))


def _scheme(table: UserTable) -> str:
    """The scheme of the industry codes by their header; six-digit codes are those of SCIAN, a national edition of the NAICS."""
    header = table.headers.get("industry", "")
    if header in _DENUE or header in _KSIC or header == "isic4":
        return "scian" if header in _DENUE else "ksic" if header in _KSIC else header
    codes = [row["industry"] for row in table.rows[:1000] if row.get("industry")]
    return "scian" if codes and all(re.fullmatch(r"\d{6}", code) for code in codes) else "isic3"


def _coordinates(row: Mapping[str, str], table: UserTable, number: int) -> tuple[float | None, float | None]:
    where = table.at(number)
    lat = number_in(row.get("lat", ""), "the latitude", where, -180, 180)
    lon = number_in(row.get("lon", ""), "the longitude", where, -180, 180)
    if lat is None or lon is None:
        return None, None
    if is_swapped(lat, lon) or not -90 <= lat <= 90:
        raise DataError(
            Message("coordinates_are_swapped"),
            where=where,
            found=Message("lat_lon", lat=f"{lat:g}", lon=f"{lon:g}"),
            expected=Message("lat_from_90_90_and_point"),
            hint=Message("exchange_two_columns"),
        )
    return lat, lon


def _employees(text: str) -> int | None:
    """The lower bound of a band of employees, as `51 a 100 personas`."""
    match = _BAND.search(text)
    return int((match[1] or match[3]).replace(",", "")) if match else None
