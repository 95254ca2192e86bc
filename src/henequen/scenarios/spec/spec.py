"""The content of a scenario file, read and checked before any computation. The terms are those of the reference page on
scenario files. An unknown key is an error, so that a misspelt shock cannot pass as "no effect".
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from henequen.files.toml_gate import read_toml
from henequen.scenarios.spec.errors import mistake

__all__ = [
    "Baseline",
    "Category",
    "Change",
    "Counterfactual",
    "Depth",
    "Distribution",
    "Draws",
    "GravityTerms",
    "PartialTerms",
    "Sensitive",
    "Solver",
    "Spec",
    "Staging",
    "Tier",
    "read_spec",
]

OPERATIONS = ("source", "set", "scale", "add", "cap", "swiss", "cut", "iceberg", "depth")
COSTS = ("iceberg", "depth")
RATES = ("set", "add", "cap", "swiss")
PARAMETERS = {"linear": "reduction", "swiss": "coefficient", "tiered": "tiers"}


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


class Baseline(_Table):
    """The world compared with: a tariff set of the base (default: the one in its data), deficits closed or kept."""

    tariffs: str | None = None
    deficits: Literal["zero", "keep"] = "zero"


class _Terms(BaseModel):
    """A table inside a change: no unknown key, no text or true for a number, no infinity."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Tier(_Terms):
    """One tier of a cut: rates above this bound lose this share of the whole rate."""

    above: float = Field(ge=0)
    reduction: float = Field(ge=0, le=1)


class Sensitive(_Terms):
    """The sensitive list: the share of trade of these sectors that is left out of the change, or gets half of it."""

    sectors: Annotated[list[str], Field(min_length=1)] | Literal["all"] = "all"
    share: float = Field(default=1.0, ge=0, le=1)
    treatment: Literal["exclude", "half"] = "exclude"


class Depth(_Terms):
    """Levels of depth of an agreement, before and after, and the factor on trade costs of one level."""

    start: int = Field(alias="from", ge=0, le=100)
    to: int = Field(ge=0, le=100)
    cost_per_level: float = Field(gt=0, le=1)


class Change(_Table):
    """One change of tariffs or costs; exactly one of the operations, on the cells named."""

    among: list[str] | Literal["all"] | None = None
    importers: list[str] | Literal["all"] | None = None
    exporters: list[str] | Literal["all"] | None = None
    except_exporters: list[str] = []
    sectors: list[str] | Literal["all"] = "all"
    except_sectors: list[str] = []
    source: str | None = Field(default=None, alias="from")
    set: float | None = None
    scale: float | None = Field(default=None, ge=0)
    add: float | None = None
    cap: float | None = Field(default=None, ge=0)
    swiss: float | None = Field(default=None, gt=0)
    cut: Literal["linear", "swiss", "tiered"] | None = None
    reduction: float | None = Field(default=None, ge=0, le=1, strict=True)
    coefficient: float | None = Field(default=None, gt=0, le=5, strict=True)
    tiers: list[Tier] | None = Field(default=None, min_length=1)
    sensitive: Sensitive | None = None
    iceberg: float | None = Field(default=None, gt=0)
    depth: Depth | None = None
    variable: str | None = None
    value: float | None = None
    coverage: float = Field(default=1.0, ge=0, le=1)
    utilisation: float = Field(default=1.0, ge=0, le=1)
    compliance_cost: float = Field(default=0.0, ge=0)
    note: str = ""

    @model_validator(mode="after")
    def _one_operation(self) -> Change:
        options = OPERATIONS if self.variable is None else ("value", "scale", "add")
        operations = [name for name in options if getattr(self, name) is not None]
        if len(operations) != 1:
            listed = ", ".join("from" if name == "source" else name for name in options)
            raise ValueError(f"needs exactly one of {listed}; has {operations or 'none'}")
        if self.variable is None and self.value is not None:
            raise ValueError("value belongs to a variable")
        stray = [name for name in OPERATIONS if name not in options and getattr(self, name) is not None]
        if stray:
            raise ValueError(
                f"{', '.join('from' if name == 'source' else name for name in stray)}: not with a variable"
            )
        if operations[0] in COSTS and (self.utilisation < 1 or self.compliance_cost > 0):
            raise ValueError(f"utilisation and compliance_cost belong to tariffs, not to {operations[0]} costs")
        if self.sensitive is not None and (operations[0] in COSTS or self.variable is not None):
            raise ValueError("sensitive belongs to tariffs, not to costs")
        if (self.among is None) == (self.importers is None and self.exporters is None):
            raise ValueError("needs either among, or importers and exporters")
        if self.among is None and (self.importers is None or self.exporters is None):
            raise ValueError("needs both importers and exporters")
        if isinstance(self.among, list) and len(set(self.among)) < 2:
            raise ValueError("among needs two members or more")
        for name in ("importers", "exporters", "sectors"):
            if getattr(self, name) == []:
                raise ValueError(f'{name} is empty: name some, or write {name} = "all"')
        return self

    @model_validator(mode="after")
    def _formula(self) -> Change:
        for formula, name in PARAMETERS.items():
            has = getattr(self, name) is not None
            if has and self.cut != formula:
                raise ValueError(f'{name} belongs to cut = "{formula}"')
            if self.cut == formula and not has:
                raise ValueError(f'cut = "{formula}" needs {name}')
        bounds = [tier.above for tier in self.tiers or []]
        if any(high <= low for low, high in pairwise(bounds)):
            raise ValueError(f"tiers must ascend: above is {bounds}")
        return self


class Counterfactual(_Table):
    """The set to start from (default: the baseline's), and changes applied in their order."""

    tariffs: str | None = None
    change: list[Change] = []


class Category(_Table):
    """A staging category: its sectors, and how the old rate becomes the new one over `years`."""

    name: str
    sectors: list[str] | Literal["all"] = "all"
    kind: Literal["immediate", "linear", "back_loaded", "partial", "exclusion", "quota", "seasonal"] = "linear"
    years: int = Field(default=1, ge=1, le=50)
    grace: int = Field(default=0, ge=0)
    share: float = Field(default=1.0, ge=0, le=1)
    months: int = Field(default=12, ge=0, le=12)


class Staging(_Table):
    """The calendar: first year of cuts, last year, categories (the first that names a sector counts)."""

    start: int
    end: int
    category: list[Category]
    mfn_erosion: float = Field(default=0.0, ge=0, lt=1)

    @model_validator(mode="after")
    def _forward(self) -> Staging:
        if self.end < self.start:
            raise ValueError(f"the calendar ends ({self.end}) before it starts ({self.start})")
        if self.end - self.start > 60:
            raise ValueError("the calendar is longer than sixty years")
        return self


class Distribution(_Table):
    """How a parameter is uncertain: relative spread `sigma` for lognormal and normal; `half_width` for uniform, triangular.

    `standard_errors` by sector (in the unit of the parameter) replace sigma if given.
    """

    distribution: Literal["lognormal", "normal", "uniform", "triangular"]
    sigma: float = Field(default=0.0, ge=0, le=1)
    half_width: float = Field(default=0.0, ge=0, lt=1)
    standard_errors: dict[str, float] = {}


class Draws(_Table):
    """Monte Carlo: number of draws, seed, the central share of draws in a band, the drawn parameters."""

    n: int = Field(ge=2, le=100_000)
    seed: int = 0
    interval: float = Field(default=0.9, gt=0, lt=1)
    elasticities: Distribution | None = None
    iceberg: Distribution | None = None
    path: bool = True


class Solver(_Table):
    """Tolerance and maximum number of iterations of a solve."""

    tolerance: float = Field(default=1e-12, gt=0, le=1e-3)
    max_iterations: int = Field(default=1000, ge=1, le=1_000_000)


class GravityTerms(_Table):
    """One-sector gravity: elasticity of substitution, cost estimates, how imbalances are treated."""

    sigma: float = Field(default=5.0, gt=1, le=101)
    costs: dict[str, float] = {}
    standard_errors: dict[str, float] = {}
    constant: float = 0.0
    imbalance: Literal["additive", "multiplicative"] = "multiplicative"
    reference_importer: str | None = None
    estimate: Literal["given", "ppml"] = "given"
    stopping: Literal["converged", "guide"] = "converged"


class PartialTerms(_Table):
    """Partial equilibrium: the table of lines, and elasticities if the table has none."""

    lines: str
    method: Literal["smart", "gsim"] = "smart"
    duty_change: Literal["log", "proportional"] = "log"
    importer: str | None = None
    demand: float = Field(default=-1.0, lt=0)
    substitution: float = Field(default=1.5, gt=0)
    supply: float = Field(default=99.0, gt=0)

    @model_validator(mode="after")
    def _whole_world(self) -> PartialTerms:
        if self.method == "gsim" and self.importer is not None:
            raise ValueError("importer belongs to smart; gsim solves for all importers of the table")
        if self.method == "smart" and self.duty_change != "log":
            raise ValueError("duty_change belongs to gsim; smart's change of duties is (t' - t) / (1 + t)")
        return self


class Spec(_Table):
    """A whole scenario file."""

    title: str
    id: str = ""
    model: Literal["caliendo_parro", "gravity", "partial"] = "caliendo_parro"
    mode: Literal["conditional", "one_step", "full"] | None = None
    titles: dict[str, str] = {}
    summary: str = ""
    summaries: dict[str, str] = {}
    limits: list[str] = []
    focus: list[str] = []
    places: str | None = None
    ranges: bool = False
    baseline: Baseline = Baseline()
    counterfactual: Counterfactual = Counterfactual()
    staging: Staging | None = None
    draws: Draws | None = None
    solver: Solver = Solver()
    gravity: GravityTerms = GravityTerms()
    partial: PartialTerms | None = None

    @model_validator(mode="after")
    def _fits(self) -> Spec:
        if self.mode is not None and self.model != "gravity":
            raise ValueError('mode belongs to model = "gravity"')
        if self.model == "partial" and self.partial is None:
            raise ValueError('model = "partial" needs a [partial] table with its lines')
        if self.model != "caliendo_parro" and (self.staging or self.places):
            raise ValueError(f'staging and places are not part of model = "{self.model}"')
        if self.ranges and self.model == "partial":
            raise ValueError('ranges is not part of model = "partial"')
        if self.draws and self.draws.iceberg and self.model != "caliendo_parro":
            raise ValueError(f'draws.iceberg is not part of model = "{self.model}"')
        if self.draws and self.draws.elasticities and self.model == "gravity":
            raise ValueError("gravity draws its coefficients from their standard errors, not elasticities")
        if self.draws and self.draws.iceberg and not any(c.iceberg or c.depth for c in self.counterfactual.change):
            raise ValueError("draws.iceberg needs a change with iceberg or depth")
        return self


def read_spec(path: Path) -> Spec:
    """Read and check the scenario file at `path`; raises `DataError` naming the key that is wrong."""
    return spec_from(read_toml(path, what="file_scenario"), str(path))


def spec_from(data: dict[str, Any], where: str = "scenario") -> Spec:
    """Check a scenario given as a dictionary; raises `DataError` as `read_spec`.

    >>> spec_from({"title": "nothing", "baseline": {"deficits": "keep"}}).baseline.deficits
    'keep'
    """
    try:
        spec = Spec.model_validate(data)
    except ValidationError as error:
        raise mistake(error, Spec, where) from error
    return spec
