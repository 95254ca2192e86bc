"""The archive of a DOCX or XLSX file, checked before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import lxml.etree  # type: ignore[import-untyped]

from henequen.reading.formats.refusal import Refusal

__all__ = ["OfficeFile", "local_name"]

MOST_MEMBERS = 5_000
LARGEST_MEMBER = 120_000_000
LARGEST_TOTAL = 250_000_000
LARGEST_RATIO = 400
"""Bytes unpacked per byte packed; real sheets reach 40, bombs 1,000."""


class OfficeFile:
    """The members of an Office file. Raises Refusal for a bomb, double names, encryption or a document type."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            members = self.archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Refusal("a damaged Office file: its archive cannot be opened") from error
        if len(members) > MOST_MEMBERS:
            raise Refusal(f"the Office file has {len(members):,} parts; at most {MOST_MEMBERS:,} are read")
        names = [member.filename.lower() for member in members]
        if len(set(names)) < len(names):
            raise Refusal("the Office file holds two parts of one name: which one counts is open")
        total = sum(member.file_size for member in members)
        if any(member.flag_bits & 1 for member in members):
            raise Refusal("the Office file is protected with a password: save it without one")
        if total > LARGEST_TOTAL or any(member.file_size > LARGEST_MEMBER for member in members):
            raise Refusal(f"the Office file unpacks to {total:,} bytes: too large to be read")
        for member in members:
            if member.file_size > 1_000_000 and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
                raise Refusal("the Office file is packed like a bomb: a part unpacks to hundreds of times its size")
        self.names = {member.filename for member in members}

    def read(self, name: str) -> bytes:
        """The bytes of one part; Refusal if it is damaged or larger than its declared size."""
        try:
            with self.archive.open(name) as part:
                content = part.read(LARGEST_MEMBER + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
            zlib_error(),
        ) as error:
            raise Refusal(f"a damaged Office file: its part {name[:60]} cannot be unpacked") from error
        if len(content) > LARGEST_MEMBER:
            raise Refusal("the Office file is packed like a bomb: a part is larger than it says")
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", content[:4096], re.I):
            raise Refusal("the Office file has a document type: entities are not read")
        return content

    def tree(self, name: str) -> lxml.etree._Element:
        """One part as XML; Refusal if it is not well formed."""
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return lxml.etree.fromstring(self.read(name), parser)
        except lxml.etree.XMLSyntaxError as error:
            raise Refusal(f"a damaged Office file: its part {name[:60]} is not well formed") from error

    def elements(self, name: str, tag: str) -> Iterator[lxml.etree._Element]:
        """The elements called `tag` of one part, one at a time; each is emptied afterwards."""
        source = io.BytesIO(self.read(name))
        try:
            for _, element in lxml.etree.iterparse(
                source, events=("end",), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, huge_tree=False
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except lxml.etree.XMLSyntaxError as error:
            raise Refusal(f"a damaged Office file: its part {name[:60]} is not well formed") from error

    def relations(self, part: str) -> dict[str, str]:
        """Targets by id of the relations of `part`."""
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels"
        if name not in self.names:
            return {}
        relations = {}
        for item in self.tree(name):
            target = item.get("Target") or ""
            if item.get("TargetMode") != "External":
                relations[item.get("Id") or ""] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        return relations


def local_name(element: lxml.etree._Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def zlib_error() -> type[Exception]:
    """The error of a damaged stream."""
    import zlib

    return zlib.error
