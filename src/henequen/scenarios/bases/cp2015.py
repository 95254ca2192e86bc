"""The 1993 world of Caliendo and Parro (2015, Review of Economic Studies 82(1), 1-44): 31 regions, 40 sectors.

For validation and teaching: a 1993 world does not answer today's question, and every result states this.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from henequen.files.csv_rows import repeated
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.about import About
from henequen.scenarios.bases.base import Base
from henequen.scenarios.bases.calibrate import Accounts, Origin, calibrate, lift_output

__all__ = ["import_cp2015"]

SOURCE = (
    "Caliendo, L. and Parro, F. (2015), Estimates of the Trade and Welfare Effects of NAFTA, "
    "Review of Economic Studies 82(1), 1-44: the authors' replication data, year 1993"
)
LARGEST = 50_000_000  # bytes, unpacked; the published file has 4 million
NEEDED = (
    "trade_value",
    "tariff_1993",
    "tariff_2005",
    "io_share",
    "va_share",
    "gross_output",
    "theta",
    "region_code",
    "region_name",
    "sector_name",
)


def import_cp2015(folder: Path) -> Base:
    """The base from `folder` (or the file itself), which holds `cp2015_base1993.npz`.

    Steps, as in the authors' files: gross output below exports is raised to them, home sales are output less exports,
    inputs per unit of output are io_share (1 - va_share), negative final demand is set to zero and renormalised.
    Tariff sets `1993` (in the data) and `2005`; sectors without trade carry zero tariffs.
    """
    path = folder / "cp2015_base1993.npz" if folder.is_dir() else folder
    look_at(path, ("npz",), largest=LARGEST, what="file_cp")
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > LARGEST:
            raise DataError(
                Message("caliendo_parro_file_too_large"),
                where=str(path),
                found=Message("bytes_unpacked", n=f"{unpacked:,}"),
            )
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in NEEDED}
    except (ValueError, OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(Message("caliendo_parro_file_cannot_be_read"), where=str(path), found=str(error)) from error
    regions = [str(code) for code in arrays["region_code"]]
    sectors = [str(name) for name in arrays["sector_name"]]
    for name, labels in (("region", regions), ("sector", sectors)):
        if twice := repeated(labels):
            raise DataError(Message("there_twice", name=name), where=str(path), found=", ".join(twice)[:200])
    count, traded = len(sectors), arrays["trade_value"].shape[2]

    def widen(
        values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.concatenate([values, np.zeros((*values.shape[:2], count - traded))], axis=2)

    trade, lifted = lift_output(widen(arrays["trade_value"]), arrays["gross_output"], regions, sectors, "US dollars")
    return calibrate(
        Accounts(
            regions=regions,
            region_names=[str(name) for name in arrays["region_name"]],
            sectors=sectors,
            trade=trade,
            io_coef=arrays["io_share"] * (1.0 - arrays["va_share"][:, None, :]),
            va_share=arrays["va_share"],
            theta=arrays["theta"],
            tariffs={"1993": widen(arrays["tariff_1993"]), "2005": widen(arrays["tariff_2005"])},
            data_tariffs="1993",
        ),
        Origin(
            name="cp2015",
            year=1993,
            source=SOURCE,
            currency="US dollars",
            notes=(Message("teaching", year=1993),),
            about=About(
                source=SOURCE,
                licence="replication data of an article; not shipped, no licence stated",
                currency="US dollars",
                unit="US dollars",
                year=1993,
                duties_year="1993, 2005",
            ),
        ),
        lifted,
    )
