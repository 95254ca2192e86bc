"""Several instruments in one sentence: behind a plural, in a list in Hangul, under a heading; and what is none."""

from __future__ import annotations

from tests.reading.prose.texts import read


def instruments(text: str, language: str = "en", published_on: str | None = None) -> dict[str, tuple[object, object]]:
    """The date of signature and the status of each instrument, by its title."""
    found = [proposal.fields for proposal in read("instrument", text, language, published_on)]
    return {
        str(fields["title"]): (
            (fields["signed"] or {}).get("value") if "signed" in fields else None,  # type: ignore[attr-defined]
            fields.get("status_normalised"),
        )
        for fields in found
    }


def test_a_plural_with_repeated_prepositions_names_one_instrument_each() -> None:
    text = (
        "Peru and Finland met often. Last year the two countries signed agreements on forestry (3 May 2021), "
        "on air services (July 2021) and on research, and Peru was pleased with Finland."
    )
    assert instruments(text) == {
        "agreement on forestry": ("2021-05-03", "signed"),
        "agreement on air services": ("2021-07", "signed"),
        "agreement on research": (None, "signed"),
    }


def test_a_plural_with_two_topics_is_left_open() -> None:
    assert instruments("On 3 May 2021 Peru and Finland signed agreements on trade and investment.") == {}


def test_a_plural_in_spanish_names_each_counterpart() -> None:
    text = "El 4 de mayo de 2021 Perú y Chile firmaron convenios de turismo, salud y aduanas."
    assert set(instruments(text, "es")) == {"convenio de turismo", "convenio de salud", "convenio de aduanas"}


def test_a_list_in_hangul_takes_its_verb_from_its_end() -> None:
    text = "한국과 폴란드는 2021년 5월 4일 ▲수소 협력 MOU, ▲표준 협력 약정, ▲공동연구 의향서 등 3건 체결"
    assert {name: status for name, (_, status) in instruments(text, "ko").items()} == {
        "수소 협력 MOU": "signed",
        "표준 협력 약정": "signed",
        "공동연구 의향서": "signed",
    }


def test_the_end_of_negotiations_is_no_signature() -> None:
    text = "Peru and Finland praised the Trade Agreement, negotiations on which were concluded on 2 May 2021."
    assert all(signed is None for signed, _ in instruments(text).values())


def test_an_agreement_with_a_bloc_is_not_one_of_the_pair() -> None:
    found = read("instrument", "Peru and Finland met. Peru and Finland signed the EU Trade Agreement on 2 May 2021.")
    assert all(proposal.fields.get("countries") != ["FIN", "PER"] for proposal in found)
