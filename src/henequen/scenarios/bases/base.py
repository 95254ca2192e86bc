"""One base format: arrays with named axes, their units, sources and adjustments.

On disk a base is a folder: `base.json` (kind, year, source, labels of the axes, arrays with axes, unit and SHA-256,
adjustments), `base.toml` (its origin, for people) and one `.npy` file per array. Hashes are checked before an array is
parsed; nothing is unpickled.

Axes, in this order in every array: `importer` (buyer), `exporter` (seller), `input`, `sector`.

Kinds and their arrays (N regions, J sectors):

`multi_sector`
    trade (N, N, J) sales of exporter to importer net of tariff, home sales on the diagonal;
    io_coef (N, J, J) input k per unit of output of j; va_share (N, J) value added over gross output;
    final_share (N, J); expenditure (N, J) gross of tariff; value_added (N); surplus (N);
    theta (J) trade elasticity; `tariff:NAME` (N, N, J) ad-valorem fractions, one array per tariff set.
`one_sector`
    trade (N, N); output (N); expenditure (N); `cost:NAME` (N, N) one array per cost variable.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from henequen.files.atomic import write_durably
from henequen.files.foreign import look_at
from henequen.files.json_once import read_json_once
from henequen.model.errors import DataError
from henequen.model.message import Message, packed, unpacked
from henequen.scenarios.bases.about import FILE, About, toml_of

__all__ = ["Adjustment", "Array", "Base", "load_base", "save_base"]

Array = NDArray[np.float64]
FORMAT = 1
KINDS = ("multi_sector", "one_sector")
LARGEST_HEAD, LARGEST_ARRAY = 8_000_000, 400_000_000  # bytes


@dataclass(frozen=True)
class Adjustment:
    """One adjustment of a balance: the `rule`, the number of `cells`, the total amount, and the places (the largest
    first)."""

    rule: str
    cells: int
    amount: float
    unit: str
    where: tuple[str, ...] = ()
    severity: str = "adjusted"  # adjusted | note

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity,
            "cells": self.cells,
            "amount": self.amount,
            "unit": self.unit,
            "where": list(self.where),
        }


@dataclass(frozen=True)
class Base:
    """A calibrated world; see the module's docstring for kinds, arrays and the order of axes."""

    kind: str
    name: str
    year: int | None
    source: str
    currency: str
    regions: tuple[str, ...]
    region_names: tuple[str, ...]
    sectors: tuple[str, ...]
    sector_names: tuple[str, ...]
    arrays: Mapping[str, Array]
    data_tariffs: str | None = None
    adjustments: tuple[Adjustment, ...] = ()
    notes: tuple[str, ...] = field(default=())
    about: About = field(default=About())

    def tariff_sets(self) -> list[str]:
        """Names of the tariff sets, in the order they were imported."""
        return [name.removeprefix("tariff:") for name in self.arrays if name.startswith("tariff:")]

    def tariffs(self, name: str) -> Array:
        """The tariff set `name` (N, N, J), [importer, exporter, sector], as fractions."""
        try:
            return self.arrays[f"tariff:{name}"]
        except KeyError:
            raise DataError(
                Message("base_has_no_such_tariff_set"),
                where=self.name,
                found=name,
                expected=", ".join(self.tariff_sets()) or Message("base_with_tariffs"),
                hint=Message("name_one_sets_or_import_tariffs"),
            ) from None

    def digest(self) -> str:
        """SHA-256 over names, axes and bytes of all arrays: the same digest means the same base."""
        total = hashlib.sha256(json.dumps([self.kind, self.regions, self.sectors]).encode())
        for name in sorted(self.arrays):
            total.update(name.encode())
            total.update(np.ascontiguousarray(self.arrays[name]).tobytes())
        return total.hexdigest()


AXES: dict[str, tuple[str, ...]] = {
    "trade": ("importer", "exporter", "sector"),
    "tariff": ("importer", "exporter", "sector"),
    "io_coef": ("region", "input", "sector"),
    "va_share": ("region", "sector"),
    "final_share": ("region", "sector"),
    "expenditure": ("region", "sector"),
    "value_added": ("region",),
    "surplus": ("region",),
    "output": ("region",),
    "theta": ("sector",),
    "cost": ("importer", "exporter"),
}
MONEY = {"trade", "expenditure", "value_added", "surplus", "output"}


def _axes(kind: str, name: str) -> tuple[str, ...]:
    axes = AXES[name.split(":", 1)[0]]
    return tuple(axis for axis in axes if axis != "sector") if kind == "one_sector" else axes


def save_base(base: Base, folder: Path) -> None:
    """Write `base` to `folder` (made if missing); `base.json` is written last, so that an incomplete folder is not
    read as a base."""
    folder.mkdir(parents=True, exist_ok=True)
    entries: dict[str, Any] = {}
    for name, values in base.arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, np.ascontiguousarray(values, dtype=np.float64), allow_pickle=False)
        data = buffer.getvalue()
        file = name.replace(":", "_").replace("/", "_") + ".npy"
        write_durably(folder / file, data)
        unit = base.currency if name in MONEY else "fraction" if name != "theta" else "elasticity"
        entries[name] = {
            "file": file,
            "axes": list(_axes(base.kind, name)),
            "shape": list(values.shape),
            "unit": unit,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    head = {
        "format": FORMAT,
        "kind": base.kind,
        "name": base.name,
        "year": base.year,
        "source": base.source,
        "currency": base.currency,
        "regions": [{"code": c, "name": n} for c, n in zip(base.regions, base.region_names, strict=True)],
        "sectors": [{"code": c, "name": n} for c, n in zip(base.sectors, base.sector_names, strict=True)],
        "data_tariffs": base.data_tariffs,
        "arrays": entries,
        "adjustments": [item.as_dict() for item in base.adjustments],
        "notes": packed(list(base.notes)),
        "licence": base.about.licence,
        "unit": base.about.unit,
        "duties_year": base.about.duties_year,
    }
    about = replace(base.about, source=base.source, currency=base.currency, year=base.year)
    labels = [
        dict(zip(codes, names, strict=True))
        for codes, names in ((base.regions, base.region_names), (base.sectors, base.sector_names))
    ]
    about_text = toml_of(base.name, base.kind, about, labels[0], labels[1], tuple(base.tariff_sets()))
    write_durably(folder / FILE, about_text.encode())
    write_durably(folder / "base.json", (json.dumps(head, indent=1, ensure_ascii=False) + "\n").encode())


def load_base(folder: Path) -> Base:
    """Read a base; refuses a folder without `base.json`, another format, and any array whose bytes changed."""
    head_file = folder / "base.json"
    if not head_file.is_file():
        raise DataError(
            Message("this_not_base"),
            where=str(folder),
            found=Message("no_base_json"),
            expected=Message("folder_made_by_henequen_scenario_base"),
            hint="henequen scenario base import cp2015|icio|wiod|adb|long|gravity PATH --out BASE",
        )
    look_at(head_file, ("json",), largest=LARGEST_HEAD, what="file_base")
    try:
        head = read_json_once(head_file.read_text(encoding="utf-8"))
        if head["format"] != FORMAT or head["kind"] not in KINDS:
            raise DataError(
                Message("base_another_format"), where=str(head_file), found=head.get("format"), expected=FORMAT
            )
        arrays = {name: _read_array(folder, name, entry) for name, entry in head["arrays"].items()}
        return Base(
            kind=head["kind"],
            name=head["name"],
            year=head["year"],
            source=head["source"],
            currency=head["currency"],
            regions=tuple(item["code"] for item in head["regions"]),
            region_names=tuple(item["name"] for item in head["regions"]),
            sectors=tuple(item["code"] for item in head["sectors"]),
            sector_names=tuple(item["name"] for item in head["sectors"]),
            arrays=arrays,
            data_tariffs=head["data_tariffs"],
            adjustments=tuple(
                Adjustment(
                    item["rule"],
                    item["cells"],
                    item["amount"],
                    item["unit"],
                    tuple(item["where"]),
                    item["severity"],
                )
                for item in head["adjustments"]
            ),
            notes=tuple(unpacked(head["notes"])),
            about=About(
                source=str(head["source"]),
                licence=str(head.get("licence", "")),
                currency=str(head["currency"]),
                unit=str(head.get("unit", "")),
                year=head["year"],
                duties_year=str(head.get("duties_year", "")),
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(Message("base_json_cannot_be_read"), where=str(head_file), found=repr(error)[:200]) from error


def _read_array(folder: Path, name: str, entry: Mapping[str, Any]) -> Array:
    path = folder / Path(entry["file"]).name
    if not path.is_file():
        raise DataError(Message("array_base_missing"), where=str(path), expected=Message("array", name=name))
    look_at(path, ("npy",), largest=LARGEST_ARRAY, what="file_base_array")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise DataError(
            Message("array_base_was_altered"),
            where=str(path),
            found=Message("another_sha_256_than_base_json"),
            expected=entry["sha256"],
            hint=Message("import_base_again"),
        )
    values = np.load(io.BytesIO(data), allow_pickle=False)
    if list(values.shape) != entry["shape"] or values.dtype != np.float64:
        raise DataError(
            Message("array_has_another_shape"), where=str(path), found=values.shape, expected=entry["shape"]
        )
    return np.asarray(values, dtype=np.float64)
