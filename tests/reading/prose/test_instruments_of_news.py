"""Instruments in the sentences of news reports: lists behind a ceremony, dates of other deeds, words for goods."""

from tests.reading.prose.texts import read


def test_documents_of_a_ceremony_are_signed() -> None:
    text = (
        "The signing ceremony took place as part of the official visit. These documents include an agreement between "
        "Vietnam and Hungary on cooperation against organised crime and a memorandum of understanding on fisheries "
        "between the two governments.\n"
    )
    instruments = read("instrument", text)
    assert [one.fields["type"] for one in instruments] == ["agreement", "memorandum_of_understanding"]
    assert {one.fields["status_normalised"] for one in instruments} == {"signed"}


def test_documents_without_a_ceremony_are_not_signed() -> None:
    text = (
        "The archive was moved last year. These documents include an agreement between Vietnam and Hungary on fish.\n"
    )
    assert read("instrument", text) == []


def test_date_of_another_deed_is_not_that_of_the_signature() -> None:
    text = (
        "Perú y Chile firmaron el Convenio de Pesca Artesanal, renovando compromisos asumidos en 2024, en presencia de "
        "ambos presidentes.\n"
    )
    [instrument] = read("instrument", text, "es")
    assert instrument.fields["status_normalised"] == "signed"
    assert "signed" not in instrument.fields


def test_date_of_the_meeting_is_that_of_the_signature() -> None:
    text = "En la reunión celebrada el 5 de mayo de 2019, Perú y Chile firmaron el Convenio de Pesca Artesanal.\n"
    [instrument] = read("instrument", text, "es")
    assert instrument.fields["signed"]["value"] == "2019-05-05"


def test_date_of_a_later_verb_is_read() -> None:
    text = (
        "Apruébase el Acuerdo de Hermanamiento, celebrado entre el Gobierno de la Ciudad de Buenos Aires, República "
        "Argentina, y la Municipalidad de la Ciudad de Asunción, República del Paraguay, representada por su Intendente "
        "Municipal, suscripto con fecha 8 de diciembre de 2011.\n"
    )
    [instrument] = read("instrument", text, "es")
    assert instrument.fields["signed"]["value"] == "2011-12-08"
    assert instrument.fields["countries"] == ["ARG", "PRY"]


def test_adjectives_of_goods_are_no_parties() -> None:
    text = (
        "El 3 de mayo de 2019 Perú e Indonesia firmaron el Acuerdo de Pesca, que abre a productos peruanos el mercado "
        "indonesio.\n"
    )
    [instrument] = read("instrument", text, "es")
    assert instrument.fields["parties"] == ["Perú", "Indonesia"]


def test_step_that_is_a_signature_is_signed() -> None:
    text = (
        "La Ciudad de Mendoza, Argentina, dio el 17 de diciembre de 2025 un paso en su agenda al firmar un Acuerdo de "
        "Hermanamiento con la Ciudad de Lima, Perú.\n"
    )
    [instrument] = read("instrument", text, "es")
    assert instrument.fields["signed"]["value"] == "2025-12-17"
