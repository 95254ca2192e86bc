"""The sides of a figure: reporter, partner, place and product, from its flow, its label in a list and its document."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.attribution import Speaker
from henequen.reading.prose.figure_parts import part_of
from henequen.reading.prose.figure_products import labelled_product
from henequen.reading.prose.flows import Flow
from henequen.reading.prose.scene import COUNTRY, PLACE, Prose, Scene
from henequen.reading.prose.series import footnote_topic
from henequen.reading.prose.voice import Voice, currency_country

__all__ = ["add_sides", "in_brackets", "settle_reporter", "take_own_statistics"]

GOODS = ("export", "import", "total_trade", "balance")


@cache
def _world() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "measures")["totals"]["world"]), re.IGNORECASE)


def in_brackets(scene: Scene, amount: Amount) -> bool:
    """Is the amount in brackets, or after a place in a list: Sonora (US$385 million)?"""
    before = scene.mask[: amount.start - scene.start]
    return bool(re.search(r"\([^()]{0,30}$", before)) or bool(
        re.search(rf"[{PLACE}{COUNTRY}]\s?(?:with|con|,|:)?\s*$", before)
    )


_DOES = (
    r"(?:exported|imported|sold|bought|shipped|attracted|received|recorded|export[óa]|exportaron|import[óa]|vendió|compró|captó|recibió|atrajo"
    r"|registró|acumuló)"
)


_KIND = (
    r"(?:(?:la|el|the)\s+(?:(?:provincia|región|estado|departamento|comunidad|ciudad)\s+(?:autónoma\s+)?del?"
    r"|(?:state|province|region|prefecture|city)\s+of)\s+)?"
)
"""The kind of a state or city in front of its name."""


def _subject(prose: Prose, scene: Scene, flow: Flow, amount: Amount) -> PlaceName | None:
    """The state or city that sold, bought or received: the figure is its own and not that of its country."""
    if (
        flow.measure not in ("export", "import", "fdi_flow", "fdi_declared", "investment")
        or flow.reporter in prose.pair
    ):
        return None
    before = scene.mask[: max(flow.end, amount.start - scene.start)]
    match = re.search(
        rf"(?:^|[.;,:]\s|\b(?:que|that|and|y)\s){_KIND}({PLACE}+)\s+{_DOES}\b[^.;]{{0,60}}$", before, re.IGNORECASE
    )
    place = scene.place_at(match.start(1)) if match else None
    if place is None or len(place.codes) != 1 or place.countries[0] not in prose.pair:
        return None
    return place


def add_sides(
    prose: Prose, scene: Scene, fields: dict[str, object], flow: Flow, amount: Amount, listed: bool, voice: Voice
) -> None:
    """Reporter, partner, place and product; the label of a list entry before its bracket goes first."""
    reporter, partner = flow.reporter, flow.partner
    mask = scene.mask
    before = mask[: amount.start - scene.start]
    label = (
        re.search(rf"([{PLACE}{COUNTRY}]+)\s?\([^()]*$|([{PLACE}{COUNTRY}]+)\s?(?:with|con)?\s*$", before)
        if listed
        else None
    )
    if label:
        group = 1 if label.group(1) else 2
        place = scene.place_at(label.start(group))
        if place and place.kind in ("subdivision", "city"):
            codes = sorted(set(place.codes))
            if len(codes) == 1:
                fields["subdivision"] = codes[0]
            else:
                fields["ambiguous_subdivision"] = codes
        elif place and not flow.reporter:
            partner = prose.country(place)
        elif place and (code := prose.country(place)) not in (reporter, partner):
            partner = code
    else:
        if flow.measure in ("export", "import") and flow.end < len(before):
            subject = re.search(rf"({COUNTRY}+)(?:이|가|은|는)\s[^,;\ue001]*$", before[flow.end :])
            code = prose.country(scene.place_at(flow.end + subject.start(1))) if subject else None
            if code and code != reporter and voice.own:
                partner = code
        if name := labelled_product(before, flow, listed):
            goods = flow.measure in ("export", "import", "total_trade", "balance")
            fields["product" if goods or fields["measure"] != "growth" else "component"] = name
    if "subdivision" not in fields and flow.place is None and (doer := _subject(prose, scene, flow, amount)):
        fields["subdivision"] = doer.codes[0]
        reporter = reporter or doer.countries[0]
    if flow.place and "subdivision" not in fields and len(set(flow.place.codes)) == 1:
        fields["subdivision"] = flow.place.codes[0]
    if flow.product and "product" not in fields:
        fields["product"] = flow.product
    part = part_of(scene, amount, flow, str(fields["measure"])) if flow.measure in GOODS else None
    if part and part.product and ("product" not in fields or fields["product"] == flow.product):
        fields["product"] = part.product
    if flow.measure == "investment":
        located = {code for place in scene.places if place.kind in ("subdivision", "city") for code in place.codes}
        if len(located) == 1 and "subdivision" not in fields:
            fields["subdivision"] = min(located)
            reporter = reporter or next(
                prose.country(place) for place in scene.places if place.kind in ("subdivision", "city")
            )
    own, pair = voice.own, prose.pair
    counting = voice.reporter or currency_country(fields.get("unit"), pair)
    world = bool(_world().search(scene.text[max(0, flow.start - 24) : flow.end + 20]))
    if flow.measure in ("export", "import", "total_trade", "balance", "services_balance"):
        if (
            reporter is None
            and counting
            and counting != partner
            and (own or flow.measure in ("export", "import", "balance"))
        ):
            reporter = counting
        elif reporter is None and partner in pair and partner and flow.measure != "total_trade":
            reporter = next(iter(pair - {partner}))
        if partner is None and reporter == own and own:
            partner = topic[0] if (topic := footnote_topic(prose, scene)) else None
        if (
            partner is None
            and reporter in pair
            and not world
            and flow.measure != "services_balance"
            and len(pair) == 2
            and not (label and "partner" in fields)
        ):
            partner = next(iter(pair - {reporter})) if reporter else None
        if flow.inverted and flow.reporter and own in (flow.reporter, flow.partner) and own:
            reporter, partner = own, flow.partner if own == flow.reporter else flow.reporter
    if reporter and reporter != partner:
        fields["reporter"] = reporter
    if partner and reporter != partner:
        fields["partner"] = partner
    if fields["measure"] in GOODS and "product" not in fields and part is None:
        fields["product"] = "TOTAL"


_OWN_STATISTICS = re.compile(
    r"(?:우리\s?측?|우리나라|아측)\s?(?:의\s)?(?:통계|자료|집계|기준)|\bour (?:own )?(?:figures|statistics|data)\b"
    r"|\bnuestr[ao]s (?:cifras|estad[ií]sticas|datos)\b",
    re.IGNORECASE,
)


def take_own_statistics(prose: Prose, scene: Scene, fields: dict[str, object], amount: Amount, voice: Voice) -> None:
    """By our own statistics: the reporter is the publisher's country, also if the sentence before counts by the other side."""
    own, pair = voice.own, prose.pair
    if fields["measure"] not in ("export", "import", "total_trade", "balance") or not own:
        return
    if _OWN_STATISTICS.search(scene.text[: amount.start - scene.start]) and own in pair and len(pair) == 2:
        fields["reporter"], fields["partner"] = own, next(iter(pair - {own}))


def _let_speaker_count(prose: Prose, fields: dict[str, object], country: str, flow: Flow) -> None:
    """A flow without an owner belongs to the body that counts it: Statistics Poland put exports at..."""
    if country not in prose.pair or len(prose.pair) != 2 or country == flow.partner:
        return
    if fields.get("reporter") != country:
        fields["reporter"] = country
        if "partner" in fields:
            fields["partner"] = next(iter(prose.pair - {country}))


def settle_reporter(
    prose: Prose, fields: dict[str, object], speaker: Speaker | None, flow: Flow | None, voice: Voice
) -> None:
    """The reporter of a flow between two sides: the speaker's country; if the text does not say, only the pair is
    known."""
    invested = flow is not None and flow.measure in ("fdi_flow", "fdi_stock", "fdi_declared", "investment")
    counting = (speaker.country if speaker else None) or currency_country(fields.get("unit"), prose.pair)
    if invested and counting and counting == fields.get("partner"):
        host = fields.pop("reporter", None)  # the investor counts its own investment
        fields["reporter"] = fields.pop("partner")
        if host:
            fields["partner"] = host
        return
    if flow is not None and flow.measure in ("export", "import") and speaker and speaker.country and not flow.reporter:
        _let_speaker_count(prose, fields, speaker.country, flow)
    if (
        invested
        and speaker
        and speaker.country
        and "reporter" not in fields
        and speaker.country != fields.get("partner")
    ):
        fields["reporter"] = speaker.country  # the host's own statistics, if it is the host that speaks
        if fields["measure"] == "investment" and fields.get("partner"):
            fields["measure"] = "fdi_flow"
    if (
        flow is not None
        and flow.measure == "total_trade"
        and speaker
        and speaker.country in prose.pair
        and len(prose.pair) == 2
        and not flow.inverted
        and speaker.country != fields.get("reporter")
        and flow.partner in (None, *(prose.pair - {speaker.country}))
    ):
        fields["reporter"], fields["partner"] = speaker.country, next(iter(prose.pair - {speaker.country}))
        return
    if flow is None or not flow.inverted or (voice.own and voice.own in (flow.reporter, flow.partner)):
        return
    sides = {side for side in (flow.reporter, flow.partner) if side}
    if len(sides) != 2 or flow.measure == "balance":
        return
    if speaker and speaker.country in sides:
        fields["reporter"] = speaker.country
        fields["partner"] = next(iter(sides - {speaker.country}))
        return
    fields.pop("reporter", None)
    fields.pop("partner", None)
    fields["countries"] = sorted(sides)
