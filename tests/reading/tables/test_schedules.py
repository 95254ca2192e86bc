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


def test_owners_of_both_sides_do_not_make_a_table_of_actions_a_matrix(tmp_path: Path) -> None:
    rows = [
        ["No.", "Action", "Responsible", "Deadline"],
        ["1", "Send the draft extension of the memorandum", "Finland, Ministry of Economic Affairs", "30 August 2024"],
        ["2", "Organise a workshop on ports in Walvis Bay", "Namibia, Ministry of Works", "March 2025"],
        ["3", "Share the list of laboratories", "Finland, Ministry of Agriculture", "–"],
    ]
    read = _read(tmp_path, "Finland and Namibia: actions agreed on 4 June 2024", rows)
    assert [(p.kind, p.fields.get("number")) for p in read] == [("commitment", str(n)) for n in (1, 2, 3)]


def test_a_page_of_events_gives_no_instruments(tmp_path: Path) -> None:
    rows = [
        ["일자", "내용", "비고"],
        ["2013. 7. 22.", "제1회 청소년 홈스테이 실시", "학생 12명"],
        ["2023. 10. 14.", "자매결연 20주년 기념식 개최", "온라인 병행"],
    ]
    path = tmp_path / "page.html"
    path.write_text(_page("통영시와 오스트레일리아 호바트시 교류", rows), encoding="utf-8")
    kinds = [p.kind for p in read_file(path).proposals]
    assert "instrument" not in kinds and kinds.count("event") == 2


def test_longer_titles_decide_and_rejected_rows_give_nothing(tmp_path: Path) -> None:
    rows = [
        ["Rec.", "Response", "Planned action", "Responsible body", "Deadline"],
        ["1", "Accepted", "Issue three-year figures", "Norad", "March 2025"],
        ["2", "Not accepted", "Open a second office", "Norad", "May 2025"],
    ]
    (one,) = _read(tmp_path, "Norway and Malawi: response", rows)
    assert (one.fields["number"], one.fields["text"]) == ("1", "Issue three-year figures")


def test_what_who_and_when_are_actions(tmp_path: Path) -> None:
    rows = [["What", "Who", "When"], ["Publish a visa guide", "High Commission", "31 October 2025"]]
    (one,) = _read(tmp_path, "You asked, we promised", rows)
    assert one.kind == "commitment"
