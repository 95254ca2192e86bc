"""HTML, valid or damaged: lxml recovers it, cells outside a table are put back, hidden text is a mark."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]

from henequen.model.message import Message
from henequen.reading.document import Block, Mark, ReadDocument, ReadTable
from henequen.reading.formats.html_table import HtmlTable, cell_elements
from henequen.reading.formats.refusal import Refusal
from henequen.reading.layout.builder import TextBuilder

__all__ = ["read_html"]

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "canvas",
    "select",
    "button",
    "head",
}
_BLOCKS = (
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "li",
        "blockquote",
        "pre",
        "figure",
        "form",
    }
    | {
        "figcaption",
        "fieldset",
        "header",
        "footer",
        "nav",
        "aside",
        "address",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    }
    | {"center", "caption", "details", "summary", "body", "html", "tr", "td", "th", "tbody", "thead", "tfoot"}
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
    r"|text-indent\s*:\s*-\d{3,}|left\s*:\s*-\d{4,}",
    re.I,
)
_CLUTTER = re.compile(
    r"\b(?:nav|navbar|menu|breadcrumbs?|cookie\w*|banner|sidebar|share|social|newsletter|advert\w*|ads?)\b", re.I
)
_DEEPEST = 400


@dataclass(slots=True)
class _Walk:
    """The state of a walk through the tree."""

    name: str
    builder: TextBuilder = field(default_factory=TextBuilder)
    blocks: list[Block] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    start: int = -1
    kind: str = "paragraph"
    level: int = 0
    ordinal: int | None = None
    clutter: int = 0
    pending: bool = False

    def open(self, kind: str = "paragraph", level: int = 0, ordinal: int | None = None) -> None:
        """Begin a block and end the previous one."""
        self.close()
        self.kind, self.level, self.ordinal = kind, level, ordinal

    def close(self) -> None:
        """End the block."""
        if self.start >= 0:
            kind = "footer" if self.clutter and self.kind != "table" else self.kind
            self.blocks.append(Block(kind, self.start, self.builder.length, None, self.level, self.ordinal))
            self.builder.add("\n\n")
        self.start, self.pending = -1, False

    def write(self, text: str) -> None:
        """Add running text, white space collapsed."""
        for index, line in enumerate(text.split("\v")):
            if index and self.start >= 0:
                self.builder.add("\n")
                self.pending = False
            folded = re.sub(r"[ \t\r\n\f]+", " ", line)
            if not folded:
                continue
            if folded[0] == " ":
                self.pending = self.pending or self.start >= 0
                folded = folded[1:]
            if not folded:
                continue
            if self.pending:
                self.builder.add(" ")
            self.pending = folded.endswith(" ")
            folded = folded.rstrip(" ")
            if self.start < 0:
                self.start = self.builder.length
            self.builder.add(folded)


def read_html(name: str, text: str, media_type: str = "text/html") -> ReadDocument:
    """The document of an HTML page. Raises Refusal if it is nested too deeply or holds no text."""
    parser = lxml.html.HTMLParser(recover=True, remove_comments=True, remove_pis=True, huge_tree=False)
    source = re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text)
    # "< /td>" closes a cell that browsers do not close there
    broken = len(re.findall(r"<\s+/\s*(?:td|th|tr|table|p|li|div)\s*>", source, re.I))
    source = re.sub(r"<\s+(/\s*(?:td|th|tr|table|p|li|div)\s*>)", r"<\1", source, flags=re.I)
    try:
        root = lxml.html.document_fromstring(source, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Message("damaged_html_page_nothing_in_can")) from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise Refusal(Message("html_page_nested_too_deeply"))
    walk = _Walk(name)
    _visit(root, walk, 0)
    walk.close()
    if broken:
        walk.marks.append(Mark("repair", Message("damaged_end_tags_were_read_as", broken=broken)))
    title = root.findtext(".//title")
    return ReadDocument(
        name=name,
        media_type=media_type,
        text=walk.builder.text,
        blocks=tuple(walk.blocks),
        tables=tuple(walk.tables),
        marks=tuple(walk.marks),
        title=" ".join(title.split()) if title and title.strip() else None,
        published_on=_published(root),
        publisher=_meta(root, "publisher", "og:site_name", "dc.publisher"),
    )


def _meta(root: lxml.html.HtmlElement, *names: str) -> str | None:
    for item in root.iter("meta"):
        label = (item.get("name") or item.get("property") or "").lower()
        content = (item.get("content") or "").strip()
        if label in names and content:
            return content
    return None


def _published(root: lxml.html.HtmlElement) -> str | None:
    stated = _meta(root, "article:published_time", "date", "dc.date", "dcterms.issued", "publication_date", "pubdate")
    match = re.match(r"\d{4}-\d{2}-\d{2}", stated or "")
    return match.group() if match else None


def _visit(element: lxml.html.HtmlElement, walk: _Walk, depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if depth > _DEEPEST:
        raise Refusal(Message("html_page_nested_too_deeply"))
    if not tag or tag in _SKIPPED:
        return
    if "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
        shown = " ".join(element.text_content().split())
        if shown:
            walk.marks.append(Mark("hidden_text", Message("text_that_page_does_not_show_2", shown=shown[:80])))
        return
    if tag == "table":
        _visit_table(element, walk, depth)
        return
    if tag == "br":
        walk.write("\v")
        return
    clutter = tag in ("nav", "aside") or element.get("role") in ("navigation", "banner", "search")
    if tag in ("div", "ul", "section"):
        clutter = clutter or bool(_CLUTTER.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    clutter = clutter and not _holds_content(element)
    walk.clutter += clutter
    block = tag in _BLOCKS
    if block:
        if tag[0] == "h" and tag[1:].isdecimal():
            walk.open("heading", int(tag[1]))
        elif tag in ("li", "dt", "dd"):
            walk.open("list_item", 0, _ordinal(element))
        elif tag in ("figcaption", "caption"):
            walk.open("caption")
        else:
            walk.open()
    walk.write(element.text or "")
    children = list(element)
    at = 0
    while at < len(children):
        child = children[at]
        if child.tag in ("td", "th", "tr") and tag not in ("tr", "table", "tbody", "thead", "tfoot"):
            run = [child]
            while at + len(run) < len(children) and children[at + len(run)].tag in ("td", "th", "tr", "tbody"):
                run.append(children[at + len(run)])
            _visit_loose(run, walk, depth)
            at += len(run)
            continue
        _visit(child, walk, depth + 1)
        walk.write(child.tail or "")
        at += 1
    if block:
        walk.close()
    walk.clutter -= clutter


def _ordinal(item: lxml.html.HtmlElement) -> int | None:
    """The number of an item of an ordered list, or None."""
    parent = item.getparent()
    if item.tag != "li" or parent is None or parent.tag != "ol" or (parent.get("type") or "1") != "1":
        return None
    items = [child for child in parent if child.tag == "li"]
    first = parent.get("start") or "1"
    return int(first) + items.index(item) if first.isdecimal() and len(first) < 5 else None


_CONTENT = 800
"""Characters outside links; a menu or a banner has fewer."""


def _holds_content(element: lxml.html.HtmlElement) -> bool:
    """Has a banner or menu swallowed the page, because it is never closed: a table, or long text outside links?"""
    if element.find(".//table") is not None:
        return True
    links = sum(len(link.text_content()) for link in element.iter("a"))
    return len(" ".join(element.text_content().split())) - links > _CONTENT


def _visit_table(element: lxml.html.HtmlElement, walk: _Walk, depth: int) -> None:
    """A table of data becomes a table, one that only arranges the page is walked through."""
    table = HtmlTable(element)
    if table.is_layout():
        walk.open()
        for cell in cell_elements(element):
            walk.open()
            walk.write(cell.text or "")
            for child in cell:
                _visit(child, walk, depth + 1)
                walk.write(child.tail or "")
            walk.close()
        return
    walk.open("table")
    caption = element.find("caption")
    first = walk.builder.length
    read = table.read(
        walk.builder, len(walk.tables) + 1, " ".join(caption.text_content().split()) if caption is not None else ""
    )
    walk.tables.append(read)
    if walk.builder.length > first:
        walk.blocks.append(Block("table", first, walk.builder.length))
        walk.builder.add("\n\n")
    walk.start = -1


def _visit_loose(run: list[lxml.html.HtmlElement], walk: _Walk, depth: int) -> None:
    """Rows and cells outside a table: they belong to the adjacent table, or form a table of their own."""
    holder = lxml.html.Element("table")
    for item in run:
        holder.append(item)
    _visit_table(holder, walk, depth)
