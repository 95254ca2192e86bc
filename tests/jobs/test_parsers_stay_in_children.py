"""Foreign bytes are parsed in children alone: every module that calls a parser is listed here with the reason why it may.

A new module with a parser fails this test until somebody has said on which side of the process boundary it works.
"""

from __future__ import annotations

from parsing_modules import ALLOWED, ROOT, parsing, reason

NEVER = ("cli", "service", "publish", "observatory.py")
"""Rooms in front of users: whatever parses there must be listed file by file."""


def test_every_module_that_parses_says_on_which_side_it_works() -> None:
    unlisted = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        used = sorted(set(parsing(path)))
        if used and not reason(name):
            unlisted[name] = used
    assert not unlisted


def test_no_entry_of_the_list_is_idle() -> None:
    names = [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*.py") if parsing(p)]
    idle = [entry for entry in ALLOWED if not any(n == entry or n.startswith(f"{entry}/") for n in names)]
    assert not idle


def test_rooms_in_front_of_users_are_listed_file_by_file() -> None:
    assert not [entry for entry in ALLOWED if entry in NEVER]
