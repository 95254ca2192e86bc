"""`henequen twin`: the partners that a place has on the other side, and those that would fit, with the reasons."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, AsOf, PackOption, day, one_of
from henequen.cli.show_rows import print_rows
from henequen.jobs.foreign_text import toml_in_child
from henequen.matching.twins.answer import Places, TwinAnswer, answer_twin
from henequen.matching.twins.back_test import BackTest, back_test
from henequen.matching.twins.profile import Profile
from henequen.matching.twins.reasons import FULL, REASONS, weights_from
from henequen.matching.twins.register_test import on_register
from henequen.matching.twins.ties import Tie
from henequen.matching.twins.user_places import read_places, read_ties
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.properties import codes
from henequen.publish.site.catalogue import Catalogue, catalogue

__all__ = ["twin"]


def twin(
    place: Annotated[
        list[str] | None, typer.Argument(metavar="PLACE...", help="A state, province, city or code.")
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option("--weights", metavar="FILE|K=V", help="Weights of the reasons: a TOML file, or name=number."),
    ] = None,
    places: Annotated[
        Path | None, typer.Option("--places", metavar="FILE", help="A CSV of places, regions or universities to match.")
    ] = None,
    ties: Annotated[
        Path | None,
        typer.Option(
            "--ties", metavar="FILE", help="A CSV of ties (first, second, since), in addition to the record's."
        ),
    ] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="city|region", help="Match cities or first-level places.")
    ] = "",
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="How many candidates are printed.")] = 10,
    test: Annotated[
        bool, typer.Option("--back-test", help="Hide each known tie and measure whether the ranking finds it.")
    ] = False,
    pack: PackOption = None,
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """Partners on the other side: the existing ties of PLACE, then candidates; each rank is the exact sum of its
    reasons."""
    chosen = weights_from(_weights(weights or []))
    one_of("--level", level, ("city", "region"))
    view = open_pack(pack).view(as_of=day(as_of))
    t = catalogue(language(as_json))
    base = Places(view)
    notes: tuple[str, ...] = ()
    added: list[Profile] = []
    if places is not None:
        added, notes = read_places(places, [*base.cities, *base.regions])
    everything = Places(view, added, read_ties(ties) if ties else []) if places or ties else base
    if not everything.cities and not added:
        raise UsageError(
            Message("this_pack_has_no_table_cities"),
            expected="vocab/place_cities.csv",
            hint=Message("give_places_file"),
        )
    if test:
        pools = [added] if places is not None else [everything.cities, everything.regions]
        _print_test(back_test(pools, everything.ties, everything.sides, chosen), t, as_json)
        return
    if not place:
        raise UsageError(Message("no_place_was_given"), expected=Message("henequen_twin_place_or_henequen_twin"))
    _print(answer_twin(everything, " ".join(place), chosen, level), t, everything, top, as_json)
    for note in notes:
        typer.echo(note, err=True)


def _weights(entries: list[str]) -> dict[str, str]:
    weights: dict[str, str] = {}
    for text in entries:
        name, sign, value = text.partition("=")
        if sign and not text.endswith(".toml"):
            weights[name.strip()] = value
            continue
        table = toml_in_child(Path(text), what="file_weights")
        inner = table.get("weights", table)
        if not isinstance(inner, dict):
            raise UsageError(Message("file_weights_empty"), found=text, expected=Message("weights_with_size_3_and_so"))
        weights |= {str(k): str(v) for k, v in inner.items()}
    return weights


def _print(answer: TwinAnswer, t: Catalogue, places: Places, top: int, as_json: bool) -> None:
    if as_json:
        for kind, ties in (("tie", answer.ties), ("tie_in_region", answer.inside), ("tie_of_bodies", answer.bodies)):
            for tie in ties:
                print(json.dumps({"row": kind, **_tie(tie, answer, places)}, ensure_ascii=False))
        for one in answer.candidates[:top]:
            print(
                json.dumps(
                    {
                        "row": "candidate",
                        "rank": one.rank,
                        "place": one.place.code,
                        "name": _name(places, one.place.code, t.language),
                        "points": one.points,
                        "of": one.most,
                        "percent": round(one.percent, 1),
                        "reasons": one.reasons,
                        "parts": one.parts,
                    },
                    ensure_ascii=False,
                )
            )
        return
    name = _name(places, answer.place.code, t.language)
    if not (answer.ties or answer.inside):
        print(t("twin.none", place=name))
    for tie in answer.ties:
        print(_sentence(tie, answer, places, t, name))
    for tie in answer.inside:
        own_end = tie.first if answer.place.country == places.sides[0] else tie.second
        print(_sentence(tie, answer, places, t, _name(places, own_end, t.language)))
    print(t("twin.candidates", place=name, n=len(answer.candidates), level=t(f"twin.level_{answer.level}")))
    rows = [
        {
            "rank": one.rank,
            "place": _name(places, one.place.code, t.language),
            "percent": f"{one.percent:.1f}",
            "why": ", ".join(
                t("twin.unknown_reason", reason=t(f"twin.reason_{r}"))
                if one.reasons[r] is None
                else f"{t(f'twin.reason_{r}')} {one.parts[r] / FULL / 100:g}"
                for r in REASONS
                if one.reasons[r] is None or one.parts[r]
            ),
        }
        for one in answer.candidates[:top]
    ]
    print_rows(rows, ("rank", "place", "percent", "why"), False)
    print(t("twin.sources"))


def _sentence(tie: Tie, answer: TwinAnswer, places: Places, t: Catalogue, name: str) -> str:
    other = tie.second if answer.place.country == places.sides[0] else tie.first
    status = codes("status").get(tie.status, {}).get(t.language, tie.status)
    basis = codes("status_basis").get(tie.basis, {}).get(t.language, tie.basis) if tie.basis else "–"
    return t(
        "twin.has" if tie.since else "twin.has_undated",
        place=name,
        partner=_name(places, other, t.language),
        since=tie.since[:4],
        status=status,
        as_of=tie.status_as_of or "–",
        basis=basis,
        id=tie.id,
    )


def _tie(tie: Tie, answer: TwinAnswer, places: Places) -> dict[str, Any]:
    other = tie.second if answer.place.country == places.sides[0] else tie.first
    return {
        "id": tie.id,
        "places": [tie.first, tie.second],
        "partner": other,
        "partner_name": _name(places, other, "en"),
        "kind": tie.kind,
        "since": tie.since,
        "status": tie.status,
        "status_as_of": tie.status_as_of,
        "basis": tie.basis,
        "rule": tie.rule,
        "editions": tie.editions,
    }


def _name(places: Places, code: str, language: str) -> str:
    place, profile = places.gazetteer.get(code), places.of.get(code)
    if place is not None:
        return place.name(language)
    if profile is None:
        return code
    return profile.native_name if language == "ko" and profile.native_name else profile.name


def _print_test(tested: BackTest, t: Catalogue, as_json: bool) -> None:
    rows = [
        {
            "method": one.method,
            "recall_at_5": round(one.recall, 3),
            "recall_interval": [round(one.recall_low, 3), round(one.recall_high, 3)],
            "mean_reciprocal_rank": round(one.reciprocal, 3),
            "reciprocal_interval": [round(one.reciprocal_low, 3), round(one.reciprocal_high, 3)],
        }
        for one in tested.measured
    ]
    if as_json:
        for row in rows:
            print(json.dumps(row))
        print(
            json.dumps(
                {
                    "method": "chance",
                    "recall_at_5": round(tested.chance_recall, 3),
                    "mean_reciprocal_rank": round(tested.chance_reciprocal, 3),
                    "ties": tested.ties,
                    "questions": tested.questions,
                    "beats_chance": tested.beats_chance,
                    "beats_baselines": tested.beats_baselines,
                    "left_out": tested.left_out,
                }
            )
        )
        for rank in tested.ranks:
            print(json.dumps({"row": "question", **rank}, ensure_ascii=False))
        for one in on_register():
            print(
                json.dumps(
                    {"row": "register", "order": one.method, **{k: v for k, v in asdict(one).items() if k != "method"}}
                )
            )
        return
    print(t("twin.test", ties=tested.ties, questions=tested.questions))
    shown = [
        row | {name: f"{row[name][0]}–{row[name][1]}" for name in ("recall_interval", "reciprocal_interval")}  # type: ignore[index]
        for row in rows
    ]
    print_rows(shown, tuple(rows[0]), as_json=False)
    print(t("twin.chance", recall=f"{tested.chance_recall:.3f}", reciprocal=f"{tested.chance_reciprocal:.3f}"))
    print(
        t(
            "twin.verdict_chance"
            if not tested.beats_chance
            else "twin.verdict_better"
            if tested.beats_baselines
            else "twin.verdict_mixed"
        )
    )
    _print_register(t)


def _print_register(t: Catalogue) -> None:
    """Print how the same ranking performs on ties of other countries."""
    register = on_register()
    best = t(f"partners.method_{register[0].baseline}")
    print(t("partners.register_lede", ties=register[0].ties, best=best[:1].lower() + best[1:]))
    rows = [
        {
            "method": one.method,
            "recall_at_5": one.recall[0],
            "recall_interval": f"{one.recall[1]}–{one.recall[2]}",
            "against_baseline": f"{one.apart[0]} ({one.apart[1]} to {one.apart[2]})",
        }
        for one in register
    ]
    print_rows(rows, tuple(rows[0]), as_json=False)
