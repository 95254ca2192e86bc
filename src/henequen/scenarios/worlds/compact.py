"""A small world in one file: whole sales and inputs, rates as a list of distinct values, elasticities; JSON, gzipped.

It ships with a pack (no download before the first scenario), and the page's script solves it. Only the table's own
numbers are in it, so that Python and the page calibrate from the same figures. Its size and shape are checked before
it is read.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from henequen.files.atomic import write_durably
from henequen.files.foreign import look_at
from henequen.files.json_once import read_json_once
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.about import About
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.bases.calibrate import Accounts, Origin, calibrate

__all__ = ["compact_of", "read_compact", "write_compact"]

FORMAT = "henequen world 1"
LARGEST = 32_000_000  # bytes unpacked
WIDEST = 4_000_000  # cells of one array


def compact_of(base: Base, output: Array, elasticities: Mapping[str, Array]) -> dict[str, Any]:
    """The file's content for a multi-sector `base` whose coefficients are inputs over `output` (N, J) of the table."""
    rates, place = np.unique(base.tariffs(base.data_tariffs or ""), return_inverse=True)
    inputs = base.arrays["io_coef"] * output[:, None, :]
    return {
        "format": FORMAT,
        "name": base.name,
        "year": base.year,
        "source": base.source,
        "licence": base.about.licence,
        "currency": base.currency,
        "duties": {"set": base.data_tariffs, "year": base.about.duties_year},
        "regions": [list(pair) for pair in zip(base.regions, base.region_names, strict=True)],
        "sectors": [list(pair) for pair in zip(base.sectors, base.sector_names, strict=True)],
        "trade": _numbers(base.arrays["trade"]),
        "inputs": _numbers(inputs),
        "output": _numbers(output),
        "rates": rates.tolist(),
        "tariff": place.ravel().tolist(),
        "elasticities": {name: values.tolist() for name, values in elasticities.items()},
    }


def write_compact(content: Mapping[str, Any], path: Path) -> None:
    """Write the file: the same bytes for the same content."""
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    write_durably(path, gzip.compress(data, 9, mtime=0))


def read_compact(path: Path, elasticities: str | None = None) -> Base:
    """The base in the file, with the named set of elasticities (default: the first).

    Raises `DataError`, naming the file, for one that is damaged, too large, of another format, or with arrays of the wrong
    length.
    """
    content = _content(path)
    try:
        regions, sectors = content["regions"], content["sectors"]
        count, width = len(regions), len(sectors)

        def array(name: str, *shape: int) -> Array:
            values = np.asarray(content[name], dtype=np.float64)
            if values.shape != (int(np.prod(shape)),) or values.size > WIDEST:
                raise DataError(Message("array_world_has_another_length"), where=str(path), found=name)
            return values.reshape(shape)

        output = array("output", count, width)
        with np.errstate(invalid="ignore", divide="ignore"):
            inputs = array("inputs", count, width, width)
            io_coef = np.where(output[:, None, :] > 0, inputs / output[:, None, :], 0.0)
        rates = np.asarray(content["rates"], dtype=np.float64)
        place = array("tariff", count, count, width).astype(np.intp)
        if place.min() < 0 or place.max() >= len(rates):
            raise DataError(Message("tariff_world_names_no_rate"), where=str(path), found=int(place.max()))
        sets = content["elasticities"]
        name = elasticities or next(iter(sets))
        if name not in sets:
            raise DataError(Message("no_such_elasticities"), where=str(path), found=name, expected=", ".join(sets))
        duties = str(content["duties"]["set"])
        return calibrate(
            Accounts(
                regions=[code for code, _ in regions],
                region_names=[label for _, label in regions],
                sectors=[code for code, _ in sectors],
                sector_names=[label for _, label in sectors],
                trade=array("trade", count, count, width),
                io_coef=io_coef,
                va_share=1.0 - io_coef.sum(axis=1),
                theta=np.asarray(sets[name], dtype=np.float64),
                tariffs={duties: rates[place]},
                data_tariffs=duties,
            ),
            Origin(
                name=str(content["name"]),
                year=content["year"],
                source=str(content["source"]),
                currency=str(content["currency"]),
                about=About(
                    source=str(content["source"]),
                    licence=str(content["licence"]),
                    currency=str(content["currency"]),
                    unit=str(content["currency"]),
                    year=content["year"],
                    duties_year=str(content["duties"]["year"]),
                ),
            ),
        )
    except (KeyError, TypeError, ValueError, StopIteration) as error:
        raise DataError(Message("world_cannot_be_read"), where=str(path), found=repr(error)[:200]) from None


def _content(path: Path) -> dict[str, Any]:
    try:
        look_at(path, ("gzip",), largest=LARGEST, what="file_world")
        unpack = zlib.decompressobj(wbits=31)
        data = unpack.decompress(path.read_bytes(), LARGEST)
        if unpack.unconsumed_tail:
            raise DataError(
                Message("world_too_large"),
                where=str(path),
                expected=Message("at_most_bytes_unpacked", largest=f"{LARGEST:,}"),
            )
        content = read_json_once(data)
    except FileNotFoundError:
        raise DataError(Message("world_not_here"), where=str(path)) from None
    except (zlib.error, ValueError, RecursionError, OSError) as error:
        raise DataError(Message("world_cannot_be_read"), where=str(path), found=str(error)[:200]) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DataError(Message("world_another_format"), where=str(path), expected=FORMAT)
    return content


def _numbers(values: Array) -> list[float | int]:
    """Whole numbers as such (within 1e-6 of the table's), others unchanged."""
    whole = np.round(values)
    near = np.abs(values - whole) <= 1e-6 * np.maximum(1.0, np.abs(values))
    return [
        int(w) if n else v
        for v, w, n in zip(values.ravel().tolist(), whole.ravel().tolist(), near.ravel(), strict=True)
    ]
