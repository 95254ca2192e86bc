"""Running heads are lines at the edge of a page: captions of one form on every page, and lines above a table, stay text."""

from __future__ import annotations

from drawn_pages import pages

from henequen.reading.read import propose, read_document


def page(number: int) -> list[tuple[int, int, str]]:
    """A running head, a paragraph, a caption of the same form on every page, and a table."""
    texts = [
        (50, 800, f"Trade yearbook, page {number}"),
        (50, 760, f"Peru has chapter {number} here and says what follows below."),
    ]
    texts += [
        (50, 740 - 14 * line, f"A line of text that is printed on page {number}, number {line} of it.")
        for line in range(5)
    ]
    texts.append((50, 400, f"Table {number}. Exports of Chile to Peru, millions of US dollars"))
    for row in range(6):
        cells = [f"Product {row}" if row else "Product"]
        cells += [str(2015 + column) if not row else f"{100 * number + 10 * row + column}.5" for column in range(5)]
        texts += [(50 + 80 * column, 380 - 14 * row, cell) for column, cell in enumerate(cells)]
    return texts


def test_a_caption_on_every_page_still_gives_its_table_a_measure() -> None:
    document = read_document("yearbook.pdf", pages([page(number) for number in (1, 2, 3)]))
    proposals, left_out = propose(document)
    observations = [one.fields for one in proposals if one.kind == "observation"]
    assert len(observations) == 3 * 5 * 5 and not left_out
    assert {(one["measure"], one["reporter"], one["partner"], one["unit"]) for one in observations} == {
        ("export", "CHL", "PER", "USD")
    }


def test_a_head_on_every_page_is_no_text() -> None:
    document = read_document("yearbook.pdf", pages([page(number) for number in (1, 2, 3)]))
    heads = [document.text[block.start : block.end] for block in document.blocks if block.kind in ("header", "footer")]
    assert [head for head in heads if head.startswith("Trade yearbook")] == [
        f"Trade yearbook, page {number}" for number in (1, 2, 3)
    ]
    assert not any(head.startswith("Table") for head in heads)
