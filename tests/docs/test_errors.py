"""Every message with which the record refuses something stands on docs/reference/errors.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from henequen.model.message import wordings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "henequen"
KINDS = {"PackError", "DocumentError", "StoreError", "UsageError"}
OWN_PAGES = {"mirror", "scenario", "indicators"}  # described with what they compute


def messages() -> Iterator[tuple[str, str]]:
    """(file, the longest fixed part of the message) of every refusal in the code."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if parts[0] not in ("record", "cli", "observatory.py") and path.name != "text.py":
            continue
        if OWN_PAGES & {word for part in parts for word in part.removesuffix(".py").split("_")}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KINDS:
                continue
            what = node.args[0] if node.args else None
            if isinstance(what, ast.Constant):
                yield path.name, str(what.value)
            elif isinstance(what, ast.Call) and isinstance(what.func, ast.Name) and what.func.id == "Message":
                form = wordings("en", "errors")[str(ast.literal_eval(what.args[0]))]
                yield path.name, max(re.split(r"\{\w+\}", form), key=len).strip(" ():`")


def test_every_refusal_is_explained() -> None:
    text = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    missing = sorted({f"{file}: {message}" for file, message in messages() if message not in text})
    assert not missing
