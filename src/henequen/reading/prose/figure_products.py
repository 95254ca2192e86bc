"""The product in front of a figure of a list: machinery (US$5 million), 의약품(462.1%↑), ", tea rose by 3 %"."""

from __future__ import annotations

import re

from henequen.reading.prose.flow_sides import Flow

__all__ = ["labelled_product", "names_a_thing"]

_BRACKET = re.compile(
    r"(?:^|[,·:、]\s?|[)）](?:와|과|및)?\s?|\b(?:and|y|e)\s+|(?:은|는|및|인|중)\s)([^,·:;()（）\ue001-\ue004]{2,50}?)\s?[(（][^()（）]*$"
)
_LABEL = re.compile(r"\(([^()\ue001-\ue004:]{2,24}):\s?$")
_SUBJECT = re.compile(
    r",\s+(?:and\s+|y\s+|while\s+|mientras\s+que\s+)?((?!up\b|down\b|which\b|a\b|an\b)[a-z][\w-]*(?:\s[\w-]+){0,3}?)\s+(?:rose|"
    r"fell|climbed|grew|increased|declined|dropped|jumped|surged|creció|aumentó|cayó|disminuyó)\s*(?:by\s+|"
    r"un\s+|in\s+)?(?:\ue003+\s?\(?)?$"
)
_NO_PRODUCT = re.compile(
    r"수출|수입|exports?|imports?|exportaciones|importaciones|무역|수지|[Tt]rade|comercio|\brose\b|\bfell\b|climbed"
    r"|대비|소폭|대폭|크게|전년|지난해|작년|올해|동기|누계|증가|감소|확대|자릿수|\b(?:compared|against|versus|respecto|frente|in|en|of|de|from|than|que)$"
)


def labelled_product(before: str, flow: Flow, listed: bool) -> str | None:
    """The product that labels a figure; `before` is the mask in front of it, `listed` that it is in brackets."""
    if labelled := _LABEL.search(before):
        return labelled.group(1).strip()
    if listed and (product := _BRACKET.search(before)):
        name = re.sub(
            r"^.*\b(?:were|are|was|is|include|included|figuran|figura|son|fueron|destacan|destaca|sobresalen|incluyen)\s+",
            "",
            product.group(1),
        )
        name = re.sub(r"^(?:(?:and|y|e|both|the|mainly|through|los|las|el|la|de|in|with)\s+)+", "", name.strip())
        return name if names_a_thing(name) else None
    subject = _SUBJECT.search(before[flow.end :]) if flow.end <= len(before) else None
    return subject.group(1) if subject and names_a_thing(subject.group(1)) else None


def names_a_thing(name: str) -> bool:
    """Is it a product, not the flow itself or a time?"""
    return bool(name) and not _NO_PRODUCT.search(name)
