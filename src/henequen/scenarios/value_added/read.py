"""World input-output tables for value-added trade: a NumPy archive of the whole table, or a base with inputs by product."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from henequen.files.csv_rows import repeated
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases import Base
from henequen.scenarios.value_added.leontief import InputOutput, table_of

__all__ = ["read_archive", "table_of_base"]

LARGEST = 400_000_000  # bytes, packed and unpacked
NEEDED = ("intermediate", "final", "country", "sector")


def read_archive(path: Path, *, year: int | None, source: str, unit: str = "million US dollars") -> InputOutput:
    """The table in `path` (.npz): intermediate (M, M) with sellers in rows, final (M, N x uses), country (N), sector (J).

    Raises `DataError`, naming the file, for a damaged one, shapes that do not fit, wrong signs in a seller's sums.
    """
    look_at(path, ("npz",), largest=LARGEST, what="file_input_output")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > LARGEST:
            raise DataError(
                Message("input_output_table_too_large"),
                where=str(path),
                found=Message("bytes_unpacked", n=f"{size:,}"),
            )
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in NEEDED}
    except (ValueError, OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            Message("input_output_table_cannot_be_read"),
            where=str(path),
            found=str(error)[:200],
            expected=Message("arrays", needed=", ".join(NEEDED)),
        ) from None
    areas, sectors = ([str(item) for item in arrays[name]] for name in ("country", "sector"))
    for name, labels in (("country", areas), ("sector", sectors)):
        if twice := repeated(labels):
            raise DataError(Message("there_twice", name=name), where=str(path), found=", ".join(twice)[:200])
    size = len(areas) * len(sectors)
    intermediate, final = (np.asarray(arrays[name], dtype=np.float64) for name in ("intermediate", "final"))
    fits = intermediate.shape == (size, size) and final.ndim == 2 and final.shape[0] == size
    if not fits or final.shape[1] % len(areas) or not np.isfinite(intermediate).all() or not np.isfinite(final).all():
        raise DataError(
            Message("arrays_input_output_table_do_not"),
            where=str(path),
            found=Message("intermediate_final", shape=intermediate.shape, shape_2=final.shape),
            expected=Message("and_multiple_all_numbers", size=size, n=len(areas)),
        )
    final = final.reshape(size, len(areas), -1).sum(axis=2)
    return InputOutput(tuple(areas), tuple(sectors), intermediate, final, year, unit, source or path.name)


def table_of_base(base: Base) -> InputOutput:
    """The table that a multi-sector base implies, inputs split over sellers in proportion; raises `DataError` for others."""
    if base.kind != "multi_sector" or not base.arrays["io_coef"].any():
        raise DataError(Message("value_added_trade_needs_base_with"), where=base.name, found=base.kind)
    return table_of(
        base.regions,
        base.sectors,
        base.arrays["trade"],
        base.arrays["io_coef"],
        year=base.year,
        unit=base.currency,
        source=base.source,
    )
