"""A country and a state of the same name: the document decides, and doubt keeps the country."""

import pytest

from henequen.reading.grammar.sides import sides_of

STATE = "GEORGIA & JAPAN\nInternational Trade Division | Georgia, USA fact sheet\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{STATE}The State of Georgia opened its Tokyo office in 1973. Exports from Georgia to Japan were $1.62 billion.",
        "Governor of Georgia in Seoul: Georgia exports to Korea rose. The Port of Savannah handled most of them.",
        "El estado de Georgia y México firmaron una carta. La oficina de Georgia en México depende de Atlanta.",
        "미국 조지아주와 한국은 협력한다. 애틀랜타에서 조지아 주지사를 만났다.",
    ],
)
def test_georgia_is_the_state_where_two_signs_show_it(text: str) -> None:
    assert "GEO" not in sides_of(text).countries


@pytest.mark.parametrize(
    "text",
    [
        "Georgia and Japan signed an agreement in Tbilisi. A Georgian visited Atlanta and Savannah.",
        "The Embassy of Georgia in Tokyo thanked the State of Georgia and the University of Georgia.",
        "Georgia and the United States signed a charter. The Atlanta office was opened later.",
        "Georgia exported wine to Japan.",
        "La República de Georgia y España. Atlanta. Savannah.",
        "Armenia, Azerbaijan and Georgia met in Atlanta, then in Savannah.",
    ],
)
def test_georgia_stays_the_country_otherwise(text: str) -> None:
    assert "GEO" in sides_of(text).countries
