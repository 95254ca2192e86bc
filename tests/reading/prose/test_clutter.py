"""Menus, credits of pictures, links to other reports and comments around a report give no claims."""

import pytest

from henequen.reading.prose.clutter import find_clutter
from henequen.reading.prose.scene import Prose
from tests.reading.prose.texts import document, read

CLUTTER = [
    "Skip to main content",
    "Home > News > Trade > Peru and Laos sign a treaty on 3 May 2023",
    "Inicio / Noticias / Perú y Laos firmaron un acuerdo en 2019",
    "Share on Facebook",
    "Facebook | Twitter | WhatsApp | Print",
    "Compartir",
    "Tags: free trade agreement, Laos, Peru, signed 2019",
    "Etiquetas: acuerdo, Laos, Perú",
    "Related: Peru and Laos signed a treaty on 3 May 2019",
    "Lea también: Perú y Laos firmaron un tratado el 3 de mayo de 2019",
    "Te puede interesar: Laos abrió su embajada en Lima en 2018",
    "관련기사: 페루와 라오스, 2019년 협정 서명",
    "The minister of Peru (L) and his counterpart of Laos sign the treaty on 3 May 2019 (Photo: Agency)",
    "El canciller (izq.) recibe al ministro de Laos el 3 de mayo de 2019",
    "Foto: Cancillería",
    "Photo: The ministers of Peru and Laos sign the treaty on 3 May 2019.",
    "Published: 3 May 2019, 10:15",
    "18:39 | 10/26/2013",
    "Most read\nPeru and Laos signed a treaty on 3 May 2019\nLaos opened an embassy in Lima in 2018",
    "Noticias relacionadas\nPerú y Laos firmaron un tratado el 3 de mayo de 2019\nLaos abrió su embajada en 2018",
    "2 Comments\nJuan says:\nPeru signed a treaty with Laos on 3 May 2019 too.\nReply",
]


@pytest.mark.parametrize("clutter", CLUTTER)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_clutter_is_no_sentence(clutter: str, gap: str) -> None:
    report = "Peru and Chile agreed to meet again in Lima before the end of the year and to exchange lists of goods."
    prose = Prose.of(document(f"{report}{gap}{clutter}\n", "en"))
    assert [scene.text for scene in prose.scenes] == [report]


@pytest.mark.parametrize(
    "line",
    [
        "Trade between Peru and Laos rose (see Table 3).",
        "Home appliances made up 3 per cent of exports to Peru.",
        "Share of Peru in exports: 3 per cent.",
        "The photo exhibition opened in Lima on 3 May 2019.",
        "La foto fue tomada durante la visita del canciller de Laos el 3 de mayo de 2019.",
        "Printing machines worth 3 million dollars went to Laos.",
        "Search and rescue: the navies of Peru and Chile signed a protocol.",
        "By 2019, Peru had opened its embassy.",
        "Comments of the Peruvian side: the list of goods will be sent in May.",
        "Comments",
        "Read in Congress on 3 May 2019, the treaty was approved.",
    ],
)
def test_line_of_a_report_is_no_clutter(line: str) -> None:
    assert find_clutter(f"{line}\n\nThe ministers met.\n") == []


def test_report_goes_on_behind_a_list_of_links() -> None:
    text = (
        "Peru and Chile met in Lima.\n\nRelated news\nPeru signs with Laos\nLaos opens embassy\n\n"
        "The two ministers signed the Agreement on Fisheries between Peru and Chile on 12 June 2021, in the presence of "
        "the heads of both navies and of the chambers of commerce.\n"
    )
    [instrument] = read("instrument", text)
    assert instrument.fields["signed"]["value"] == "2021-06-12"


def test_heading_above_a_paragraph_is_a_sentence_of_its_own() -> None:
    text = (
        "A YEAR OF VISITS\n"
        "On 12 June 2021 the foreign minister of Peru visited Laos and met with her counterpart, with whom she spoke of "
        "fisheries, of visas and of the school that both countries support.\n"
    )
    [event] = read("event", text)
    assert event.fields["title"].startswith("On 12 June 2021")


def test_broken_line_goes_on() -> None:
    text = (
        "The Foreign Ministers of the two countries, after their talks in the capital, signed the Agreement on\n"
        "Fisheries between\nPeru and Chile on 12 June 2021 in the presence of the heads of both navies.\n"
    )
    [instrument] = read("instrument", text)
    assert instrument.fields["title"].startswith("Agreement on Fisheries")
