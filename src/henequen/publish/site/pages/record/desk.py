"""The layout that the desk's pages share: a lede, sections with one table each, and the same rows as CSV and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from henequen.model.observation import Observation
from henequen.model.properties import properties
from henequen.model.record import Record, StatedValue
from henequen.publish.charts import Chart
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.record.questions.shocks import Timeline

__all__ = [
    "Cell",
    "Part",
    "Row",
    "Section",
    "badge",
    "desk_page",
    "figure",
    "figure_section",
    "foreign",
    "linked",
    "no_evidence",
    "text",
    "value_cell",
    "value_part",
]

_NUMBER = re.compile(r"[-−+]?(?:US\$)?[0-9][0-9,.]*(?: ?%)?")
_ENGLISH = ("text", "duration", "integer", "actor", "recommendation", "record")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a cell: text, link, language if it is not the page's, badge, and source."""

    text: str
    href: str = ""
    lang: str = ""
    badge: str = ""
    source: str = ""
    source_href: str = ""


Cell = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section's table; `id` is its anchor."""

    cells: tuple[Cell, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page. Without rows, `empty` is shown. `key` names its table in the page's CSV and JSON."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lede: str = ""
    empty: str = ""
    charts: tuple[Chart, ...] = ()
    lang: str = ""

    @property
    def id(self) -> str:
        """The anchor of the section."""
        return f"s-{self.key}"

    @property
    def numbers(self) -> str:
        """The classes that align columns of numbers to the right: `n3` for the third."""
        columns = zip(*(row.cells for row in self.rows), strict=False)
        return " ".join(f"n{n}" for n, cells in enumerate(columns, 1) if n > 1 and _are_numbers(cells))


def _are_numbers(cells: Iterable[Cell]) -> bool:
    """Are most cells that are not empty numbers, and more than years? The others may all be one word for "not known"."""
    texts = [cell[0].text if len(cell) == 1 and not cell[0].badge else "a b" for cell in cells if cell]
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    others = {text for text in texts if text and not _NUMBER.fullmatch(text)}
    return len(numbers) * 2 > len(texts) and len(others) <= 1 and not all(len(n) == 4 and n.isdigit() for n in numbers)


def desk_page(
    names: Names,
    path: str,
    title: str,
    lede: str,
    sections: Sequence[Section],
    *,
    section: str = "channels",
    notes: Sequence[str] = (),
    see: Iterable[tuple[str, str]] = (),
    back: tuple[str, str] | None = None,
    files: tuple[tuple[str, str], ...] = (),
) -> Page:
    """A page of sections; `see` and `back` are (text, path in the language's tree)."""
    folder = path.rpartition("/")[0]
    tables = tuple(
        Table(
            f"{folder}/{_stem(path)}-{part.key}.csv",
            part.columns,
            tuple(tuple("; ".join(p.text for p in cell) for cell in row.cells) for row in part.rows),
        )
        for part in sections
        if part.rows
    )
    downloads = [
        {"href": table.path.rpartition("/")[2], "text": f"CSV: {part.title}"}
        for table, part in zip(tables, (s for s in sections if s.rows), strict=True)
    ]
    downloads += [{"href": file.rpartition("/")[2], "text": file.rpartition(".")[2].upper()} for file, _ in files]
    return Page(
        path=path,
        template="desk.html",
        title=title,
        section=section,
        context={
            "lede": lede,
            "notes": [note for note in notes if note],
            "see": [{"text": words, "href": href} for words, href in see],
            "back": {"text": back[0], "href": back[1]} if back else None,
            "downloads": downloads,
            "sections": [s if s.empty else replace(s, empty=names.t("desk.empty")) for s in sections],
        },
        data={
            part.key: [
                dict(zip(part.columns, ("; ".join(p.text for p in cell) for cell in row.cells), strict=True))
                | {"id": row.id}
                for row in part.rows
            ]
            for part in sections
        },
        charts=tuple(chart for part in sections for chart in part.charts),
        tables=tables,
        files=files,
    )


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".html")


def text(words: str, lang: str = "") -> Cell:
    """A cell of plain words; empty words make an empty cell."""
    return (Part(words, lang=lang),) if words else ()


def badge(code: str, words: str) -> Cell:
    """A cell with a badge."""
    return (Part(words, badge=code),)


def linked(names: Names, identity: str, words: str = "") -> Cell:
    """A cell that leads to a record's page; plain words if it has none."""
    record = names.material.record.get(identity)
    title = words or (names.title(record) if record else names.actor(identity))
    lang = names.title_lang(record) if record and not words else ""
    return (Part(title, names.material.url(identity), lang),) if title else ()


def value_cell(names: Names, record: Record, name: str) -> Cell:
    """A cell with every value of a property, each with its source."""
    return tuple(value_part(names, record, name, value) for value in record.properties.get(name, ()))


def value_part(names: Names, record: Record, name: str, value: StatedValue) -> Part:
    """One value as people read it, with its source."""
    words, lang = names.value_of(record.table, record.id, name, value.value)
    if value.polarity != "asserted":
        words = " ".join(p for p in (names.label("polarity", value.polarity), words) if p)
    return Part(
        words,
        lang=lang,
        source=names.document(value.edition),
        source_href=names.material.claim_url(record.id, value.claim_id),
    )


def figure(names: Names, observation: Observation) -> Cell:
    """A cell with the amount of a figure, which leads to its page and its source."""
    page = names.material.url(observation.id)
    return (Part(names.amount(observation), page, source=names.document(observation.edition), source_href=page),)


def figure_section(names: Names, key: str, title: str, observations: Iterable[Observation], empty: str = "") -> Section:
    """Figures about an event: what, period, reporter, amount; one row each, in the order given."""
    heads = (names.t("figure.what"), names.t("figure.period"), names.t("figure.reporter"), names.t("claim.value"))
    rows = tuple(
        Row((text(names.measure(o)), text(o.period), text(names.country(o.reporter)), figure(names, o)), o.id)
        for o in observations
    )
    return Section(key, title, heads, rows, empty=empty)


def timeline_section(names: Names, timeline: Timeline, key: str, columns: Sequence[str], lede: str = "") -> Section:
    """The steps of a record in order: `columns` are the properties of a step that are shown."""
    record = names.material.record[timeline.record]
    return Section(
        key,
        names.title(record),
        tuple(names.property("steps", name) for name in columns),
        tuple(Row(tuple(value_cell(names, step, name) for name in columns), step.id) for step in timeline.steps),
        lang=names.title_lang(record),
        lede=lede,
    )


def foreign(names: Names, table: str, name: str) -> str:
    """`en` where a property's text is in English and the page is not."""
    return "en" if names.language != "en" and properties(table)[name].type in _ENGLISH else ""


def no_evidence(names: Names, record: Record) -> str:
    """The text if nothing was found: the last search, or that no search is logged."""
    t, day = names.t, record.derived.get("last_looked", "")
    if not day:
        return t("followup.nobody_looked")
    return t(
        "followup.none_looked",
        day=names.date(day),
        where=names.places_searched(record.derived.get("looked_where", "").split(";")),
    )
