"""The archive of a DOCX or XLSX file, checked before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import lxml.etree  # type: ignore[import-untyped]

from henequen.model.message import Message
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
            raise Refusal(Message("damaged_office_file_its_archive_cannot")) from error
        if len(members) > MOST_MEMBERS:
            raise Refusal(
                Message("office_file_has_parts_at_most", n=f"{len(members):,}", most_members=f"{MOST_MEMBERS:,}")
            )
        names = [member.filename.lower() for member in members]
        if len(set(names)) < len(names):
            raise Refusal(Message("office_file_holds_two_parts_one"))
        total = sum(member.file_size for member in members)
        if any(member.flag_bits & 1 for member in members):
            raise Refusal(Message("office_file_protected_with_password_save"))
        if total > LARGEST_TOTAL or any(member.file_size > LARGEST_MEMBER for member in members):
            raise Refusal(Message("office_file_unpacks_bytes_too_large", total=f"{total:,}"))
        for member in members:
            if member.file_size > 1_000_000 and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
                raise Refusal(Message("office_file_packed_like_bomb_part_2"))
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
            raise Refusal(Message("damaged_office_file_its_part_cannot", name=name[:60])) from error
        if len(content) > LARGEST_MEMBER:
            raise Refusal(Message("office_file_packed_like_bomb_part"))
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", content[:4096], re.I):
            raise Refusal(Message("office_file_has_document_type_entities"))
        return content

    def tree(self, name: str) -> lxml.etree._Element:
        """One part as XML; Refusal if it is not well formed."""
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return lxml.etree.fromstring(self.read(name), parser)
        except lxml.etree.XMLSyntaxError as error:
            raise Refusal(Message("damaged_office_file_its_part_not", name=name[:60])) from error

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
            raise Refusal(Message("damaged_office_file_its_part_not", name=name[:60])) from error

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
