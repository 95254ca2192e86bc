"""Makes `docs/images/observatory.png`, the README's picture: the home page of the shipped pack, in Chromium.

Usage: python scripts/make_picture.py [OUT.png]

Needs playwright, a Chromium and Pillow (all in requirements-everything.lock). Colours are brought to a palette of 64, which a
page of text and lines does not miss, so that the file stays small.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from henequen.observatory import open_pack

WIDTH, HEIGHT, COLOURS = 1160, 1548, 64
LARGEST = 100_000


def photographed(page: Path) -> bytes:
    """The top of a page as a PNG, in bytes."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        view.goto(page.as_uri())
        picture = view.screenshot()
        browser.close()
    return picture


def main(out: Path) -> None:
    """Write the site of the shipped pack, photograph its English home page, and put the picture at `out`."""
    with tempfile.TemporaryDirectory() as folder:
        site = open_pack().write_site(Path(folder) / "site").folder
        picture = Image.open(io.BytesIO(photographed(site / "index.html"))).convert("RGB")
    small = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    if len(small.getvalue()) > LARGEST:
        raise SystemExit(f"the picture has {len(small.getvalue())} bytes, more than {LARGEST}: make it smaller")
    out.write_bytes(small.getvalue())
    print(f"{out}: {len(small.getvalue())} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images/observatory.png"))
