"""A server on loopback that behaves like the customs service of data.go.kr, as its page and those who use it describe it: an
envelope of XML with a result's code; a total among the items; both flows in one item; at most twelve months; the key in the
address, and refusals of the gateway in an envelope of their own, under status 200 or 403."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from loopback_comtrade import Service, respond

KEY = "ab/c+d=="
"""A key as the portal hands it out decoded; the encoded form has %2F for the slash."""


def envelope(items: str, code: str = "00", words: str = "정상서비스.") -> bytes:
    """What the service sends."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><response><header><resultCode>{code}</resultCode><resultMsg>{words}'
        f"</resultMsg></header><body><items>{items}</items></body></response>"
    ).encode()


def gateway(code: str, words: str) -> bytes:
    """What the gateway before the service sends."""
    return (
        "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>"
        f"<returnAuthMsg>{words}</returnAuthMsg><returnReasonCode>{code}</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>"
    ).encode()


def item(year: str, country: str, code: str, exports: int, imports: int) -> str:
    """One item."""
    return (
        f"<item><balPayments>{exports - imports}</balPayments><expDlr>{exports}</expDlr><expWgt>{exports // 10}</expWgt>"
        f"<hsCd>{code}</hsCd><impDlr>{imports}</impDlr><impWgt>{imports // 10}</impWgt><statCd>{country}</statCd>"
        f"<statCdCntnKor1>나라</statCdCntnKor1><statKor>품목</statKor><year>{year}</year></item>"
    )


@dataclass
class Portal(Service):
    """`trade`: (month, country, code of ten digits) -> dollars of exports and of imports. `most` items are sent, the rest cut
    off without a word."""

    trade: dict[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)
    most: int = 1_000_000

    def key_of(self, handler: BaseHTTPRequestHandler, query: dict[str, str]) -> str | None:
        """The key stands in the address."""
        return query.get("serviceKey")

    def send(self, handler: BaseHTTPRequestHandler, path: str, body: bytes, key: str | None) -> None:
        """Answer; the gateway refuses a key that it does not know."""
        if key != KEY:
            respond(handler, 403, gateway("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR"), "text/xml;charset=UTF-8")
        else:
            respond(handler, 200, body, "application/xml;charset=UTF-8")

    def answer(self, path: str, query: dict[str, str]) -> bytes:
        """The total, then the items that fit; a code of ten digits each."""
        first, last = query["strtYymm"], query["endYymm"]
        if (int(last[:4]) - int(first[:4])) * 12 + int(last[4:]) - int(first[4:]) >= 12:
            return envelope("", "99", "시작과 종료의 조회기간은 1년이내 기간만 가능합니다.")
        found = [
            (month, country, code, *dollars)
            for (month, country, code), dollars in sorted(self.trade.items())
            if first <= month <= last
            and code.startswith(query.get("hsSgn", ""))
            and query.get("cntyCd", country) == country
        ]
        if not found:
            return envelope("")
        total = item("총계", "-", "-", sum(one[3] for one in found), sum(one[4] for one in found))
        items = [item(f"{month[:4]}.{month[4:]}", *rest) for month, *rest in found]
        return envelope("".join([total, *items][: self.most]))
