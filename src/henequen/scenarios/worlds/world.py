"""A world on which scenarios are compared: a base, its sets of elasticities, and a translation of the scenarios' names.

Declared in `scenarios/worlds/ID.toml` of a pack:

    id = "wiod2011"
    title = "World of 2011, duties of 2017"      # [titles] es, ko
    base = "wiod2011.json.gz"                    # next to this file, or left out: then --base gives it
    base_name = "wiod2011"                       # the name of the base that fits
    proof = false                                # true: kept as the proof against a published article
    [tariffs]  "2005" = "2017w"                  # a scenario's tariff set -> one of this base
    [regions]  CHL = ""                          # "" is not a region of its own here; left out means the same code
    [sectors]  "Textile" = ["c4"]                # a scenario's sector -> sectors of this base
    [sector_names]  c4 = "Textiles"              # the names of this base's sectors, if the scenarios' are others
    [[elasticities]]  id, title, source, second_hand, values (a number, or a table by sector)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from henequen.files.toml_gate import read_toml
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.spec.errors import mistake

__all__ = ["Elasticities", "World", "worlds_of"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Elasticities(_Table):
    """One set of trade elasticities: its source, whether it was copied second hand, one value or one per sector."""

    id: str
    title: str
    titles: dict[str, str] = {}
    source: str
    second_hand: bool = False
    values: float | dict[str, float] = Field(default_factory=dict)


class _Declared(_Table):
    id: str
    title: str
    titles: dict[str, str] = {}
    base: str = ""
    base_name: str
    year: int
    duties_year: str
    proof: bool = False
    source: str
    licence: str
    tariffs: dict[str, str] = {}
    regions: dict[str, str] = {}
    sectors: dict[str, list[str]] = {}
    sector_names: dict[str, str] = {}
    elasticities: list[Elasticities] = Field(min_length=1)


@dataclass(frozen=True)
class World:
    """A declared world; `file` is its shipped base, or None if the reader must provide it."""

    id: str
    title: str
    titles: dict[str, str]
    file: Path | None
    base_name: str
    year: int
    duties_year: str
    proof: bool
    source: str
    licence: str
    tariffs: dict[str, str]
    regions: dict[str, str]
    sectors: dict[str, list[str]]
    sector_names: dict[str, str]
    elasticities: tuple[Elasticities, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The fields for a page or a table of sources."""
        return {
            "id": self.id,
            "title": self.title,
            "titles": dict(self.titles),
            "year": self.year,
            "duties_year": self.duties_year,
            "proof": self.proof,
            "source": self.source,
            "licence": self.licence,
            "shipped": self.file is not None,
            "sectors": {name: list(own) for name, own in self.sectors.items()},
            "sector_names": dict(self.sector_names),
            "elasticities": [item.model_dump(exclude={"values"}) for item in self.elasticities],
        }


def worlds_of(pack: Path) -> list[World]:
    """The worlds that the pack at `pack` declares, the newest year first; empty if it declares none."""
    worlds: dict[str, World] = {}
    for file in sorted((pack / "scenarios" / "worlds").glob("*.toml")):
        data = read_toml(file, what="file_world")
        try:
            declared = _Declared.model_validate(data)
        except ValidationError as error:
            raise mistake(error, _Declared, str(file)) from error
        if declared.id in worlds:
            raise DataError(Message("two_worlds_have_one_id"), where=str(file), found=declared.id)
        values = declared.model_dump(exclude={"base", "elasticities"})
        path = file.parent / Path(declared.base).name if declared.base else None
        if path is not None and not path.is_file():
            raise DataError(Message("base_world_not_here"), where=str(file), found=declared.base)
        worlds[declared.id] = World(**values, file=path, elasticities=tuple(declared.elasticities))
    return sorted(worlds.values(), key=lambda world: (world.proof, -world.year, world.id))
