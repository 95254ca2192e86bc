"""Series and lists of figures inside a sentence, as statistical releases print them.

`교역액(억불): (‘16) 134 → (‘17) 153`, `['25.4월] 3.4 → [5월] △1.3`, `중국(전년동월대비 증감률 10.1%)·미국(3.7%)`: one
unit or one rate in front, then one figure for each label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from henequen.reading.document import Proposal
from henequen.reading.grammar.names import resolve_places
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["is_series", "read_series"]

_UNIT = r"(?:단위\s?[:：]\s?)?(?:(?P<scale>억|백만|천만|십억|조|만)\s?)?(?P<unit>불|달러|원|유로|%)"
_HEAD = re.compile(rf"(?P<label>[^\n(（:：*]{{0,40}}?)\s*[(（]\s?{_UNIT}\s?[)）]\s?[:：]?\s?(?=[(（\[‘’'])")
_ENTRY = re.compile(
    r"[(（\[]\s?(?P<period>[‘’'`]?\d{1,4}(?:\.\d{1,2})?(?:년|월)?)\s?[)）\]]\s?(?P<value>△?-?\d[\d,.]*)"
)
_LISTED = re.compile(
    r"(?P<name>[가-힣A-Za-z][가-힣A-Za-z \-·]{0,18}?)\s?[(（](?P<said>전년\s?(?:동월|동기)?\s?대비\s?(?:증감률|"
    r"증가율)?\s?)?(?P<value>△?-?\d[\d,.]*)%\s?(?P<arrow>[↑↓▲▼])?[)）]"
)
_SCALES = {"만": 10**4, "백만": 10**6, "천만": 10**7, "억": 10**8, "십억": 10**9, "조": 10**12, None: 1}
_UNITS = {"불": "USD", "달러": "USD", "원": "KRW", "유로": "EUR", "%": "percent"}
_FLOWS = (("total_trade", r"교역|무역액|무역\s?규모"), ("export", r"수출"), ("import", r"수입"), ("balance", r"수지"))


def is_series(scene: Scene) -> bool:
    """Is the sentence a series or list, which `read_series` reads?"""
    return (
        bool(_HEAD.search(scene.text) and len(_ENTRY.findall(scene.text)) >= 2)
        or _rates_head(scene.text) is not None
        or _label(scene.text) is not None
    )


_LABEL = re.compile(r"[\Wㅇo]*[(（\[]\s?주요\s?(?:품목|국가|교역국|상대국|대상국|지역)\s?[)）\]]\s?")
_FLOW_ABOVE = re.compile(r"(수출|수입)\s?(?:현황|실적|동향)")
_NEAR = 4
"""Sentences between a heading and the last of its lists of rates."""


def _label(text: str) -> re.Match[str] | None:
    """`(주요품목) 승용차(32.4%↑), 반도체(△28.2%↓)`: rates with an arrow each, of the flow in the heading above."""
    match = _LABEL.match(text)
    entries = list(_LISTED.finditer(text, match.end())) if match else []
    return match if len(entries) >= 2 and all(entry.group("arrow") for entry in entries) else None


def _rates_head(text: str) -> re.Match[str] | None:
    """`주요 수출품목 중에`, `주요 수입대상국 중`: the flow of a list of growth rates."""
    match = re.search(r"(수출|수입)\s?(?:대상국|품목|국가|상대국)", text)
    return (
        match
        if match and re.search(r"전년\s?(?:동월|동기)?\s?대비", text) and len(_LISTED.findall(text)) >= 2
        else None
    )


def read_series(prose: Prose, scene: Scene) -> Iterator[Proposal]:
    """Propose the figures of a series or a list of rates."""
    head = _HEAD.search(scene.text)
    if head and len(_ENTRY.findall(scene.text)) >= 2:
        yield from _series(prose, scene, head)
        return
    rates = _rates_head(scene.text)
    if rates:
        yield from _rates(prose, scene, rates, rates.group(1))
    elif label := _label(scene.text):
        above = prose.scenes[max(0, scene.number - _NEAR) : scene.number]
        for heading in reversed(above):
            if flow := _FLOW_ABOVE.search(heading.text):
                if "수출입" not in heading.text:
                    yield from _rates(prose, scene, label, flow.group(1), heading)
                return


def _series(prose: Prose, scene: Scene, head: re.Match[str]) -> Iterator[Proposal]:
    """One observation for each period of a series."""
    label = head.group("label")
    measure = next((name for name, words in _FLOWS if re.search(words, label)), None)
    unit, scale = _UNITS[head.group("unit")], _SCALES[head.group("scale")]
    if re.search(r"단가|중량|물량|대수|비중|점유율", label):
        return
    fields: dict[str, object] = {"multiplier": scale, "unit": unit}
    if unit == "percent":
        if not re.search(r"증감률|증가율", label):
            return
        fields["measure"] = "growth"
        fields["component"] = measure or "export"
        if measure is None:
            return
    elif measure is None:
        return
    else:
        fields["measure"] = measure
    above = _add_sides(prose, scene, fields, label, head)
    year: str | None = None
    for entry in _ENTRY.finditer(scene.text, head.end()):
        period, year = _period(entry.group("period"), year)
        value = _value(entry.group("value"))
        if period is None or value is None:
            continue
        quotes = Quoted(prose.document, scene.start, scene.end, scene.at(entry.start()), scene.at(entry.end()))
        if above:
            quotes.add(above.start, above.end)
        quotes.add_countries(prose, [fields.get("reporter"), fields.get("partner")])
        yield Proposal(
            prose.document.name,
            "observation",
            fields | {"value": value, "value_printed": entry.group("value"), "period": period},
            quotes.evidence(),
        )


def _add_sides(prose: Prose, scene: Scene, fields: dict[str, object], label: str, head: re.Match[str]) -> Scene | None:
    """The publisher's own country counts; the partner is in the label, in the sentence above (returned), or the pair."""
    own = prose.sides.own
    if not own:
        return None
    product = re.search(r"([가-힣A-Za-z]{2,10})\s(?:전년|수출|수입)", label)
    if (
        product
        and not resolve_places(product.group(1))
        and product.group(1) not in ("수출", "수입", "연간", "월별", "전체")
    ):
        fields["product"] = product.group(1)
    elif fields["measure"] != "growth":
        fields["product"] = "TOTAL"
    fields["reporter"] = own
    named = [
        code
        for place in scene.places
        if place.end <= scene.at(head.end()) and (code := prose.country(place)) and code != own
    ]
    if named:
        fields["partner"] = named[-1]
    elif topic := footnote_topic(prose, scene):
        fields["partner"] = topic[0]
        return topic[1]
    elif own in prose.pair and len(prose.pair) == 2:
        fields["partner"] = next(iter(prose.pair - {own}))
    return None


def footnote_topic(prose: Prose, scene: Scene) -> tuple[str, Scene] | None:
    """The country that the sentence above a note (`* ...`) is about, if it marks the note with an asterisk, and where."""
    if not re.match(r"\s?(?:\*|※)", scene.text):
        return None
    for above in reversed(prose.scenes[max(0, scene.number - 4) : scene.number]):
        if re.search(r"[^\s*]\*", above.text):
            subjects = [
                place for place in above.places if re.match(r"[은는이가]\s", above.text[place.end - above.start :])
            ]
            code = prose.country(subjects[0]) if subjects else None
            return (code, above) if code and code != prose.sides.own else None
    return None


def _period(printed: str, year: str | None) -> tuple[str | None, str | None]:
    """The period of an entry; a bare month takes the year of the entry before it."""
    match = re.fullmatch(r"[‘’'`]?(\d{2}|\d{4})(?:\.(\d{1,2})월?|년)?", printed)
    if match and (match.group(2) or printed[0] in "‘’'`" or len(match.group(1)) == 4):
        year = match.group(1) if len(match.group(1)) == 4 else f"20{match.group(1)}"
        return (f"{year}-{int(match.group(2)):02d}" if match.group(2) else year), year
    month = re.fullmatch(r"(\d{1,2})월", printed)
    if month and year and 1 <= int(month.group(1)) <= 12:
        return f"{year}-{int(month.group(1)):02d}", year
    return None, year


def _value(printed: str) -> str | None:
    plain = printed.replace(",", "").rstrip(".").replace("△", "-")
    return plain if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None


def _rates(
    prose: Prose, scene: Scene, head: re.Match[str], flow: str, above: Scene | None = None
) -> Iterator[Proposal]:
    """Growth of exports or imports by product or country, of the period that the title of the release names."""
    component = "export" if flow == "수출" else "import"
    period = title_period(prose)
    for entry in _LISTED.finditer(scene.text, head.end()):
        value = _value(entry.group("value"))
        if value is not None and entry.group("arrow") in ("↓", "▼"):
            value = f"-{value.removeprefix('-')}"
        name = re.sub(r"^.*(?:중에?\s|반면\s|증가한\s|[은는이]\s)", "", entry.group("name")).strip(" ·,")
        if value is None or not name:
            continue
        fields: dict[str, object] = {
            "measure": "growth",
            "component": component,
            "value": value,
            "multiplier": 1,
            "unit": "percent",
            "value_printed": entry.group("value") + "%",
        }
        place = resolve_places(name)
        code = prose.country(place) if place else None
        if re.search(r"국가|대상국|상대국", head.group()):
            if code is None:
                continue
            fields["partner"] = code
        else:
            fields["product"] = name
        if prose.sides.own:
            fields["reporter"] = prose.sides.own
        quotes = Quoted(prose.document, scene.start, scene.end, scene.at(entry.start()), scene.at(entry.end()))
        if above is not None:
            quotes.add(above.start, above.end)
        if period:
            fields["period"] = period[0]
            quotes.add(period[1], period[2])
        quotes.add_countries(prose, [fields.get("reporter"), fields.get("partner")])
        yield Proposal(prose.document.name, "observation", fields, quotes.evidence())


def title_period(prose: Prose) -> tuple[str, int, int] | None:
    """The month, quarter, year or range of days that the title of a statistical release names, and where it is."""
    for line in re.finditer(r"^(?:title:|#+)\s*(.+)$", prose.document.text[:2000], re.MULTILINE):
        dates = [
            date
            for date in prose.dates
            if line.start() <= date.start < line.end()
            and date.basis == "printed"
            and (date.precision != "day" or date.is_range)
        ]
        if len(dates) == 1:
            return dates[0].value, line.start(1), line.end(1)
    return None
