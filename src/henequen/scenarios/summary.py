"""The content of the Scenarios pages as plain dictionaries: no template, no chart library, everything precomputed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from henequen.scenarios.event_study.read import shipped_studies
from henequen.scenarios.presets import Preset, preset_tables, presets_of
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.value_added.shipped import shipped_value_added
from henequen.scenarios.worlds.summary import range_of
from henequen.scenarios.worlds.world import worlds_of

__all__ = ["ScenarioPages", "page_of", "preset_pages", "shipped_tables"]

SHIPPED = ("regions", "sectors", "trade", "third_suppliers", "losers", "years", "places", "models")


def shipped_tables(result: ScenarioResult, focus: list[str]) -> dict[str, Table]:
    """The part of a result that a pack ships: all regions; sectors, trade and losers of the regions in `focus` only."""
    own = set(focus)
    kept = {}
    for name in SHIPPED:
        table = result.tables.get(name)
        if table is None:
            continue
        if name == "trade":
            keep = [row["importer"] in own and row["exporter"] in own for row in table.rows()]
        elif name == "third_suppliers":
            keep = [row["importer"] in own for row in table.rows()]
        elif name in ("sectors", "losers", "years", "models"):
            keep = [row["region"] in own for row in table.rows()]
        else:
            keep = [True] * len(table)
        columns = {
            column: [value for value, kept_ in zip(values, keep, strict=True) if kept_]
            for column, values in table.columns.items()
        }
        kept[name] = Table(name, columns, table.units)
    return kept


class ScenarioPages(list[dict[str, Any]]):
    """The pages' data of all scenarios of a pack, with its studies: `value_added` (tables), `events` (event studies), `live`
    (a small world that a page can solve)."""

    studies: Mapping[str, Any]

    def __init__(self, pages: Iterable[dict[str, Any]] = (), studies: Mapping[str, Any] | None = None) -> None:
        super().__init__(pages)
        self.studies = studies or {}


def preset_pages(pack: Path) -> ScenarioPages:
    """One dictionary per preset of the pack, in the order of files, ready for a template.

    Keys: id, title, titles, summary, summaries, file, text (of the file), model, computed (false where no tables ship),
    focus, base (name, year, source), assumptions, limits, sources, diagnostics, tables (name -> rows), dot_range (sector ->
    one point per region with lower and upper, percent of output), waterfall (region -> steps in 100 x log points that add up
    to the last), years (region -> points), map (rows of places; empty if the pack gives no mix of sectors), models (rows
    of the headline figure under other assumptions, those of presets with the same changes to another baseline too), range (over
    worlds, elasticities and closures: see `worlds.summary`) and worlds (their descriptions and sources).
    """
    presets = presets_of(pack)
    worlds = [world.as_dict() for world in worlds_of(pack)]
    pages = [page_of(preset, worlds) for preset in presets]
    presets_asked = [
        (preset.spec.model, preset.spec.counterfactual.model_dump_json(), preset.spec.staging, preset.spec.focus)
        for preset in presets
    ]
    for page, question in zip(pages, presets_asked, strict=True):
        alike = [
            other for other, same in zip(pages, presets_asked, strict=True) if same == question and other is not page
        ]
        page["models"] = [*page["models"], *(row for other in alike for row in other["tables"].get("models", []))]
    studies = {
        "value_added": shipped_value_added(pack),
        "events": shipped_studies(pack),
        "live": _live_world(pack),
    }
    return ScenarioPages(pages, studies)


def _live_world(pack: Path) -> dict[str, Any]:
    """The newest shipped world for a page: its description, and its file in base64; empty if none ships."""
    world = next((one for one in worlds_of(pack) if one.file is not None), None)
    if world is None or world.file is None:
        return {}
    return {"world": world.as_dict(), "packed": b64encode(world.file.read_bytes()).decode("ascii")}


def page_of(preset: Preset, worlds: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """One scenario with its tables, as in `preset_pages`."""
    tables, head = preset_tables(preset)
    focus = preset.spec.focus
    return {
        "id": preset.id,
        "title": preset.spec.title,
        "titles": dict(preset.spec.titles),
        "summary": preset.spec.summary,
        "summaries": dict(preset.spec.summaries),
        "file": preset.file.name,
        "text": preset.file.read_text(encoding="utf-8"),
        "model": preset.spec.model,
        "computed": bool(tables),
        "focus": list(focus),
        "base": head.get("base", {}),
        "assumptions": head.get("assumptions", []),
        "limits": head.get("limits", list(preset.spec.limits)),
        "sources": head.get("sources", []),
        "diagnostics": head,
        "tables": tables,
        "dot_range": _dot_range(tables.get("sectors", []), focus),
        "waterfall": {region: _waterfall(tables.get("regions", []), region) for region in focus},
        "years": {region: [row for row in tables.get("years", []) if row["region"] == region] for region in focus},
        "map": tables.get("places", []),
        "models": list(tables.get("models", [])),
        "range": range_of(tables.get("worlds", []), focus, worlds),
        "worlds": list(worlds) if tables.get("worlds") else [],
    }


def _dot_range(sectors: list[dict[str, Any]], focus: list[str]) -> list[dict[str, Any]]:
    """Percent changes of output by sector, sectors with the widest gap first."""
    rows: dict[str, dict[str, Any]] = {}
    for row in sectors:
        if row["region"] not in focus or not isinstance(row["output"], float):
            continue
        point = {
            "value": _percent(row["output"]),
            "lower": _percent(row.get("output_lower")),
            "upper": _percent(row.get("output_upper")),
        }
        rows.setdefault(row["sector"], {})[row["region"]] = point
    ordered = sorted(rows.items(), key=lambda item: (-max(abs(point["value"]) for point in item[1].values()), item[0]))
    return [{"sector": sector, "regions": points} for sector, points in ordered]


def _percent(ratio: Any) -> float | None:
    return 100 * (ratio - 1) if isinstance(ratio, float) else None


def _waterfall(regions: list[dict[str, Any]], region: str) -> list[dict[str, Any]]:
    """Terms of trade and volume of trade along the path, then their sum, which is the exact change of real income."""
    row = next((row for row in regions if row["region"] == region), None)
    if row is None or not isinstance(row.get("path_terms_of_trade"), float):
        return []
    steps = [
        {"step": name, "value": row[column]}
        for name, column in (
            ("terms_of_trade", "path_terms_of_trade"),
            ("volume_of_trade", "path_volume_of_trade"),
            ("technical_efficiency", "path_technical_efficiency"),
        )
        if isinstance(row.get(column), float) and (row[column] != 0 or column != "path_technical_efficiency")
    ]
    return [*steps, {"step": "real_income", "value": sum(step["value"] for step in steps)}]
