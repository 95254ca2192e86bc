"""One call of the UN Comtrade v1 service: what is asked, its address, its file, and how it is split when it is too large."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

__all__ = ["Call", "Kind"]

Kind = Literal["get", "preview", "bulk"]
_ROOTS = {"get": "data/v1/get", "preview": "public/v1/preview", "bulk": "bulk/v1/get"}


@dataclass(frozen=True)
class Call:
    """A call for goods trade (type C). Codes as the service writes them: areas by UN number, periods YYYY or YYYYMM.

    `partners` empty: all partners. `kind`: `get` (needs a key), `preview` (none, at most 500 rows), `bulk` (a listing of
    files). `widened` tells that this call came from splitting "all partners" by the table of known areas.
    """

    kind: Kind
    frequency: str
    classification: str
    reporters: tuple[str, ...]
    periods: tuple[str, ...]
    flows: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    widened: bool = False

    @property
    def path(self) -> str:
        """The path below the service's address."""
        return f"{_ROOTS[self.kind]}/C/{self.frequency}/{self.classification}"

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters in a fixed order; the breakdowns that are not asked for stand at their totals."""
        asked = {"reporterCode": ",".join(self.reporters), "period": ",".join(self.periods)}
        if self.kind == "bulk":
            return asked
        if self.partners:
            asked["partnerCode"] = ",".join(self.partners)
        return asked | {
            "flowCode": ",".join(self.flows),
            "cmdCode": ",".join(self.products),
            "partner2Code": "0",
            "customsCode": "C00",
            "motCode": "0",
            "format": "JSON",
            "includeDesc": "true",
        }

    def url(self, base: str) -> str:
        """The whole address; a key never stands in it."""
        return f"{base}/{self.path}?{urlencode(self.query, safe=',')}"

    @property
    def key(self) -> str:
        """What is asked, as a hash: the same for the same question, wherever and whenever it is put."""
        text = json.dumps([self.path, self.query], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def file_name(self) -> str:
        """A name that people can read, and that no two questions share."""
        parts = (
            f"{self.kind}_{self.frequency}_{self.classification}",
            _few(self.periods),
            _few(self.reporters),
            _few(self.partners) or "all",
            "".join(self.flows),
            _few(self.products),
        )
        suffix = "listing" if self.kind == "bulk" else "json"
        return "_".join(part for part in parts if part) + f"_{self.key[:10]}.{suffix}"

    def split(self, known_partners: Sequence[str]) -> tuple[Call, ...]:
        """Two or more smaller calls that ask for the same; none where this one cannot be made smaller.

        Halves, in this order: periods, reporters, flows, products by name, partners; "all partners" become the
        `known_partners` by name (then `widened`).
        """
        for name in ("periods", "reporters", "flows", "products", "partners"):
            codes: tuple[str, ...] = getattr(self, name)
            if len(codes) > 1:
                middle = (len(codes) + 1) // 2
                return tuple(replace(self, **{name: half}) for half in (codes[:middle], codes[middle:]))  # type: ignore[arg-type]
        if not self.partners and len(known_partners) > 1:
            return tuple(replace(self, partners=part, widened=True) for part in _shares(known_partners, 4))
        return ()


def _few(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{codes[0]}-{codes[-1]}" if codes else ""


def _shares(codes: Sequence[str], count: int) -> list[tuple[str, ...]]:
    size = -(-len(codes) // count)
    return [tuple(codes[start : start + size]) for start in range(0, len(codes), size)]
