"""The files of a pack: their list, names that are refused, and their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from henequen.files.json_once import read_json_once
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.unseen import escaped, first_unseen
from henequen.record.pack.manifest import MANIFEST
from henequen.record.pack.strict_csv import read_text

__all__ = ["check_data_package", "check_files", "check_name", "fingerprint_of", "listing", "pack_files"]

_SINGLE = (
    "editions/editions.csv",
    "documents/documents.csv",
    "entities/places.csv",
    "judgements.csv",
    "lexicon.csv",
    "reviews.csv",
    "sources.csv",
)
_DATA = (".csv", ".json", ".toml", ".yaml", ".yml", ".parquet")


def pack_files(root: Path) -> list[Path]:
    """Every file of a pack, in one order on every machine; hidden files are not part of it.

    Raises PackError at a link (also one to a folder), a pipe or a device.
    """
    paths: list[Path] = []
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if _hidden(name):
            continue
        check_name(name.as_posix())
        if path.is_symlink():
            raise PackError(Message("link_in_pack"), where=name.as_posix(), hint=Message("put_plain_copy_file_in_its"))
        if path.is_dir():
            continue
        if not path.is_file():
            raise PackError(Message("neither_file_nor_folder"), where=name.as_posix(), hint=Message("take_out_pack"))
        paths.append(path)
    return sorted(paths, key=lambda path: path.relative_to(root).as_posix())


def check_name(name: str, where: str = "the pack") -> None:
    """Raise PackError for a file name that is not UTF-8, or that contains NUL or another control character."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise PackError(
            Message("file_name_that_not_utf_8"), where=where, found=ascii(name), hint=Message("rename_file")
        ) from None
    if unseen := first_unseen(name, but="") or ("U+000A" if "\n" in name else ""):
        raise PackError(
            Message("file_name_with_control_character"),
            where=where,
            found=Message("one_in_other", one=unseen, other=escaped(name)),
            hint=Message("rename_file"),
        )


def listing(folder: Path) -> list[Path]:
    """The content of a folder without hidden files; empty if there is no such folder."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith(".")) if folder.is_dir() else []


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def fingerprint_of(root: Path) -> str:
    """A hash over names and bytes of all files: equal hashes mean equal packs."""
    digest = hashlib.sha256()
    for path in pack_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def check_data_package(root: Path) -> None:
    """`datapackage.json`, if there is one, must name only files of the pack."""
    path = root / "datapackage.json"
    if not path.exists():
        return
    try:
        resources = read_json_once(read_text(path, root)).get("resources", [])
        named = [str(resource["path"]) for resource in resources]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackError(Message("not_data_package", reason=error), where="datapackage.json") from error
    for name in named:
        check_name(name, "datapackage.json")
        target = root / name
        if Path(name).is_absolute() or not target.resolve().is_relative_to(root.resolve()):
            raise PackError(
                Message("path_leaves_pack_folder"), where="datapackage.json", found=name, expected=Message("file_pack")
            )
        if not target.is_file():
            raise PackError(
                Message("resource_missing"), where="datapackage.json", found=name, expected=Message("file_pack")
            )


def check_files(root: Path) -> None:
    """Refuse a table whose name is unknown: a misspelt name must not pass for an empty table. Other folders are read
    by other rooms (scenarios, for example).
    """
    expected_names = {*_SINGLE, "datapackage.json", MANIFEST}
    ours = {name.rpartition("/")[0] for name in expected_names}
    for path in pack_files(root):
        name = path.relative_to(root)
        if (
            name.suffix in _DATA
            and name.as_posix() not in expected_names
            and name.parent.as_posix().removeprefix(".") in ours
        ):
            raise PackError(
                Message("file_that_no_part_pack_uses"),
                where=name.as_posix(),
                expected=", ".join(sorted(expected_names)),
                hint=Message("correct_its_name_or_take_out"),
            )
