"""How the two gegravity tables beside this file were made; not run by the tests, since it needs gegravity.

In an environment of its own (gegravity 0.3 with numpy 2.4, pandas 3.1, scipy 1.17 gave these tables):

    pip install gegravity && python make_gegravity_sample.py FOLDER_WITH_gegravity_sample_2006.csv

The experiment is the package's own example: Canada and Japan agree, its printed coefficients, sigma 5, reference importer
DEU. Only the tolerances of its solver are tightened, to what doubles allow (its defaults are 1e-8); the largest absolute value
of its equations is then 6e-16. Figures are the package's, in percent where it says percent; resistances as levels.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COEFFICIENTS = [
    ("lndist", -0.3898623),
    ("contiguity", 0.891577),
    ("common_language", 0.0326249),
    ("pta", 0.4711383),
    ("international", -3.412584),
    ("constant", 16.32434),
]


def main(folder: Path) -> None:
    """Solve the example and write countries and trade as CSV beside this file."""
    import gegravity as ge
    import pandas as pd

    rows = pd.read_csv(folder / "gegravity_sample_2006.csv")
    rows["constant"] = 1
    baseline = ge.BaselineData(
        rows,
        imp_var_name="importer",
        exp_var_name="exporter",
        year_var_name="year",
        trade_var_name="trade",
        expend_var_name="E",
        output_var_name="Y",
    )
    terms = pd.DataFrame([(name, beta, 0.0) for name, beta in COEFFICIENTS], columns=["var", "beta", "stderr"])
    model = ge.OneSectorGE(
        baseline=baseline,
        cost_coeff_values=ge.CostCoeffs(estimates=terms, identifier_col="var", coeff_col="beta", stderr_col="stderr"),
        cost_variables=[name for name, _ in COEFFICIENTS],
        year="2006",
        reference_importer="DEU",
        sigma=5,
        quiet=True,
    )
    model.build_baseline(omr_rescale=100, mr_tolerance=1e-15, mr_max_iter=20_000)
    changed = model.baseline_data.copy()
    pair = changed["importer"].isin(["CAN", "JPN"]) & changed["exporter"].isin(["CAN", "JPN"])
    changed.loc[pair & (changed["importer"] != changed["exporter"]), "pta"] = 1
    model.define_experiment(changed)
    model.simulate(ge_tolerance=1e-15, ge_max_iter=50_000)
    countries = model.country_results.join(model.country_mr_terms)
    countries.astype(float).to_csv(HERE / "gegravity_countries.csv", float_format="%.14g", lineterminator="\n")
    model.bilateral_trade_results.to_csv(HERE / "gegravity_trade.csv", float_format="%.14g", lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
