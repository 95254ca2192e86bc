"""Value added in exports against a published example: the leather table of the R package decompr (Quast and Kummritz 2015)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from henequen.scenarios.value_added.leontief import InputOutput, Leontief, content_of_exports, identity_gap

AREAS = ("Argentina", "Turkey", "Germany")
INTERMEDIATE = """
16.1 5.1 1.8 3.2 4.3 0.4 3.1 2.8 4.9
2.4 8.0 3.2 0.1 3.2 1.6 1.2 3.9 11.5
0.9 0.5 4.0 0.0 0.1 0.3 0.0 0.4 0.5
1.1 1.9 0.2 18.0 13.2 6.1 9.0 3.1 8.9
0.3 2.8 0.1 6.1 28.1 6.3 2.1 2.5 25.6
0.0 0.1 0.3 4.1 3.2 8.9 0.2 0.0 1.8
1.2 4.2 0.3 4.1 1.2 0.6 29.0 19.5 17.9
1.3 1.1 0.0 3.2 4.8 2.6 5.1 29.1 24.1
2.1 1.4 3.0 4.1 3.1 3.9 11.3 8.1 51.3
"""
FINAL = """
21.5 6.1 8.4
16.2 1.9 5.1
11.0 0.5 0.8
7.5 29.5 14.2
8.9 24.9 16.9
1.2 18.5 4.9
9.2 17.9 51.2
7.9 10.1 38.5
25.1 35.2 68.4
"""
# value added of each industry (row) in all exports of each industry (column), as printed
PUBLISHED = """
28.52278143 2.79395126 0.35606694 1.81066955 3.1173841 0.35901126 1.2364172 1.30283802 4.1208736
1.06206936 19.12053186 0.41813924 0.48370042 1.8329024 0.43058635 0.5937041 1.15375958 4.7490351
0.21043693 0.14228369 1.06369578 0.03329456 0.0790545 0.04024626 0.0231846 0.07482343 0.1932621
0.71952151 1.34237213 0.11504126 34.92704803 6.9994970 1.47711579 2.5543089 1.52213499 6.1806254
0.41201175 1.38523849 0.11764036 2.69291816 40.1671410 1.31799873 1.1093993 1.15207241 9.5069032
0.03482652 0.08553139 0.02667530 0.81210167 0.9075189 3.16041392 0.1151191 0.07448266 0.6464733
0.92530356 2.25142713 0.16222512 2.31122022 2.0595825 0.51211484 29.8763359 5.24719728 9.6006931
0.64666560 0.72785683 0.08244379 1.53837777 2.5488967 0.63316614 1.4593583 18.95868110 8.1583150
0.66638333 0.65080723 0.25807221 1.29066963 1.4880228 0.56934671 1.7321726 1.51401054 34.7438192
"""


def matrix(text: str) -> Any:
    return np.array([[float(cell) for cell in line.split()] for line in text.split("\n") if line])


@pytest.fixture(scope="module")
def solved() -> Leontief:
    table = InputOutput(
        AREAS, ("agriculture", "leather", "transport"), matrix(INTERMEDIATE), matrix(FINAL), 2015, "", ""
    )
    return Leontief(table)


@pytest.mark.system(16)
def test_value_added_by_origin_is_as_published(solved: Leontief) -> None:
    published = matrix(PUBLISHED)
    for number, seller in enumerate(AREAS):
        found = dict.fromkeys(AREAS, 0.0)
        for buyer in AREAS:
            if buyer != seller:
                for row in content_of_exports(solved, seller, buyer):
                    found[row["origin"]] += row["value"]
        columns = published[:, 3 * number : 3 * number + 3]
        for origin, area in enumerate(AREAS):
            assert found[area] == pytest.approx(columns[3 * origin : 3 * origin + 3].sum(), abs=1e-6)


def test_identities_of_the_published_table_hold(solved: Leontief) -> None:
    assert identity_gap(solved) < 1e-9
