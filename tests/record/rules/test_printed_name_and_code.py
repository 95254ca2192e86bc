"""A printed name and a code that belong to two countries of one name settle nothing; neither does their common name alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from henequen.model.countries import undecidable
from henequen.model.decision import Judgement
from henequen.model.record import Record, StatedValue
from henequen.model.shared_names import named_codes, shared_names
from henequen.observatory import Observatory
from henequen.record.pack.begin import begin_pack
from henequen.record.rules.counterparty import counterparty

EXPLICIT = [
    (name, code, *sorted(next(g for g in undecidable() if code in g) - {code}))
    for name, codes in shared_names().items()
    if len(codes) == 1
    for code in codes
]


def row(printed: str, *codes: str, kind: str = "parties", **more: tuple[str, ...]) -> Record:
    cells = {kind: (printed,), "countries": codes, **more}
    return Record("instruments", "a", {k: tuple(StatedValue(v, "c", "e") for v in vs) for k, vs in cells.items()})


def test_every_member_of_every_group_has_names() -> None:
    named = list(shared_names().values())
    for group in undecidable():
        assert group in named, f"the name that {sorted(group)} share"
        assert all(frozenset({code}) in named for code in group)
    assert all(any(codes <= group for group in undecidable()) for codes in named)


@pytest.mark.parametrize(("name", "own", "other"), EXPLICIT)
def test_a_name_with_the_code_of_its_neighbour_is_disputed(name: str, own: str, other: str) -> None:
    for kind in ("parties", "actors"):
        for printed in (name, f"Government of {name.upper()}"):
            wrong = counterparty(row(printed, "CHL", other, kind=kind), [])
            assert (wrong.status, wrong.candidates) == ("disputed", tuple(sorted((own, other))))
            assert counterparty(row(printed, "CHL", own, kind=kind), []).status == "settled"
    assert counterparty(row(name), []).status == "settled", "an explicit name needs no code"


@pytest.mark.parametrize("group", [tuple(sorted(g)) for g in undecidable()])
def test_a_shared_name_alone_is_disputed(group: tuple[str, ...]) -> None:
    shared = [name for name, codes in shared_names().items() if codes == frozenset(group)]
    for name in shared:
        assert counterparty(row(name.title(), "CHL"), []).candidates == group
        assert counterparty(row(name), []).status == "disputed"
        for code in group:
            assert counterparty(row(name, code), []).status == "settled", "a curator's code decides a shared name"
        person = Judgement("a", group[0], "same", "a person", "2026-01-01", "")
        rule = Judgement("a", group[0], "same", "rule:nearest@1", "2026-01-01", "")
        assert counterparty(row(name), [person]).status == "settled"
        assert counterparty(row(name), [rule]).status == "disputed"


def test_both_members_of_a_group_may_sign_one_text() -> None:
    first, second = sorted(undecidable()[0])
    names = {code: next(n for n, c in shared_names().items() if c == {code}) for code in (first, second)}
    both = Record("instruments", "a", {
        "parties": tuple(StatedValue(n, "c", "e") for n in names.values()),
        "countries": (StatedValue(first, "c", "e"), StatedValue(second, "c", "e")),
    })  # fmt: skip
    assert counterparty(both, []).status == "settled"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("República Popular Democrática de Corea", ["PRK"]),
        ("Korea (Democratic People's Republic of)", ["PRK"]),
        ("Korea, Dem. People\u2019s Rep.", ["PRK"]),
        ("Korea, Republic of", ["KOR"]),
        ("대한민국 정부", ["KOR"]),
        ("Congo, The Democratic Republic of the", ["COD"]),
        ("Congo-Brazzaville", ["COG"]),
        ("Koreatown", []),
    ],
)
def test_named_codes_reads_how_lists_write_them(text: str, codes: list[str]) -> None:
    assert [code for found in named_codes([text]) for code in found] == codes


def test_check_reports_them_and_the_view_settles_none(tmp_path: Path) -> None:
    root = tmp_path / "pair"
    begin_pack("MEX", "KOR", root)
    (root / "editions" / "editions.csv").write_text(
        "edition_id,kind,publisher,side,title,published_on\nl,register,Ministry,MEX,List,2020-01-31\n", encoding="utf-8"
    )
    (root / "claims").mkdir(exist_ok=True)
    (root / "claims" / "instruments.csv").write_text(
        "subject,kind,title,level,countries,parties,signed_on,edition\n"
        "a1,treaty,One,national,MEX; KOR,Mexico; Democratic People's Republic of Korea,1997,l\n"
        "a2,treaty,Two,national,MEX; KOR,México; República Popular Democrática de Corea,1998,l\n"
        "a3,treaty,Three,national,,Mexico; Korea,1999,l\n"
        "a4,treaty,Four,national,MEX; PRK,Mexico; Republic of Korea,1999,l\n"
        "a5,treaty,Five,national,MEX; KOR,Mexico; Republic of Korea,1999,l\n",
        encoding="utf-8",
    )
    _, findings = Observatory(root).check()
    about = {f.rule: [] for f in findings} | {}
    for found in findings:
        about[found.rule] += found.subjects
    assert sorted(about["party.name_and_code"]) == ["a1", "a2", "a4"]
    assert about["party.disputed"] == ["a3"]
    view = Observatory(root).view()
    status = {r.id: r.derived["counterparty_status"] for r in view.records("instruments")}
    view.close()
    assert status == {"a1": "disputed", "a2": "disputed", "a3": "disputed", "a4": "disputed", "a5": "settled"}
