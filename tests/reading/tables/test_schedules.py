"""Tables of actions and calendars: which they are by their titles and captions, and what a row gives."""

from __future__ import annotations

from pathlib import Path

from henequen.reading.document import Proposal
from henequen.reading.read import read_document, read_file
from henequen.reading.tables.schedules import schedule_columns


def _read(tmp_path: Path, caption: str, rows: list[list[str]]) -> list[Proposal]:
    """The proposals of a page with one table."""
    path = tmp_path / "page.html"
    path.write_text(_page(caption, rows), encoding="utf-8")
    return [p for p in read_file(path).proposals if p.kind in ("commitment", "event") and _of_cell(p)]


def _of_cell(proposal: Proposal) -> bool:
    return proposal.evidence[0].row is not None


def _page(caption: str, rows: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><body><h2>{caption}</h2><table>{body}</table></body></html>"


def _kind(caption: str, rows: list[list[str]]) -> str | None:
    document = read_document("page.html", _page(caption, rows).encode())
    schedule = schedule_columns(document, document.tables[0])
    return schedule.kind if schedule else None


def test_titles_decide_between_action_and_calendar() -> None:
    actions = [["Action", "Responsible", "Due"], ["Send the list of plants", "Ghana", "May 2024"]]
    calendar = [["Event", "Date", "Venue"], ["Business forum", "7 May 2024", "Accra"]]
    assert _kind("Ghana and Jamaica", actions) == "action"
    assert _kind("Ghana and Jamaica", calendar) == "calendar"


def test_caption_decides_where_titles_fit_both() -> None:
    rows = [["Activity", "Date"], ["Seminar on cocoa", "7 May 2024"]]
    assert _kind("Agreed actions, Ghana and Jamaica", rows) == "action"
    assert _kind("Calendar of events, Ghana and Jamaica", rows) == "calendar"


def test_table_of_figures_is_no_schedule() -> None:
    rows = [["Activity", "Date"], ["120", "2021"], ["130", "2022"], ["140", "2023"]]
    assert _kind("Ghana and Jamaica", rows) is None


def test_row_that_was_called_off_gives_nothing(tmp_path: Path) -> None:
    rows = [
        ["Event", "Date", "Venue"],
        ["Business forum", "7 May 2024", "Accra"],
        ["Trade mission", "9 June 2024 (postponed)", "Kingston"],
    ]
    assert [p.fields["title"] for p in _read(tmp_path, "Calendar 2024", rows)] == ["Business forum"]


def test_half_year_without_year_takes_that_of_the_caption(tmp_path: Path) -> None:
    rows = [["Acción", "Responsable", "Plazo"], ["Enviar la lista de plantas", "Chile", "segundo semestre"]]
    deadline = _read(tmp_path, "Acciones acordadas, 2024", rows)[0].fields["deadline"]
    assert isinstance(deadline, dict)
    assert deadline["value"] == "2024-12-31"


def test_month_with_points_and_end_of_month_are_deadlines(tmp_path: Path) -> None:
    rows = [
        ["Action", "Lead", "Due"],
        ["Agree the text of the protocol", "Ghana", "2024. 10."],
        ["Report on the pilot project", "Jamaica", "end-June 2025"],
    ]
    deadlines = [p.fields["deadline"] for p in _read(tmp_path, "Agreed actions, March 2024", rows)]
    assert deadlines == [{"value": "2024-10", "precision": "month"}, {"value": "2025-06-30", "precision": "day"}]
