"""Each indicator against a case worked by hand; the working stands beside it."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from henequen.model.errors import DataError, NotConvergedError
from henequen.trade.indicators import (
    advantage,
    advantage_matrix,
    balance,
    complexity,
    concentration,
    constant_market_share,
    country_bias,
    density,
    drysdale_complementarity,
    export_potential,
    grubel_lloyd,
    marginal_intra_industry,
    margins,
    michaely_complementarity,
    preference_margin,
    price_index,
    proximity,
    quality_classes,
    relative_preference_margin,
    similarity,
    terms_of_trade,
    trade_intensity,
)

NAN = float("nan")


def test_balance_gives_both_counts_and_no_mean() -> None:
    # reporter: sold 100, bought 80: +20, 100/80 = 1.25; partner: sold 90, bought 110 of it: +20 for the reporter, 110/90
    found = balance([100, 50], [80, NAN], [90, 40], [110, 60], periods=["2001", "2002"], reporter="CHL", partner="NZL")
    assert found.table["counted_by"] == ["CHL", "NZL", "CHL", "NZL"]
    assert found.values("balance")[:2].tolist() == [20, 20]
    assert found.values("coverage")[1] == pytest.approx(110 / 90)
    assert math.isnan(found.values("balance")[2]), "an unknown import is not zero"
    assert found.values("balance")[3] == 20
    assert found.diagnostics["unknown"] == 1
    assert len(found) == 4


def test_kojima_intensity() -> None:
    # (20 / 100) / (50 / (600 - 100)) = 0.2 / 0.1 = 2
    assert trade_intensity(20, 100, 50, 600, 100).values().tolist() == [2.0]
    nobody = trade_intensity(0, 0, 50, 600)
    assert math.isnan(nobody.values()[0])
    assert nobody.diagnostics["unknown"] == 1, "a share of nothing is unknown"
    with pytest.raises(DataError):
        trade_intensity(20, 100, 50, 100, 600)


def test_intensity_is_complementarity_times_bias() -> None:
    # x = (.6, .4), m_j = (.25, .75), market = (100, 100) of 200: pull 2, 2
    # C = .6 * .25 * 2 + .4 * .75 * 2 = .3 + .6 = .9
    # B_a = (12/60) / (10/100) = 2, B_b = (6/40) / (30/100) = .5;  I = .3*2 + .6*.5 = .9;  B = 1
    # and from totals: (18/100) / (40/200) = .9
    found = country_bias([12, 6], [60, 40], [10, 30], [110, 120], [10, 20])
    assert found.values("complementarity") == pytest.approx([0.3, 0.6, 0.9])
    assert found.values("bias") == pytest.approx([2, 0.5, 1])
    assert found.values("intensity")[-1] == pytest.approx(0.9)
    assert found.diagnostics["intensity_from_totals"] == pytest.approx(0.9)
    assert drysdale_complementarity([60, 40], [10, 30], [110, 120], [10, 20]).values()[0] == pytest.approx(0.9)


def test_what_one_side_sold_and_the_other_did_not_buy_is_counted() -> None:
    found = country_bias([12, 6], [60, 40], [10, 0], [110, 120], [10, 20])
    assert found.diagnostics["sold_not_bought"] == 1
    assert found.values("intensity")[-1] < float(str(found.diagnostics["intensity_from_totals"]))


def test_balassa_and_laursen() -> None:
    # (60/100) / (100/400) = 2.4;  (40/100) / (300/400) = 0.5333;  (2.4-1)/3.4 = .4118, (-.46667)/1.53333 = -.3043
    found = advantage([60, 40], [100, 300])
    assert found.values("rca") == pytest.approx([2.4, 8 / 15])
    assert found.values("symmetric") == pytest.approx([1.4 / 3.4, -7 / 23])
    odd = advantage([60, 40, 0], [100, 300, 0])
    assert odd.diagnostics["zero_denominators"] == 1
    assert math.isnan(odd.values("rca")[2])


def test_michaely() -> None:
    # |.2-.5| + |.3-.5| + |.5-0| = 1; 1 - 1/2 = .5
    assert michaely_complementarity([50, 50, 0], [20, 30, 50]).values()[-1] == pytest.approx(0.5)


def test_grubel_lloyd_level_and_weighted_mean() -> None:
    # 1 - 50/150 = 2/3; 1 - 20/20 = 0; 1; total 1 - 70/230 = .6957
    found = grubel_lloyd([100, 0, 30, 0], [50, 20, 30, 0])
    assert found.values()[:3] == pytest.approx([2 / 3, 0, 1])
    assert math.isnan(found.values()[3])
    assert found.values()[-1] == pytest.approx(160 / 230)
    assert found.diagnostics == {"unknown": 0, "zero_denominators": 1}
    assert grubel_lloyd([100, NAN], [50, 20]).values()[-1] == pytest.approx(2 / 3), "the unknown product is left out"


def test_bruelhart_marginal() -> None:
    # first: dX = 10, dM = 5: A = 1 - 5/15 = 2/3, B = 5/15; second: dX = 0, dM = -6: A = 0, B = 1
    # total: A = 1 - 11/21, B = 11/21
    found = marginal_intra_industry([10, 10], [10, 10], [20, 10], [15, 4])
    assert found.values("a") == pytest.approx([2 / 3, 0, 10 / 21])
    assert found.values("b") == pytest.approx([1 / 3, 1, 11 / 21])


def test_finger_kreinin() -> None:
    assert similarity([50, 50, 0], [20, 30, 50]).values()[-1] == pytest.approx(0.5)
    assert math.isnan(similarity([0, 0], [1, 1]).values()[-1])


def test_breadth_and_concentration() -> None:
    # shares .5 .3 .2: HHI .25 + .09 + .04 = .38; N = 2.6316; (.38 - 1/3) / (2/3) = .07; leading two .8
    found = concentration([50, 30, 20, 0, NAN], leading=(1, 2))
    assert found.values() == pytest.approx([3, 0.38, 1 / 0.38, 0.07, 0.5, 0.8])
    assert found.diagnostics["unknown"] == 1
    empty = concentration([0, 0])
    assert empty.values()[0] == 0
    assert np.isnan(empty.values()[1:]).all()


def test_hummels_klenow() -> None:
    # sold: 1st and 3rd: EM = 140/200 = .7; IM = 40/140; product = 40/200 = .2
    row = next(margins([30, 0, 10], [100, 60, 40]).rows())
    assert row["extensive"] == pytest.approx(0.7)
    assert row["intensive"] == pytest.approx(40 / 140)
    assert row["share"] == pytest.approx(0.2)
    assert margins([30, 5], [100, 0]).diagnostics["outside_reference"] == 1


def test_quality_classes() -> None:
    found = quality_classes(
        #  10 / 10     one way  20 / 10        8 / 10      no weight  none  unknown
        [100, 100, 100, 80, 100, 0, NAN],
        [10, 10, 5, 10, NAN, 0, 1],
        [90, 5, 80, 100, 80, 0, 3],
        [9, 1, 8, 10, 8, 0, 1],
    )
    assert found.table["class"] == [
        "horizontal", "one_way", "vertical_high", "vertical_low", "two_way_unclassed", "none", "unknown",
    ]  # fmt: skip
    # trade of known value: 190 + 105 + 180 + 180 + 180 = 835
    assert found.diagnostics["share_vertical_low"] == pytest.approx(180 / 835)
    # the limits are symmetric in ratio: 1/1.15 = .8696 is still horizontal, .8695 is not
    edge = quality_classes([1.0, 0.8695], [1, 1], [1.15, 1.0], [1, 1])
    assert edge.table["class"] == ["horizontal", "vertical_low"]


def test_price_indices_and_terms_of_trade() -> None:
    # p0 = (1, 2), p1 = (2, 2); q0 = (10, 10), q1 = (12, 10)
    # L = (20 + 20) / (10 + 20) = 4/3; P = (24 + 20) / (12 + 20) = 1.375; F = sqrt(L P)
    up = price_index([10, 20, 5], [10, 10, NAN], [24, 20, 5], [12, 10, 1])
    assert up.values("laspeyres")[0] == pytest.approx(4 / 3)
    assert up.values("paasche")[0] == pytest.approx(1.375)
    assert up.values("fisher")[0] == pytest.approx(math.sqrt(4 / 3 * 1.375))
    assert up.diagnostics["not_matched"] == 1
    assert up.diagnostics["covered_before"] == pytest.approx(30 / 35)
    flat = price_index([20], [5], [40], [5])
    assert terms_of_trade(up, flat).values("paasche")[0] == pytest.approx(1.375 / 2)


def test_constant_market_share_parts() -> None:
    # world 300 -> 360: r = .2; rows 200 -> 260 (r_1 = .3), 100 -> 100 (r_2 = 0)
    # cells W: (100, 100 | 50, 50) -> (160, 100 | 50, 50): r_11 = .6, others 0
    # V: (10, 5 | 4, 1) -> (18, 5 | 3, 2); V.. = 20, V'.. = 28, change 8
    # growth .2*20 = 4; commodity (.3-.2)*15 + (0-.2)*5 = .5; market (.6-.3)*10 + (0-.3)*5 = 1.5
    # competitiveness (18-10-6) + 0 + (3-4) + (2-1) = 2
    found = constant_market_share([[10, 5], [4, 1]], [[18, 5], [3, 2]], [[100, 100], [50, 50]], [[160, 100], [50, 50]])
    assert found.table["value"] == [Decimal("4.00"), Decimal("0.50"), Decimal("1.50"), Decimal("2.00"), Decimal("8.00")]
    assert found.diagnostics["rounding"] == 0
    with pytest.raises(DataError):
        constant_market_share([[NAN]], [[1]], [[1]], [[1]])


def test_proximity_and_density() -> None:
    # products made by 2, 1, 1 areas; together 1 and 2 once: 1 / max(2, 1) = .5; 2 and 3 never
    near = proximity([[1, 1, 0, 0], [1, 0, 1, 0]])
    assert near[0, 1] == 0.5
    assert near[1, 2] == 0
    assert np.isnan(near[3]).all()
    # around product 1 for the first area: makes 2 of (2, 3): .5 / (.5 + .5)
    assert density([[1, 1, 0, 0], [1, 0, 1, 0]])[0, 0] == 0.5


def test_complexity_of_three_nested_places() -> None:
    # M = 111 / 110 / 100: d = (3, 2, 1), u = (3, 2, 1)
    # S = d^-1 M u^-1 M': first row (1/3 + 1/2 + 1, 1/3 + 1/2, 1/3) / 3 = (11/18, 5/18, 2/18)
    #     second (5/6, 5/6, 1/3) / 2 = (5/12, 5/12, 2/12); third (1/3, 1/3, 1/3)
    # trace 11/18 + 5/12 + 1/3 = 49/36; determinant 1/36 (that of M'M over the products of d and u): with one of them 1,
    # the others solve l^2 - 13/36 l + 1/36 = 0: l = 1/4 and 1/9. (S - 1/4) v = 0 with v3 = 1: the third row gives
    # v1 + v2 = -1/4, the second 5/12 v1 + 1/6 v2 = -1/6, so v1 = -1/2, v2 = 1/4; the sign turned: (2, -1, -4)
    found, products = complexity([[1, 1, 1], [1, 1, 0], [1, 0, 0]], areas=["a", "b", "c"])
    raw = np.array([2.0, -1.0, -4.0])
    assert found.values("eci") == pytest.approx((raw - raw.mean()) / raw.std())
    assert found.diagnostics["second_eigenvalue"] == pytest.approx(0.25)
    # PCI: means of ECI over the makers: (2-1-4)/3 = -1, (2-1)/2 = .5, 2
    means = np.array([-1.0, 0.5, 2.0])
    assert products.values("pci") == pytest.approx((means - means.mean()) / means.std())


def test_complexity_refuses_what_is_not_determined() -> None:
    with pytest.raises(NotConvergedError, match="groups"):
        complexity(np.kron(np.eye(2), np.array([[1, 1], [1, 0]])))
    with pytest.raises(NotConvergedError):
        complexity(1 - np.eye(4))
    with pytest.raises(DataError):
        complexity([[1, 0.5], [0, 1]])
    areas, products = complexity([[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    assert math.isnan(areas.values("eci")[3])
    assert math.isnan(products.values("pci")[3])
    assert (areas.diagnostics["areas_left_out"], areas.diagnostics["products_left_out"]) == (1, 1)


def test_export_potential() -> None:
    # supply .5, .1; market 40, 80: expected 20 + 8 = 28; actual 20: ease 20/28
    # potential 20 * 20/28 = 14.2857, 8 * 20/28 = 5.7143; realised 14.2857 + 2; unrealised 0 + 3.7143
    found = export_potential([50, 10], [100, 100], [40, 80], [18, 2])
    assert found.diagnostics["ease"] == pytest.approx(20 / 28)
    assert found.values("potential") == pytest.approx([400 / 28, 160 / 28, 20])
    assert found.values("realised")[-1] == pytest.approx(400 / 28 + 2)
    assert found.values("unrealised") == pytest.approx([0, 160 / 28 - 2, 160 / 28 - 2])
    grown = export_potential([50, 10], [100, 100], [40, 80], [18, 2], demand_growth=1.1, tariff_factor=[1, 2])
    assert grown.values("potential")[1] == pytest.approx(160 / 28 * 2.2)


def test_plain_preference_margin() -> None:
    # line margins .1 and 0, weights 30 and 70: .03; the line without an ad valorem duty is left out, 100 of 150 covered
    found = preference_margin([0.10, 0.20, NAN], [0.0, 0.20, NAN], [30, 70, 50])
    assert found.values()[-1] == pytest.approx(0.03)
    assert found.diagnostics["covered"] == pytest.approx(100 / 150)


def test_relative_preference_margin() -> None:
    # line 1: A pays 0, B pays 10 %, C pays 10 %: A's rivals pay .10: +.10
    # B's rivals: (60*0 + 20*.1) / 80 = .025: .025 - .1 = -.075; C's rivals: (60*0 + 20*.1)/80 alike
    found = relative_preference_margin([[0.0], [0.1], [0.1]], [[60.0], [20.0], [20.0]], suppliers=["A", "B", "C"])
    assert found.values() == pytest.approx([0.1, -0.075, -0.075])
    alone = relative_preference_margin([[0.0]], [[5.0]])
    assert alone.diagnostics["no_competitor"] == 1
    assert math.isnan(alone.values()[0])


def test_wrong_shapes_signs_and_names_are_refused() -> None:
    for call in (
        lambda: advantage([1, 2], [1]),
        lambda: advantage([-1, 2], [1, 2]),
        lambda: advantage([math.inf, 2], [1, 2]),
        lambda: advantage([1, 2], [1, 2], products=["a", "a"]),
        lambda: advantage(["x", "y"], [1, 2]),  # type: ignore[list-item]
        lambda: advantage_matrix([1, 2]),
        lambda: quality_classes([1], [1], [1], [1], alpha=0),
        lambda: export_potential([5], [4], [1], [1]),
        lambda: concentration([1], leading=(0,)),
    ):
        with pytest.raises(DataError):
            call()
