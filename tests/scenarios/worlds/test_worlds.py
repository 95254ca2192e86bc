"""The worlds that ship: their files, the published oracle of the 2011 table, translation of names, ranges, the verbs."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from henequen.cli.scenario import app
from henequen.model.errors import DataError, UsageError
from henequen.scenarios.bases import Base
from henequen.scenarios.presets import Preset, preset_tables, presets_of
from henequen.scenarios.spec.spec import spec_from
from henequen.scenarios.worlds.compact import read_compact, write_compact
from henequen.scenarios.worlds.compare import Case, Closure, case_rows, cases_of, with_elasticities
from henequen.scenarios.worlds.compute import compute_worlds
from henequen.scenarios.worlds.job import base_of
from henequen.scenarios.worlds.summary import range_of, sector_ranges
from henequen.scenarios.worlds.translate import translate
from henequen.scenarios.worlds.world import World, worlds_of

PACK = Path(__file__).parents[3] / "packs" / "mexico_korea"


@pytest.fixture(scope="module")
def world() -> World:
    """The newest world of the pack."""
    return worlds_of(PACK)[0]


@pytest.fixture(scope="module")
def base(world: World) -> Base:
    assert world.file is not None
    return read_compact(world.file)


@pytest.fixture(scope="module")
def presets() -> dict[str, Preset]:
    return {preset.id: preset for preset in presets_of(PACK)}


def test_worlds_are_listed_with_the_newest_first_and_the_proof_last() -> None:
    found = worlds_of(PACK)
    assert [(world.year, world.proof) for world in found] == [(2011, False), (1993, True)]
    assert len(cases_of(found)) == 12
    for one in found:
        assert one.source and one.licence
        assert all(item.source for item in one.elasticities)
    assert any(item.second_hand for item in found[0].elasticities)


# Free trade of the two, deficits closed or kept: computed by hand from the same tables with the solver of another program.
ORACLE = [
    ("bck2023", "zero", {"MEX": -0.0120, "KOR": 0.0284}, {"MEX": 35.65, "KOR": 45.60}),
    ("bck2023", "keep", {"MEX": -0.0150, "KOR": 0.0374}, {}),
    ("cp2015", "zero", {"MEX": 0.0029, "KOR": 0.0325}, {}),
]


@pytest.mark.parametrize(("chosen", "closure", "income", "imports"), ORACLE)
def test_world_of_2011_meets_its_published_figures(
    chosen: str,
    closure: Closure,
    income: dict[str, float],
    imports: dict[str, float],
    world: World,
    base: Base,
    presets: dict[str, Preset],
) -> None:
    item = next(one for one in world.elasticities if one.id == chosen)
    specs = {"free": presets["zero-tariffs-2005"].spec}
    tables = case_rows(Case(world, item, closure), base, specs, draws=2)["free"]
    found = {row["region"]: row["income"] for row in tables["worlds"]}
    assert {code: found[code] for code in income} == pytest.approx(income, abs=6e-5)
    changes = {row["importer"]: row["change"] for row in tables["worlds_trade"]}
    assert {code: changes[code] for code in imports} == pytest.approx(imports, abs=0.005)
    for row in tables["worlds"]:
        assert row["lower"] <= row["upper"]
        assert np.sign(row["money"]) == np.sign(row["income"])


def test_shipped_tables_hold_every_case_of_every_scenario(presets: dict[str, Preset]) -> None:
    cases = {(case.world.id, case.elasticities.id, case.closure) for case in cases_of(worlds_of(PACK))}
    for preset in presets.values():
        rows = preset_tables(preset)[0]["worlds"]
        assert {(row["world"], row["elasticities"], row["closure"]) for row in rows} == cases
        assert all(row["draws"] == 200 and row["lower"] <= row["upper"] for row in rows)


def test_range_says_that_a_sign_is_not_certain(presets: dict[str, Preset]) -> None:
    worlds = [one.as_dict() for one in worlds_of(PACK)]
    rows = preset_tables(presets["zero-tariffs-2005"])[0]
    found = range_of(rows["worlds"], ["MEX", "KOR"], worlds)
    assert found["runs"] == 12 and found["newest"] == "wiod2011"
    mexico, korea = found["sides"]["MEX"], found["sides"]["KOR"]
    assert mexico["direction"] == "uncertain" and mexico["low"] < 0 < mexico["high"]
    assert korea["direction"] == "rises" and korea["lower"] > 0
    assert mexico["money_year"] == 2011 and -250 < mexico["money_low"] < 0 < mexico["money_high"] < 100
    textiles = next(row for row in sector_ranges(rows["worlds_sectors"], "wiod2011", "MEX") if row["sector"] == "c4")
    assert textiles["high"] < 0 and textiles["money_low"] < -100


def test_translation_names_what_the_world_does_not_have(world: World, base: Base, presets: dict[str, Preset]) -> None:
    spec, left_out = translate(presets["cptpp"].spec, world, base)
    assert left_out == ("CHL", "NZL")
    assert spec.baseline.tariffs == "2017w"
    spec, _ = translate(presets["schedule-2026"].spec, world, base)
    assert spec.counterfactual.change[0].sectors == ["c4", "c5", "c12"]
    change = {"importers": ["MEX"], "exporters": ["CHL"], "set": 0.0}
    with pytest.raises(DataError, match="region of its own"):
        translate(spec_from({"title": "x", "counterfactual": {"change": [change]}}), world, base)
    change = {"among": ["MEX", "KOR"], "sectors": ["Avocado"], "set": 0.0}
    with pytest.raises(DataError, match="Avocado"):
        translate(spec_from({"title": "x", "counterfactual": {"change": [change]}}), world, base)


def test_elasticities_of_the_file_are_those_of_the_world(world: World, base: Base) -> None:
    assert world.file is not None
    for item in world.elasticities:
        declared = with_elasticities(base, item).arrays["theta"]
        assert read_compact(world.file, item.id).arrays["theta"] == pytest.approx(declared)


def test_world_file_is_written_the_same_and_refused_when_damaged(world: World, tmp_path: Path) -> None:
    assert world.file is not None
    content = json.loads(gzip.decompress(world.file.read_bytes()))
    write_compact(content, tmp_path / "again.json.gz")
    assert (tmp_path / "again.json.gz").read_bytes() == world.file.read_bytes()
    for name, data in (
        ("cut", world.file.read_bytes()[:1000]),
        ("bomb", gzip.compress(b"[" + b"0," * 20_000_000 + b"0]")),
        ("short", gzip.compress(json.dumps(content | {"trade": [1]}).encode())),
        ("index", gzip.compress(json.dumps(content | {"tariff": [10**6] * len(content["tariff"])}).encode())),
        ("other", gzip.compress(b'{"format": "x"}')),
        ("deep", gzip.compress(b"[" * 100_000)),
    ):
        path = tmp_path / f"{name}.json.gz"
        path.write_bytes(data)
        with pytest.raises(DataError, match=name):
            read_compact(path)


def test_world_without_a_base_asks_for_it(base: Base) -> None:
    proof = worlds_of(PACK)[-1]
    with pytest.raises(DataError, match="does not ship"):
        base_of(proof, None)
    with pytest.raises(UsageError, match="no such world"):
        compute_worlds(PACK, {"mars": Path("x")})


def test_presets_verb_leads_with_the_range() -> None:
    lines = CliRunner().invoke(app, ["presets"]).stdout.splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("zero-tariffs-2005"))
    assert "MEX: real income" in lines[at + 1] and "the direction is not certain" in lines[at + 1]
    assert "gains in every run" in lines[at + 2]
    found = [
        json.loads(line) for line in CliRunner().invoke(app, ["presets", "--json", "--ranges"]).stdout.splitlines()
    ]
    assert all(row["range"]["runs"] == 12 for row in found)


def test_worlds_verb_lists_worlds_with_sources() -> None:
    found = [json.loads(line) for line in CliRunner().invoke(app, ["worlds", "--json"]).stdout.splitlines()]
    assert [one["id"] for one in found] == ["wiod2011", "cp2015"]
    assert "CC BY 4.0" in found[0]["licence"]
