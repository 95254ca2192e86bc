"""A server on loopback that behaves like the US Census Bureau's international trade API, as its guide and those who use it
describe it: rows under a row of names, every cell text, the asked-by columns repeated at the end; a row for the total of all
countries; status 204 where nothing fits, also for some digits of a code without an asterisk; a redirect to a page where the
key is missing or wrong; status 400 with a line of text for what it does not know."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from loopback_comtrade import KEY, Service, respond, status

KNOWN = {
    "E_COMMODITY", "I_COMMODITY", "CTY_CODE", "ALL_VAL_YR", "ALL_VAL_MO", "GEN_CIF_YR", "GEN_CIF_MO", "GEN_VAL_YR", "GEN_VAL_MO"
}  # fmt: skip


@dataclass
class Bureau(Service):
    """`trade`: (X or M, time, product, country) -> dollars; imports without freight are a tenth less. `most` rows are sent,
    the rest cut off without a word."""

    trade: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    most: int = 1_000_000
    without_totals: bool = False

    def key_of(self, handler: BaseHTTPRequestHandler, query: dict[str, str]) -> str | None:
        """The key stands in the address."""
        return query.get("key")

    def send(self, handler: BaseHTTPRequestHandler, path: str, body: bytes, key: str | None) -> None:
        """Answer; a missing or a wrong key is told by a page."""
        if key != KEY:
            page = "invalid_key.html" if key else "missing_key.html"
            status(302, "", Location=f"{self.url}/data/{page}", X_DataWebAPI_KeyError="1")(handler, b"")
        elif body.startswith(b"error:"):
            respond(handler, 400, body, "text/plain")
        elif not body:
            handler.send_response(204)
            handler.end_headers()
        else:
            respond(handler, 200, body, "application/json;charset=utf-8")

    def answer(self, path: str, query: dict[str, str]) -> bytes:
        """The rows that fit, in order of product and country, each product's total after its countries."""
        names = query["get"].split(",")
        unknown = [name for name in names if name not in KNOWN]
        if unknown:
            return f"error: unknown variable '{unknown[0]}'".encode()
        commodity = "E_COMMODITY" if "/exports/" in path else "I_COMMODITY"
        asked = {name: value for name, value in query.items() if name not in ("get", "key")}
        code, country = query.get(commodity, "*"), query.get("CTY_CODE", "")
        found: dict[str, dict[str, int]] = {}
        for (flow, time, product, partner), dollars in sorted(self.trade.items()):
            fits = product.startswith(code[:-1]) if code.endswith("*") else product == code
            if (flow == "X") == ("/exports/" in path) and time == query["time"] and fits:
                found.setdefault(product, {})[partner] = dollars
        rows: list[list[str]] = []
        for product, partners in found.items():
            told = dict(partners) if self.without_totals else partners | {"-": sum(partners.values())}
            for partner, dollars in told.items():
                if country in ("", partner):
                    fob = sum(p * 9 // 10 for p in partners.values()) if partner == "-" else dollars * 9 // 10
                    cells = {"CTY_CODE": partner, commodity: product}
                    values = {name: str(fob if name.startswith("GEN_VAL") else dollars) for name in names}
                    rows.append([cells.get(name, values[name]) for name in names]
                                + [cells.get(name, value) for name, value in asked.items()])  # fmt: skip
        return json.dumps([[*names, *asked], *rows[: self.most]]).encode() if rows else b""
