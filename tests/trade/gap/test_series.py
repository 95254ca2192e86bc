from __future__ import annotations

import json
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from henequen.cli.app import app
from henequen.record.pack.place_of import find_pack
from henequen.record.pack.read import read_pack
from henequen.trade.gap.series import explain_series

pytestmark = pytest.mark.engine


@pytest.mark.system(48)
def test_the_shipped_series_explains_2003_in_both_directions() -> None:
    observations = read_pack(find_pack(None)).observations
    there = explain_series(observations, "MEX", "KOR", "2003")
    back = explain_series(observations, "KOR", "MEX", "2003")
    assert there is not None
    assert back is not None
    assert (there.exporter_value, there.importer_value) == (Decimal("95100000"), Decimal("333700000"))
    assert (back.exporter_value, back.importer_value) == (Decimal("2455000000"), Decimal("4112900000"))
    for one in (there, back):
        assert sum(v for v in one.components.values() if v is not None) == one.gap
        assert "one_sided" in one.not_measurable


def test_the_verb_prints_one_object_a_flow_with_the_rules_in_words() -> None:
    done = CliRunner().invoke(app, ["mirror", "explain", "MEX", "KOR", "2003", "--json", "--lang", "es"])
    assert done.exit_code == 0
    flows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(f["exporter"], f["importer"]) for f in flows] == [("MEX", "KOR"), ("KOR", "MEX")]
    assert all(len(f["rules"]) == 2 for f in flows)
    assert all({"period", "product", "gap", "components", "not_measurable"} <= set(f) for f in flows)
