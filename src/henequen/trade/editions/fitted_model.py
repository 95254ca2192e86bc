"""The fitted model of a reconciliation, stored as `OUT.model.json`, so that a later update need not fit it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.inference.variance_components import Components
from henequen.trade.noise.cif_rate import CifModel
from henequen.trade.noise.reliability import Model, Reliability
from henequen.trade.staging.coding import Codes

__all__ = ["model_path", "pack_model", "read_models", "unpack_model"]

Floats = npt.NDArray[np.float64]


def model_path(out: Path) -> Path:
    """The path of the model of OUT.

    >>> model_path(Path("flows.parquet")).name
    'flows.model.json'
    """
    return out.with_suffix(".model.json")


def pack_model(fit: Reliability, codes: Codes, ln_uv: Floats) -> dict[str, Any]:
    """The model as plain data; every number as the shortest decimal that reads back the same."""
    levels = {
        name: {side: getattr(part, side).tolist() for side in ("a", "b", "a_error", "b_error")}
        for name, part in (("product", fit.product), ("pair", fit.pair))
    }
    return {
        "areas": list(codes.areas),
        "products": list(codes.products),
        "ln_uv": ln_uv.tolist(),
        "cif": fit.cif.coefficients.tolist(),
        "cif_errors": fit.cif.standard_errors.tolist(),
        **levels,
    }


def read_models(out: Path) -> dict[str, dict[str, Any]]:
    """Models of `out` by period; DataError if there are none."""
    path = model_path(out)
    if not path.is_file():
        raise DataError(
            Message("base_has_no_model_next"),
            where=path.name,
            hint=Message("update_needs_model_json_that_mirror"),
        )
    return read_sidecar(path)


def unpack_model(raw: dict[str, Any], codes: Codes) -> tuple[Model, Floats]:
    """A stored model with the numbering of `codes`; an unknown area or product gets the median."""
    place = {area: k for k, area in enumerate(raw["areas"])}
    at = [place.get(area, -1) for area in codes.areas]

    def part(name: str) -> Components:
        columns = {side: np.array(raw[name][side]) for side in ("a", "b", "a_error", "b_error")}
        picked = {
            side: np.array([values[k] if k >= 0 else float(np.median(values)) for k in at])
            for side, values in columns.items()
        }
        return Components(picked["a"], picked["b"], picked["a_error"], picked["b_error"], 0)

    ln_uv_of = dict(zip(raw["products"], raw["ln_uv"], strict=True))
    cif = CifModel(np.array(raw["cif"]), np.array(raw["cif_errors"]), 0)
    return Model(cif, part("product"), part("pair")), np.array([ln_uv_of.get(code, 0.0) for code in codes.products])
