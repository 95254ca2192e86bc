"""Two places that are partners without a word for an agreement: what is stated is read, what is wished for is not."""

from __future__ import annotations

import pytest

from tests.reading.prose.test_instrument_threads import HEADS
from tests.reading.prose.texts import read


def twinnings(language: str, text: str) -> list[object]:
    """The date of each twinning."""
    found = [proposal.fields for proposal in read("instrument", HEADS[language] + text, language, "2024-06-20")]
    assert all(len(one["countries"]) == 2 for one in found)  # type: ignore[arg-type]
    dates = [one.get("signed") for one in found if one["type"] == "twinning"]
    return [date["value"] if isinstance(date, dict) else date for date in dates]


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("en", "The town of Mandeville has been twinned with Koforidua since 2011.", ["2011"]),
        ("en", "Mandeville and Koforidua, twinned since 2011, exchange teachers every year.", ["2011"]),
        ("en", "Kumasi and Kingston have been sister cities since 4 March 2009.", ["2009-03-04"]),
        ("en", "Accra became a sister city of Montego Bay in 1998.", ["1998"]),
        ("en", "Accra, a sister city of Kingston since 2001, sent a delegation.", ["2001"]),
        ("en", "Tema and Kingston have been sister cities since 1959, Ho and Mandeville since 1957.", ["1959", "1957"]),
        ("en", "The twinning of Kumasi with Mandeville dates from May 2005.", ["2005-05"]),
        ("es", "Cuenca está hermanada con Turín desde 2005.", ["2005"]),
        ("es", "Quito y Génova, hermanadas desde octubre de 2019, retomarán el intercambio.", ["2019-10"]),
        ("es", "Guayaquil, ciudad hermana de Génova desde 1998, enviará una misión.", ["1998"]),
        ("es", "Loja y Nápoles se hermanaron el 3 de mayo de 2011.", ["2011-05-03"]),
        ("es", "Quito y Roma son ciudades hermanas desde 1996.", ["1996"]),
    ],
)
def test_partner_towns_are_a_twinning_with_the_date_since_when(language: str, text: str, dates: list[str]) -> None:
    assert twinnings(language, text) == dates


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kumasi hopes to twin with Kingston by next year."),
        ("en", "Kumasi asked to be twinned with Kingston in 2023."),
        ("en", "The twin towers were inaugurated in 2010."),
        ("en", "The link between Kumasi and Kingston is served by three flights a week."),
        ("en", "Accra was never twinned with Kingston."),
        ("es", "Quito quiere hermanarse con Turín."),
        ("ko", "자매결연의 필요성이 제기되었다."),
    ],
)
def test_a_wish_or_a_denial_is_no_twinning(language: str, text: str) -> None:
    assert twinnings(language, text) == []


def test_the_two_regions_are_those_of_the_sentence_above() -> None:
    text = (
        "부산광역시는 페루 카야오시 대표단을 맞았다. 두 도시는 2014년 9월 3일 자매결연을 체결했으며, 교류를 이어 왔다."
    )
    (found,) = read("instrument", HEADS["ko"] + text, "ko", "2024-06-20")
    assert found.fields["subdivisions"] == ["KR-26", "PE-CAL"]
