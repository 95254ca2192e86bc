"""A stub of tesseract on the PATH: it prints the words of three lines, so that tests need no OCR program and know what it reads."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

LINES = (
    "Exports of Chile to Peru were US$562 million in 2020.",
    "Chile and Peru signed the Agreement on Lighthouses on 4 May 2021.",
    "Peru should open a customs office in Tacna.",
)


def table(lines: tuple[str, ...], wide: int = 2000, high: int = 2800) -> str:
    """The words of lines in the form of `tesseract ... tsv`."""
    rows = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]
    rows.append(f"1\t1\t0\t0\t0\t0\t0\t0\t{wide}\t{high}\t-1\t")
    for number, line in enumerate(lines, 1):
        left = 100
        for word in line.split():
            rows.append(f"5\t1\t1\t{number}\t1\t1\t{left}\t{200 * number}\t{14 * len(word)}\t30\t91\t{word}")
            left += 14 * len(word) + 12
    return "\n".join(rows) + "\n"


def stub(folder: Path, body: str) -> Path:
    """An executable called tesseract."""
    folder.mkdir(exist_ok=True)
    program = folder / "tesseract"
    program.write_text(f"#!{sys.executable}\nimport sys\n{body}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def good(folder: Path) -> Path:
    (folder.parent / "words.tsv").write_text(table(LINES), encoding="utf-8")
    return stub(
        folder,
        "if '--list-langs' in sys.argv: print('List of available languages (2):\\neng\\nspa'); sys.exit()\n"
        "picture = sys.stdin.buffer.read()\n"
        "assert picture[:4] == b'\\x89PNG' and sys.argv[1:] == ['stdin', 'stdout', '-l', 'eng+spa', 'tsv'], sys.argv\n"
        f"sys.stdout.write(open({str(folder.parent / 'words.tsv')!r}).read())",
    )
