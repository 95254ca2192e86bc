"""Documents of every kind, written for these tests: each table comes out cell by cell with what its headers say."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import typst

from henequen.reading.read import FileReading, read_file

Fields = dict[str, Any]


def reading_of(path: Path, data: bytes) -> FileReading:
    """Write and read one file."""
    path.write_bytes(data)
    found = read_file(path)
    assert found.status == "ok", found.reason
    assert found.document is not None
    text = found.document.text
    for proposal in found.proposals:
        assert all(text[quote.start : quote.end] == quote.quote for quote in proposal.evidence)
    return found


def pdf(source: str) -> bytes:
    """A PDF page from a Typst source."""
    return bytes(typst.compile(source.encode()))


def values(reading: FileReading, *keys: str) -> set[tuple[Any, ...]]:
    """The observations as tuples of these fields; a missing value is None."""
    return {tuple(p.fields.get(key) for key in keys) for p in reading.proposals if p.kind == "observation"}


def instruments(reading: FileReading) -> list[Fields]:
    """The fields of the instruments."""
    return [dict(p.fields) for p in reading.proposals if p.kind == "instrument"]


def test_read_xlsx_with_merged_headers_footnotes_and_several_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Comercio de bienes de Perú con Chile, 2019-2020"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "(Millones de dólares)"
    sheet["A4"], sheet["B4"], sheet["D4"] = "Producto", "Exportaciones", "Importaciones"
    for area in ("A4:A5", "B4:C4", "D4:E4"):
        sheet.merge_cells(area)
    for column, year in zip("BCDE", (2019, "2020 p/", 2019, "2020 p/"), strict=True):
        sheet[f"{column}5"] = year
    for row in (["Minerales", 1234.5, 1100.2, 0.5, "n.d."], ["Total", 1322.6, 1175.25, 814, "-"]):
        sheet.append(row)
    sheet["A9"] = "p/ Cifras preliminares."
    growth = book.create_sheet("Crecimiento")
    growth.append(["Año", "Exportaciones (US$ millones)", "Variación %"])
    growth.append([2019, 2220.5, 0.034])
    growth.append([2020, 2403.1, -0.013])
    for cell in ("C2", "C3"):
        growth[cell].number_format = "0.0%"
    register = book.create_sheet("Instrumentos")
    register.append(["No.", "Instrumento", "Contraparte", "Fecha de firma", "Vigencia", "Estatus"])
    signed = datetime.date(2006, 8, 22)
    register.append([1, "Acuerdo de Libre Comercio entre el Perú y Chile", "Chile", signed, "Indefinida", "Vigente"])
    register.append(
        [2, "Memorándum de Entendimiento sobre Turismo", "Chile", "noviembre de 2015", "5 años", "Concluido"]
    )
    out = io.BytesIO()
    book.save(out)
    reading = reading_of(tmp_path / "peru.xlsx", out.getvalue())
    assert values(reading, "measure", "reporter", "partner", "product", "period", "value", "multiplier", "missing") >= {
        ("export", "PER", "CHL", "Minerales", "2019", "1234.5", 1_000_000, None),
        ("export", "PER", "CHL", "Minerales", "2020", "1100.2", 1_000_000, None),
        ("import", "PER", "CHL", "Minerales", "2019", "0.5", 1_000_000, None),
        ("import", "PER", "CHL", "Minerales", "2020", None, None, True),
        ("export", "PER", "CHL", "TOTAL", "2020", "1175.25", 1_000_000, None),
        ("import", "PER", "CHL", "TOTAL", "2019", "814", 1_000_000, None),
        ("growth", None, None, None, "2019", "3.4", 1, None),
        ("growth", None, None, None, "2020", "-1.3", 1, None),
    }
    first, second = instruments(reading)
    assert (first["countries"], first["signed"]["value"], first["status_normalised"]) == (
        ["CHL", "PER"],
        "2006-08-22",
        "in_force",
    )
    assert (second["type"], second["signed"], second["term"], second["status_normalised"]) == (
        "memorandum_of_understanding", {"value": "2015-11", "precision": "month"}, "P5Y", "completed"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        (
            "long, semicolons, Latin 1, decimal comma",
            "Informante;Socio;Flujo;Año;Código HS;Producto;Valor (miles de USD);Nota\r\n"
            "Chile;Perú;Exportación;2020;2603;Minerales;4.017,8;\r\nChile;Viet Nam;Importación;2021;8703;\"Autos; usados\";x;p\r\n",
            {
                ("export", "CHL", "PER", "HS:2603", "2020", "4017.8", 1000, "USD"),
                ("import", "CHL", "VNM", "HS:8703", "2021", None, None, "USD"),
            },
        ),
        (
            "wide, commas, a title with a comma",
            "# Exports of Vietnam by destination, USD million\nCountry,2019,2020\nPeru,\"1,205.1\",907.2\nOthers,1,2\n",
            {
                ("export", "VNM", "PER", "TOTAL", "2019", "1205.1", 1_000_000, "USD"),
                ("export", "VNM", "PER", "TOTAL", "2020", "907.2", 1_000_000, "USD"),
                ("export", "VNM", "Others", "TOTAL", "2019", "1", 1_000_000, "USD"),
                ("export", "VNM", "Others", "TOTAL", "2020", "2", 1_000_000, "USD"),
            },
        ),
        (
            "tabs, triangles",
            "연도\t수출(천 달러)\t무역수지(천 달러)\n2021\t1,234\t△1,111\n2022\t1,300\t-\n",
            {
                ("export", None, None, "TOTAL", "2021", "1234", 1000, "USD"),
                ("balance", None, None, "TOTAL", "2021", "-1111", 1000, "USD"),
                ("export", None, None, "TOTAL", "2022", "1300", 1000, "USD"),
                ("balance", None, None, "TOTAL", "2022", None, None, "USD"),
            },
        ),
    ],
)  # fmt: skip
def test_read_csv_dialects(tmp_path: Path, name: str, data: str, wanted: set[tuple[Any, ...]]) -> None:
    encoding = "cp1252" if "Latin" in name else "utf-8"
    reading = reading_of(tmp_path / "table.csv", data.encode(encoding))
    assert (
        values(reading, "measure", "reporter", "partner", "product", "period", "value", "multiplier", "unit") == wanted
    )


def test_read_csv_without_years_makes_no_period(tmp_path: Path) -> None:
    data = "Entidad,I,II,III,IV\nJalisco,1.5,2.25,-3.125,4\nPuebla,2.5,1,0.5,8\n"
    reading = reading_of(tmp_path / "ied.csv", data.encode())
    assert values(reading, "measure", "subdivision", "period", "unit", "value") >= {
        ("fdi_flow", "MX-JAL", None, None, "-3.125")
    }


def test_read_html_spans_and_units_above_the_table(tmp_path: Path) -> None:
    page = """<html lang=es><head><meta charset=utf-8></head><body><nav><a>Inicio</a></nav><h1>Comercio de Chile con socios</h1>
    <p>En millones de dólares</p><table><tr><th>País</th><th>Flujo</th><th>2022</th><th>2023</th></tr>
    <tr><td rowspan=2>Japón</td><td>Exportaciones</td><td>6.123,4</td><td>5.987,0</td></tr>
    <tr><td>Saldo</td><td>(377,8)</td><td>3.986,0</td></tr></table></body></html>"""
    reading = reading_of(tmp_path / "page.html", page.encode())
    assert values(reading, "measure", "reporter", "partner", "period", "value", "multiplier") == {
        ("export", "CHL", "JPN", "2022", "6123.4", 1_000_000),
        ("export", "CHL", "JPN", "2023", "5987.0", 1_000_000),
        ("balance", "CHL", "JPN", "2022", "-377.8", 1_000_000),
        ("balance", "CHL", "JPN", "2023", "3986.0", 1_000_000),
    }


def test_read_damaged_html_puts_cells_back(tmp_path: Path) -> None:
    page = """<html><body><h1>Registered agreements with partners in Peru</h1>
    <table><tr><th>State<th>Instrument<th>Counterpart<th>Date signed<th>Status
    <tr><td>Jalisco<td>Twinning agreement on culture<td>Lima<td>12 May 1997<td>In force
    <tr><td>Puebla< /td><td>Letter of intent on trade</td><td>Peru</td><td>March 2004</td><td>Completed</td></tr>
    <tr><td>Nuevo León</td><td>Memorandum of understanding on industry</td><td>Peru</td></tr><td>2015</td><td>Ended</td>
    </table></body></html>"""
    reading = reading_of(tmp_path / "damaged.html", page.encode())
    rows = [(row["type"], row["signed"]["value"], row["status_normalised"]) for row in instruments(reading)]
    assert rows == [
        ("twinning", "1997-05-12", "in_force"), ("letter_of_intent", "2004-03", "completed"),
        ("memorandum_of_understanding", "2015", "ended"),
    ]  # fmt: skip
    assert reading.document is not None
    assert any("outside the row" in repair for table in reading.document.tables for repair in table.repairs)


def test_read_docx_matrix_and_register(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Responsible bodies: Chile and Peru", 1)
    for rows in (
        [
            ["Issue", "Chile", "Peru"],
            ["Customs", "National Customs Service", "SUNAT"],
            ["Fisheries", "Sernapesca; Subpesca", "PRODUCE"],
        ],
        [
            ["Instrument", "Parties", "Signed", "Status"],
            ["Protocol on fisheries", "Chile; Peru", "15 February 2003", "Replaced"],
        ],
    ):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph("After the table.")
    out = io.BytesIO()
    document.save(out)
    reading = reading_of(tmp_path / "matrix.docx", out.getvalue())
    matrix = [
        (p.fields["issue"], p.fields["country"], p.fields["body"])
        for p in reading.proposals
        if p.kind == "responsibility"
    ]
    assert matrix == [
        ("Customs", "CHL", "National Customs Service"), ("Customs", "PER", "SUNAT"), ("Fisheries", "CHL", "Sernapesca"),
        ("Fisheries", "CHL", "Subpesca"), ("Fisheries", "PER", "PRODUCE"),
    ]  # fmt: skip
    (register,) = instruments(reading)
    assert (register["type"], register["countries"], register["status_normalised"]) == (
        "protocol",
        ["CHL", "PER"],
        "replaced",
    )


def test_read_pdf_with_two_columns_and_a_ruled_table(tmp_path: Path) -> None:
    source = r"""#set page(paper: "a4", margin: 2cm)
#columns(2)[#lorem(150)

*Table 1. Peru: trade with Chile (US\$ million)*
#table(columns: 4, [Year],[Exports],[Imports],[Balance],[2019],[2,280.1],[953.2],[1,326.9],[2020],[403.0],[701.4],[(298.4)])
#lorem(120)]"""
    reading = reading_of(tmp_path / "report.pdf", pdf(source))
    assert values(reading, "measure", "reporter", "partner", "period", "value", "unit", "multiplier") == {
        ("export", "PER", "CHL", "2019", "2280.1", "USD", 1_000_000),
        ("import", "PER", "CHL", "2019", "953.2", "USD", 1_000_000),
        ("balance", "PER", "CHL", "2019", "1326.9", "USD", 1_000_000),
        ("export", "PER", "CHL", "2020", "403.0", "USD", 1_000_000),
        ("import", "PER", "CHL", "2020", "701.4", "USD", 1_000_000),
        ("balance", "PER", "CHL", "2020", "-298.4", "USD", 1_000_000),
    }


def test_read_pdf_borderless_tables_with_wrapped_cells(tmp_path: Path) -> None:
    source = r"""#set page(paper: "a4", margin: 2cm)
*Table 2. Peru: exports to Chile by product, million dollars*
#table(columns: (1fr, auto, auto), stroke: none, align: (left, right, right), [Product],[2019],[2020],
[Copper ores and concentrates, whether or not roasted, including blister copper, slag and residues of all kinds],[1,100.5],[1,200.0],
[Zinc],[201.0],[-])
#lorem(40)

*Table 3. Agreements between Peru and Chile*
#table(columns: (2fr, 1fr, auto, auto), stroke: none, row-gutter: 6pt, [Instrument],[Parties],[Signed],[Status],
[Convention for the avoidance of double taxation with respect to taxes on income],[Peru; Chile],[10 May 2012],[In force],
[Protocol amending the agreement on technical cooperation in agriculture],[Ministry of Agriculture of Peru; Agricultural
Service of Chile],[June 2016],[Suspended])"""
    reading = reading_of(tmp_path / "tables.pdf", pdf(source))
    long = (
        "Copper ores and concentrates, whether or not roasted, including blister copper, slag and residues of all kinds"
    )
    assert values(reading, "product", "period", "value", "missing") == {
        (long, "2019", "1100.5", None), (long, "2020", "1200.0", None), ("Zinc", "2019", "201.0", None), ("Zinc", "2020", None, True),
    }  # fmt: skip
    first, second = instruments(reading)
    assert first["title"] == "Convention for the avoidance of double taxation with respect to taxes on income"
    assert second["parties"] == ["Ministry of Agriculture of Peru", "Agricultural Service of Chile"]
    assert (second["signed"]["value"], second["status_normalised"]) == ("2016-06", "suspended")


def test_read_pdf_table_that_goes_on_without_its_header(tmp_path: Path) -> None:
    rows = "".join(f"[Product {n}],[{n},100.5],[{200 + n}.0],\n" for n in range(1, 60))
    source = (
        '#set page(paper: "a4", margin: 2cm, header: [Yearbook of trade])\n#lorem(200)\n\n'
        "*Table 5. Chile: exports to Peru by product (US\\$ million)*\n"
        f"#table(columns: 3, stroke: none, align: (left, right, right), [Product],[2019],[2020],\n{rows})"
    )
    reading = reading_of(tmp_path / "long.pdf", pdf(source))
    assert len(values(reading, "reporter", "partner", "product", "period", "value")) == 118
    assert all(p.fields["reporter"] == "CHL" for p in reading.proposals)


def test_read_mail_with_a_table_made_of_spaces(tmp_path: Path) -> None:
    mail = (
        "From: desk@example.org\nTo: all@example.org\nSubject: Figures\nDate: Mon, 3 Mar 2025 10:00:00 +0900\n"
        "Content-Type: text/plain; charset=utf-8\n\nDear all,\n\nTrade of Chile with Peru (US$ million)\n\n"
        "Flow        2023      2024\nExports   1,700.5   1,655.0\nImports     950.1      n.a.\n\nBest\n"
    )
    reading = reading_of(tmp_path / "mail.eml", mail.encode())
    assert values(reading, "measure", "reporter", "partner", "period", "value") == {
        ("export", "CHL", "PER", "2023", "1700.5"), ("export", "CHL", "PER", "2024", "1655.0"),
        ("import", "CHL", "PER", "2023", "950.1"), ("import", "CHL", "PER", "2024", None),
    }  # fmt: skip
    assert reading.document is not None and reading.document.published_on == "2025-03-03"


def test_read_text_table_that_lost_its_columns(tmp_path: Path) -> None:
    text = (
        "The figures follow.\n Table 1\nChile's Trade Flows with Peru\n\n(Millions of dollars)\n\nExports Imports Total Balance\n\n"
        "1980 44.7 64.2 108.9 -19.5\n\n1981 50.2 55.9 106.1 -5.7\n\n1982 43.4 261.1 304.5 -217.7\n\nSource: customs\n"
    )
    reading = reading_of(tmp_path / "old.txt", text.encode())
    found = values(reading, "measure", "reporter", "partner", "period", "value", "multiplier")
    assert len(found) == 12
    assert ("total_trade", "CHL", "PER", "1981", "106.1", 1_000_000) in found
    assert ("balance", "CHL", "PER", "1982", "-217.7", 1_000_000) in found


def test_read_text_table_with_one_cell_per_line(tmp_path: Path) -> None:
    head = ["구분", "2024년", "2025년", "12월", "1~12월", "12월", "1~12월"]
    flows = ["수 출", "(전년동기대비)", "61,359", "(6.6)", "683,609", "(△8.1)", "69,539", "(13.3)", "709,407", "(3.8)"]
    cells = [*head, *flows, "무역수지", "6,493", "51,842", "12,170", "77,656"]
    text = "월간 수출입 현황입니다. 수출이 늘었습니다.\n\n(단위: 백만 달러, %)\n\n" + "\n\n".join(cells) + "\n\n끝.\n"
    reading = reading_of(tmp_path / "vertical.txt", text.encode())
    assert values(reading, "measure", "component", "period", "value", "unit") >= {
        ("export", None, "2024-12", "61359", "USD"), ("export", None, "2024", "683609", "USD"),
        ("growth", "export", "2024", "-8.1", "percent"), ("balance", None, "2025", "77656", "USD"),
    }  # fmt: skip


def test_reading_twice_gives_the_same_proposals(tmp_path: Path) -> None:
    data = b"Year;Exports (USD)\n2020;1\n2021;2\n"
    first, second = (reading_of(tmp_path / "a.csv", data) for _ in range(2))
    assert [p.identity for p in first.proposals] == [p.identity for p in second.proposals]
    assert len({p.identity for p in first.proposals}) == 2
