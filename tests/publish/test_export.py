"""The open data: the columns that are promised, places that lead to what is printed, and no cell that a spreadsheet runs."""


def test_x() -> None: ...
