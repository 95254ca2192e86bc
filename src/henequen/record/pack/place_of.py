"""Finds the folder of a pack: by path, by id, the nearest one, or the one that ships."""

from __future__ import annotations

import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["find_pack", "shipped_packs"]


def shipped_packs() -> dict[str, Path]:
    """The packs that come with the software, by id."""
    package = Path(str(files("henequen")))
    for folder in (package / "packs", package.parent.parent / "packs"):
        if folder.is_dir():
            return {path.parent.name: path.parent for path in sorted(folder.glob("*/pack.toml"))}
    return {}


def find_pack(wanted: str | None, start: Path | None = None) -> Path:
    """The folder of the pack `wanted` (a folder or a shipped id); without it the nearest `pack.toml`, else the default."""
    shipped = shipped_packs()
    if wanted is not None:
        folder = Path(wanted)
        if wanted and folder.is_dir():
            return folder
        if wanted in shipped:
            return shipped[wanted]
        if folder.is_file():
            zipped = zipfile.is_zipfile(folder)
            raise UsageError(
                Message("pack_folder_and_this_file"),
                found=f"{wanted} ({'a ZIP archive' if zipped else 'a file'})",
                expected=Message("folder_with_pack_toml"),
                hint=(
                    Message("unpack_python_m_zipfile_e_dir", wanted=wanted) if zipped else Message("give_folder_pack")
                ),
            )
        raise UsageError(
            Message("there_no_such_pack"),
            found=wanted,
            expected=Message("folder_with_pack_toml_or_one", shipped=", ".join(shipped) or "(none shipped)"),
        )
    start_folder = (start or Path.cwd()).resolve()
    for folder in (start_folder, *start_folder.parents):
        if (folder / "pack.toml").is_file():
            return folder
    default = tomllib.loads(files("henequen").joinpath("settings.toml").read_text(encoding="utf-8"))["default_pack"]
    if default in shipped:
        return shipped[default]
    raise UsageError(Message("no_pack_here_and_default_one"), expected="--pack DIR")
