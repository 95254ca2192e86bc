"""A cell that Python would take for a number, but nobody wrote as one, is refused at every door: 1_0 is not ten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
pytestmark = pytest.mark.process

SMART = 'title = "P"\nmodel = "partial"\n[partial]\nmethod = "smart"\nimporter = "MEX"\nlines = "FILE"\n'
DOORS = {
    "base long": ("trade.csv", "importer,exporter,sector,value\nA,A,s,90\nA,B,s,?\nB,A,s,20\nB,B,s,80\n",
                  "scenario base import long DIR --theta 5 --out DIR/b"),
    "base icio": ("i.csv", "V1,A_s,B_s,A_HFCE,B_HFCE,OUT\nA_s,10,?,80,5,105\nB_s,5,10,5,80,100\nVALU,85,85,0,0,0\nOUT,100,105,0,0,0\n",
                  "scenario base import icio FILE --theta 5 --out DIR/b"),
    "smart lines": ("l.csv", "product,supplier,value,tariff_before,tariff_after\n01,A,?,0.2,0\n01,B,50,0.3,0.1\n",
                    "scenario run DIR/p.toml --out DIR/out"),
    "reported rows": ("r.csv", "period,flowCode,reporterISO,partnerISO,cmdCode,primaryValue\n2019,X,CHL,NZL,030110,?\n",
                      "mirror reconcile FILE --out DIR/o.parquet"),
    "partners": ("p.csv", "partner,exports,imports\nUSA,?,6\nKOR,3,2\n", "rank FILE --partner KOR"),
    "places": ("q.csv", "name,country,lat,lon\nX,MEX,?,-103.3\n", "twin Jalisco --places FILE"),
    "table of trade": ("t.csv", "year,exporter,importer,product,value\n2019,MEX,KOR,15,?\n", "opportunity Jalisco --table FILE"),
    "schedule": ("s.csv", "code,duty,staging\n01012100,?,A\n", "legal tariffs FILE"),
    "rates": ("m.csv", "importer,exporter,sector,tariff,mfn\nKOR,MEX,s,?,20\n", "legal margin FILE"),
    "cube": ("c.csv", "Month ID,State ID,State,HS6 ID,Flow ID,Country ID,Trade Value\n201201,19,Nuevo León,17870829,1,kor,?\n",
             "cube FILE"),
}  # fmt: skip


@pytest.mark.parametrize("number", ["1_0", "１０", "²"])
@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_number_that_nobody_wrote_as_one_is_refused(run: Run, tmp_path: Path, door: str, number: str) -> None:
    name, content, words = DOORS[door]
    (tmp_path / "p.toml").write_text(SMART.replace("FILE", name))
    (tmp_path / name).write_text(content.replace("?", number), encoding="utf-8")
    answer = run(*words.replace("FILE", str(tmp_path / name)).replace("DIR", str(tmp_path)).split())
    assert answer.code == 1
    assert name in answer.err and "does not expect" not in answer.err
    assert number in answer.err


@pytest.mark.parametrize("door", sorted(DOORS))
def test_the_doors_read_a_plain_number(run: Run, tmp_path: Path, door: str) -> None:
    """So that the refusals are about the number and nothing else."""
    name, content, words = DOORS[door]
    (tmp_path / "p.toml").write_text(SMART.replace("FILE", name))
    (tmp_path / name).write_text(content.replace("?", "20"), encoding="utf-8")
    answer = run(*words.replace("FILE", str(tmp_path / name)).replace("DIR", str(tmp_path)).split())
    assert not [word for word in ("number", "amount", "not a rate", "a duty in a form") if word in answer.err], (
        answer.err
    )
