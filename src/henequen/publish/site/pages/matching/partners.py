"""Partners: a page for each place with its ties first, then candidates whose weights the reader can move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from henequen.matching.twins.answer import Places, TwinAnswer, answer_twin
from henequen.matching.twins.back_test import BackTest, back_test
from henequen.matching.twins.reasons import DEFAULT_WEIGHTS, REASONS, weights_from
from henequen.matching.twins.register_test import on_register
from henequen.matching.twins.ties import Tie
from henequen.publish.site.material import Material, slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.matching.waiting import waiting_page
from henequen.publish.site.pages.record.desk import Part, Row, Section, desk_page, text

__all__ = ["partner_pages", "partner_url", "partners_of"]

_SHOWN = 20


@lru_cache(maxsize=2)
def _places(material: Material) -> Places:
    return Places(material.view)


@lru_cache(maxsize=2)
def _tested(material: Material) -> BackTest | None:
    places = _places(material)
    if not any(tie.is_own for tie in places.ties):
        return None
    return back_test([places.cities, places.regions], places.ties, places.sides, weights_from({}))


@lru_cache(maxsize=512)
def _answer(material: Material, code: str, level: str) -> TwinAnswer:
    return answer_twin(_places(material), code, weights_from({}), level)


def partner_url(code: str) -> str:
    """The path of a place's page of partners, inside a language's tree."""
    return f"partners/{slug(code)}.html"


def partners_of(material: Material, code: str) -> str:
    """The page of partners that a first-level place links to: its own, or that of its city if only the city has ties.

    Empty without a table of cities.
    """
    if not any(one.code == code for one in _places(material).regions):
        return ""
    meant = _answer(material, code, "").place
    return partner_url(meant.code if meant.code in _places(material).gazetteer else code)


def partner_pages(names: Names) -> Iterator[Page]:
    """The index with the back-test, then a page for each region and for each city that is in the gazetteer."""
    places = _places(names.material)
    if not places.cities:
        yield waiting_page(
            names, "partners/index.html", "partners", "partners", "place_cities", "henequen twin PLACE --places FILE"
        )
        return
    codes = [(r.code, "region") for r in places.regions]
    codes += [(c.code, "city") for c in places.cities if c.code in places.gazetteer and "/" in c.code]
    yield _index(names, places, codes)
    for code, level in codes:
        yield _page(names, places, _answer(names.material, code, level))


def _index(names: Names, places: Places, codes: list[tuple[str, str]]) -> Page:
    t = names.t
    sections = []
    tested = _tested(names.material)
    if tested is not None:
        rows = [
            Row(
                (
                    text(t(f"partners.method_{one.method}")),
                    text(f"{one.recall:.2f} ({one.recall_low:.2f}–{one.recall_high:.2f})"),
                    text(f"{one.reciprocal:.2f} ({one.reciprocal_low:.2f}–{one.reciprocal_high:.2f})"),
                )
            )
            for one in tested.measured
        ]
        rows.append(
            Row(
                (
                    text(t("partners.method_chance")),
                    text(f"{tested.chance_recall:.2f}"),
                    text(f"{tested.chance_reciprocal:.2f}"),
                )
            )
        )
        verdict = "chance" if not tested.beats_chance else "better" if tested.beats_baselines else "mixed"
        sections.append(
            Section(
                "test",
                t("partners.test"),
                (t("partners.method"), t("partners.recall"), t("partners.reciprocal")),
                tuple(rows),
                lede=f"{t(f'twin.verdict_{verdict}')} {t('twin.test', ties=tested.ties, questions=tested.questions)}",
            )
        )
    sections.append(_register(names))
    for side in (0, 1):
        codes_of_side = [code for code, _ in codes if places.of[code].country == names.material.sides[side]]
        codes_of_side.sort(key=lambda code: names.place(code))
        rows = [
            Row((_link(names.place(code), partner_url(code)), text("; ".join(_partners(names, places, code)))))
            for code in codes_of_side
        ]
        sections.append(Section(f"side{side}", names.side(side), (t("figure.place"), t("partners.has")), tuple(rows)))
    return desk_page(
        names,
        "partners/index.html",
        t("partners.title"),
        t("partners.lede"),
        sections,
        section="partners",
        notes=(t("twin.sources"),),
    )


def _register(names: Names) -> Section:
    """The same ranking on a register of other countries, and how far each method is from the best baseline."""
    t = names.t
    register = on_register()
    best = t(f"partners.method_{register[0].baseline}")
    verdict = "better" if register[0].apart[1] > 0 else "worse" if register[0].apart[2] < 0 else "open"
    return Section(
        "register",
        t("partners.register"),
        (t("partners.method"), t("partners.recall"), t("partners.reciprocal"), t("partners.apart")),
        tuple(
            Row(
                (
                    text(t(f"partners.method_{one.method}")),
                    text(f"{one.recall[0]:.2f} ({one.recall[1]:.2f}–{one.recall[2]:.2f})"),
                    text(f"{one.reciprocal[0]:.2f} ({one.reciprocal[1]:.2f}–{one.reciprocal[2]:.2f})"),
                    text(f"{one.apart[0]:+.2f} ({one.apart[1]:+.2f} … {one.apart[2]:+.2f})".replace("-", "−")),
                ),
                one.method,
            )
            for one in register
        ),
        lede=t("partners.register_lede", ties=register[0].ties, best=best[:1].lower() + best[1:])
        + " "
        + t(f"partners.register_{verdict}"),
    )


def _link(words: str, path: str) -> tuple[Part, ...]:
    return (Part(words, path),)


def _partners(names: Names, places: Places, code: str) -> list[str]:
    ties = [
        t
        for t in places.ties
        if t.is_own and code in (t.first, t.second, t.first.split("/")[0], t.second.split("/")[0])
    ]
    side = names.material.sides.index(places.of[code].country)
    return list(dict.fromkeys(_name(names, places, t.second if side == 0 else t.first) for t in ties))


def _name(names: Names, places: Places, code: str) -> str:
    if code in places.gazetteer:
        return names.place(code)
    one = places.of[code]
    return one.native_name if names.language == "ko" and one.native_name else one.name


def _page(names: Names, places: Places, answer: TwinAnswer) -> Page:
    t = names.t
    side = names.material.sides.index(answer.place.country)
    candidates = sorted(answer.candidates, key=lambda one: one.place.code)
    data: dict[str, Any] = {
        "reasons": REASONS,
        "unknown": t("suppliers.unknown"),
        "empty": t("partners.empty"),
        "shown": _SHOWN,
        "codes": [one.place.code for one in candidates],
        "names": [_name(names, places, one.place.code) for one in candidates],
        "points": ";".join(
            ",".join("" if one.reasons[r] is None else str(one.reasons[r]) for r in REASONS) for one in candidates
        ),
    }
    name = names.place(answer.place.code)
    return Page(
        path=partner_url(answer.place.code),
        template="partners.html",
        title=t("partners.of", place=name),
        section="partners",
        summary=t("partners.lede"),
        context={
            "ties": [_tie(names, places, tie, side, name) for tie in answer.ties],
            "inside": [_tie(names, places, tie, side, "") for tie in answer.inside],
            "no_tie": t("twin.none", place=name),
            "lede": t("twin.candidates", place=name, n=len(answer.candidates), level=t(f"twin.level_{answer.level}")),
            "twin": _attribute(data),
            "reasons": [{"key": r, "label": t(f"twin.reason_{r}"), "weight": DEFAULT_WEIGHTS[r]} for r in REASONS],
            "rows": [_row(names, places, one, t("suppliers.unknown")) for one in answer.candidates[:_SHOWN]],
            "cities": [
                {"href": f"../{partner_url(c.code)}", "name": names.place(c.code)}
                for c in places.cities
                if c.region == answer.place.code and c.code in places.gazetteer and "/" in c.code
            ],
            "place_href": f"../{names.material.url(answer.place.region)}",
            "place_name": names.place(answer.place.region),
        },
        data={
            "place": answer.place.code,
            "level": answer.level,
            "ties": [tie.id for tie in answer.ties],
            "weights": dict(DEFAULT_WEIGHTS),
            "candidates": [
                {"rank": one.rank, "place": one.place.code, "points": one.points // 100, "reasons": dict(one.reasons)}
                for one in answer.candidates[:_SHOWN]
            ],
        },
        trail=(),
    )


def _attribute(data: dict[str, Any]) -> Markup:
    """Data as JSON for an attribute in single quotes, in which double quotes need no escape (an eighth of the page)."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, entity in (("&", "&amp;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return Markup(text)  # noqa: S704 - escaped above


def _tie(names: Names, places: Places, tie: Tie, side: int, name: str) -> dict[str, str]:
    own_end, other = (tie.first, tie.second) if side == 0 else (tie.second, tie.first)
    words = names.t(
        "partners.tie" if tie.since else "partners.tie_undated",
        place=name or _name(names, places, own_end),
        partner=_name(names, places, other),
        since=tie.since[:4],
        status=names.label("status", tie.status),
        day=names.date(tie.status_as_of) if tie.status_as_of else "–",
        basis=names.label("status_basis", tie.basis) if tie.basis else "–",
    )
    return {"text": words, "href": f"../{names.material.url(tie.id)}"}


def _row(names: Names, places: Places, candidate: Any, unknown: str) -> dict[str, Any]:
    return {
        "rank": candidate.rank,
        "name": _name(names, places, candidate.place.code),
        "points": candidate.points // 100,
        "parts": [unknown if candidate.reasons[r] is None else candidate.parts[r] // 100 for r in REASONS],
    }
