"""The verbs of the legal desk, and what they refuse."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from henequen.observatory import Observatory

Run = Callable[..., Any]
CODES = "code,duty,staging\n"


@pytest.fixture
def mine(shipped: Observatory, tmp_path: Path) -> Path:
    """A copy of the shipped pack."""
    return Path(shutil.copytree(shipped.root, tmp_path / shipped.root.name))


def oracle(run: Run) -> set[str]:
    """The instruments with a reason, counted again from the open record, one rule after the other."""
    from henequen.observatory import open_pack

    view = open_pack().view()
    today = date.fromisoformat(view.as_of)
    found = set()
    for r in view.records("instruments"):
        status, rule = r.derived["status"], r.derived["status_rule"]
        if r.derived["counterparty_status"] == "disputed":
            found.add(r.id)
        if status in ("proposed", "under_negotiation", "not_yet", "suspended"):
            continue
        if rule.startswith("past its term"):
            found.add(r.id)
        elif status in ("expired", "replaced", "terminated", "ended", "completed"):
            continue
        signed = r.one("signed_on")
        waiting = status in ("signed", "signed_not_in_force") and signed and not r.one("entry_into_force")
        if waiting:
            year = int(signed[:4]) + 1
            late = year < today.year or (year == today.year and signed[5:] <= view.as_of[5:])
            found |= {r.id} if late else set()
    return found


@pytest.mark.system(45)
def test_the_queue_holds_everything_that_an_independent_count_finds(run: Run) -> None:
    done = run("legal", "queue", "--json")
    assert done.code == 3
    listed = {row["id"]: row["reasons"] for row in done.objects}
    certain = {
        i
        for i, reasons in listed.items()
        if any(r.split()[0] in ("disputed", "not_in_force", "term_over") for r in reasons)
    }
    assert certain == oracle(run)
    again = run("legal", "queue", "--json")
    assert again.out == done.out


@pytest.mark.system(45)
def test_the_queue_says_what_to_do_next_in_each_language(run: Run) -> None:
    words = {lang: run("legal", "queue", "--lang", lang, "--json").objects[0]["next"] for lang in ("en", "es", "ko")}
    assert all(words.values()) and len({tuple(found) for found in words.values()}) == 3


@pytest.mark.system(101)
def test_competence_answers_by_the_strictest_rule_with_its_law(run: Run) -> None:
    done = run("legal", "competence", "--level", "state", "--kind", "agreement", "--subject", "trade", "--json")
    found = {row["side"]: row for row in done.objects}
    assert done.code == 3 and {row["may"] for row in found.values()} == {"no"}
    assert "117 I" in found["MEX"]["law"] and "art. 117" in found["KOR"]["law"] and found["MEX"]["source"]
    culture = run("legal", "competence", "--level", "state", "--kind", "twinning", "--subject", "culture", "--json")
    assert culture.code == 0 and {row["may"] for row in culture.objects} == {"with_approval"}
    unknown = run("legal", "competence", "--level", "university", "--side", "KOR", "--json")
    assert unknown.code == 3 and unknown.objects[0]["may"] == "unknown"
    assert run("legal", "competence", "--level", "village").code == 2


@pytest.mark.system(13)
def test_treaties_prints_both_sides_with_dates(run: Run) -> None:
    found = {(r["treaty"], r["side"]): r for r in run("legal", "treaties", "--json").objects}
    assert found["ctbt", "KOR"]["state"] == "party" and "ratification 1999-09-24" in found["ctbt", "KOR"]["acts"]
    assert found["ottawa-convention", "KOR"]["state"] == "outside"
    early = {(r["treaty"], r["side"]): r for r in run("legal", "treaties", "--as-of", "2014-01-01", "--json").objects}
    assert ("paris-agreement", "MEX") not in early


@pytest.mark.system(62)
def test_all_recorded_lines_of_both_samples_are_read_and_compared(run: Run, shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "tariffs"
    first, second = folder / "mexico_ligie_lines_part.csv", folder / "korea_vkfta_lines_sample.csv"
    for file, lines in ((first, 1834), (second, 76)):
        rows = run("legal", "tariffs", file, "--json").objects
        assert len(rows) == lines and all(row["printed"] for row in rows)
        with file.open(encoding="utf-8") as text:
            column = "duty_percent" if file == first else "base_rate_percent"
            stated = [row[column] for row in csv.DictReader(text)]
        assert all(float(s) == r["percent"] for s, r in zip(stated, rows, strict=True) if s)
    kinds = {row["kind"] for row in run("legal", "tariffs", first, "--json").objects}
    assert kinds == {"ad_valorem", "free", "prohibited", "specific_unstated", "compound_unstated"}
    both = run("legal", "tariffs", first, second, "--json").objects
    assert any(row["first"] and row["second"] and row["difference"] is not None for row in both)
    lines = run("legal", "tariffs", first, "--json").objects + run("legal", "tariffs", second, "--json").objects
    assert all((row["equivalent"] is None) == bool(row["refused"]) for row in lines)
    mixed = [row for row in lines if row["kind"] == "mixed_max"]
    assert mixed and all(row["staging"] and row["refused"] == "no_unit_value" for row in mixed)
    values = tmp_path / "values.csv"
    codes = {row["code"][:6]: row["unit"] for row in mixed}
    values.write_text("code,unit_value,unit\n" + "".join(f"{c},1500,{u}\n" for c, u in codes.items()), encoding="utf-8")
    found = {row["code"]: row for row in run("legal", "tariffs", second, "--unit-values", values, "--json").objects}
    for row in mixed:
        after = found[row["code"]]
        assert after["equivalent"] == round(max(row["percent"], 100 * row["money"] / 1500), 4) and after["formula"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (CODES + "010121,5 apples,A\n", ("line 2", "a duty in a form that is not read")),
        (CODES + "01,5,A\n", ("line 2", "not a tariff code")),
        (CODES + "010121,5,A\n010121,6,A\n", ("line 3", "a code occurs twice")),
        (CODES + "".join(f"0101{n:02},0.{n:02},A\n" for n in range(11, 30)), ("the rates are fractions",)),
        ("a,b\n1,2\n", ("line 1", "not a tariff schedule")),
    ],
)
def test_tariffs_refuses_what_is_not_a_schedule(run: Run, tmp_path: Path, table: str, words: tuple[str, ...]) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text(table, encoding="utf-8")
    done = run("legal", "tariffs", file)
    assert done.code == 1 and all(word in done.err for word in words)


def test_tariffs_asks_about_a_fraction_among_percentages(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text("code,duty\n020110,40%\n870323,0.08\n", encoding="utf-8")
    done = run("legal", "tariffs", file)
    assert done.code == 0 and "schedule.csv, line 3" in done.err and "a fraction?" in done.err


@pytest.mark.system(101)
def test_competence_knows_what_a_university_may_sign(run: Run) -> None:
    rows = run("legal", "competence", "--level", "university", "--subject", "education", "--json").objects
    assert [row["may"] for row in rows] == ["yes", "yes"] and all(row["law"] and row["source"] for row in rows)
    assert run("legal", "competence", "--level", "university", "--subject", "trade").code == 3


def test_tariffs_computes_equivalents_by_the_stated_formula(run: Run, tmp_path: Path) -> None:
    file, values = tmp_path / "schedule.csv", tmp_path / "values.csv"
    file.write_text(
        'code,duty\n010121,10% + 0.36 USD/kg\n010129,0.36 USD/kg\n010190,"5% or 0.36 USD/kg, whichever is the greater"\n',
        encoding="utf-8",
    )
    head = "code,unit_value,unit\n"
    values.write_text(head + "010121,1.8,USD/kg\n010129,1.8,USD/kg\n010190,1.8,USD/kg\n", encoding="utf-8")
    rows = run("legal", "tariffs", file, "--unit-values", values, "--json").objects
    assert [(r["kind"], r["equivalent"]) for r in rows] == [("compound", 30.0), ("specific", 20.0), ("mixed_max", 20.0)]
    assert rows[0]["formula"] == "0.1 + 0.36 / 1.8"
    values.write_text(head + "010121,2400,won/kg\n", encoding="utf-8")
    rows = run("legal", "tariffs", file, "--unit-values", values, "--json").objects
    assert [(r["equivalent"], r["refused"]) for r in rows] == [(None, "other_unit")] + [(None, "no_unit_value")] * 2
    for row, words in (
        ("010121,0,USD/kg\n", "an amount above zero and its unit"),
        ("010121,1.8,\n", "an amount above zero and its unit"),
        ("010121,1.8,USD/kg\n010121,2,USD/kg\n", "a code occurs twice"),
        ("0101,1.8,USD/kg\n", "not a tariff code"),
    ):
        values.write_text(head + row, encoding="utf-8")
        done = run("legal", "tariffs", file, "--unit-values", values)
        assert done.code == 1 and words in done.err and "values.csv, line" in done.err


@pytest.mark.system(7)
def test_the_preference_margin_of_each_side_in_the_other(run: Run, shared: Path) -> None:
    file = shared / "data" / "tariffs" / "sector_tariffs_2017_37_regions.parquet"
    rows = run("legal", "margin", file, "--json").objects
    assert {(r["importer"], r["exporter"]) for r in rows} == {("MEX", "KOR"), ("KOR", "MEX")}
    assert any(r["disadvantage"] > 0 for r in rows if r["importer"] == "KOR")


@pytest.mark.system(108)
def test_the_rank_of_a_partner_by_both_definitions(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "partners.csv"
    file.write_text("partner,exports,imports\nUSA,100,90\nCHN,80,120\nMEX,60,5\nJPN,50,40\n", encoding="utf-8")
    ranks = {row["definition"]: row["rank"] for row in run("rank", file, "--partner", "MEX", "--json").objects}
    assert ranks == {"total": 4, "exports": 3, "imports": 4}
    among = run("rank", file, "--partner", "MEX", "--among", "MEX", "--among", "JPN", "--json").objects
    assert {row["definition"]: row["rank"] for row in among}["exports"] == 1
    file.write_text("partner,exports,imports\nUSA,many,90\n", encoding="utf-8")
    assert "line 2, column exports" in run("rank", file, "--partner", "USA").err


@pytest.mark.system(17)
def test_cities_within_three_hours_are_counted_again(run: Run) -> None:
    rows = run("reach", "port-icn", "--hours", "3", "--json").objects
    assert len(rows) > 40 and all(row["hours"] <= 3 and row["country"] != "KOR" for row in rows)
    assert {"Tokyo", "Beijing"} <= {row["city"] for row in rows}
    assert "neither LAT,LON" in run("reach", "nowhere").err


@pytest.mark.parametrize("register", ["barrier", "route", "landmark"])
def test_find_lists_the_entries_of_a_register(run: Run, register: str) -> None:
    rows = run("find", "--register", register, "--json").objects
    assert rows and all(row["register"] == register for row in rows)
    assert run("find", "tequila", "--register", "barrier", "--json").objects
    assert run("find", "--register", "nothing").code == 2
    assert run("find").code == 2


def test_import_treaties_takes_a_users_table_and_refuses_what_cannot_be(run: Run, mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    head = "treaty,side,action,date,source\n"
    file.write_text(head + "npt,KOR,signature,1968-07-01,https://treaties.example.org/npt\n", encoding="utf-8")
    assert "1 rows added" in run("import", "treaties", file, "--pack", mine).out
    found = {(r["treaty"], r["side"]): r for r in run("legal", "treaties", "--pack", mine, "--json").objects}
    assert "signature 1968-07-01" in found["npt", "KOR"]["acts"]
    for row, words in (
        (
            "six-party-talks,KOR,signature,2003-08-27,https://a.example.org/x\n",
            ("line 2", "a treaty without a depositary"),
        ),
        ("ctbt,MEX,denunciation,1990-01-01x,https://a.example.org/x\n", ("acts.csv, line 2",)),
        (
            "bwc,KOR,signature,1999-01-01,https://a.example.org/x\n",
            ("a ratification before the signature", "acts.csv, line 2"),
        ),
        ("nothing,KOR,signature,1999-01-01,https://a.example.org/x\n", ("line 2", "an unknown treaty")),
        ("Kyoto Protocl,KOR,signature,1999-01-01,https://a.example.org/x\n", ("line 2", "did you mean kyoto-protocol")),
        ("npt,JPN,signature,1970-02-03,https://a.example.org/x\n", ("acts.csv, line 2", "neither of the two")),
        ("npt,KOR,accession,1970-02-03,\n", ("acts.csv, line 2", "a row without a source")),
    ):
        file.write_text(head + row, encoding="utf-8")
        done = run("import", "treaties", file, "--pack", mine)
        assert done.code == 1 and all(word in done.err for word in words), done.err


@pytest.mark.system(13)
def test_import_treaties_adds_a_treaty_by_its_title(run: Run, mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(
        "treaty,side,action,date,source,depositary\n"
        "Minamata Convention on Mercury,MEX,ratification,2016-01-29,https://a.example.org/x,United Nations\n"
        "Kyoto Protocol,KOR,acceptance,2020-10-02,https://a.example.org/x,\n",
        encoding="utf-8",
    )
    assert "claims/instruments.csv: 1 rows added" in run("import", "treaties", file, "--pack", mine).out
    found = {(r["treaty"], r["side"]): r for r in run("legal", "treaties", "--pack", mine, "--json").objects}
    assert found["minamata-convention-on-mercury", "MEX"]["state"] == "party"
    assert "acceptance 2020-10-02" in found["kyoto-protocol", "KOR"]["acts"]
    assert "Minamata" in run("show", "minamata-convention-on-mercury", "--pack", mine).out


def test_import_register_takes_entries_and_refuses_what_cannot_be(run: Run, mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "entries.csv"
    head = "title,source,side,status,from,until,latitude,longitude\n"
    file.write_text(
        head + "Busan – Manzanillo,https://a.example.org/x,KOR,in_service,2024-01-01,,,\n", encoding="utf-8"
    )
    assert "1 rows added" in run("import", "register", "route", file, "--pack", mine).out
    rows = run("find", "busan", "--register", "route", "--pack", mine, "--json").objects
    assert [row["title"] for row in rows] == ["Busan – Manzanillo"]
    for row, word in (
        ("A,https://a.example.org/x,KOR,ended,2024-01-01,2020-01-01,,\n", "an interval ends before it begins"),
        ("A,https://a.example.org/x,KOR,open,,,10.0,10.0\n", "coordinates outside the country"),
        ("A,https://a.example.org/x,KOR,open,,,10.0,\n", "half a coordinate"),
        ("A,https://a.example.org/x,KOR,dancing,,,,\n", "unknown code"),
        ("A,https://a.example.org/x,JPN,open,,,,\n", "neither of the two"),
        ("A,,KOR,open,,,,\n", "a row without a source"),
    ):
        file.write_text(head + row, encoding="utf-8")
        done = run("import", "register", "route", file, "--pack", mine)
        assert done.code == 1 and word in done.err and "entries.csv, line" in done.err, done.err


@pytest.mark.parametrize(
    ("table", "rows", "words"),
    [
        ("cases", "dossier,title,side,context,done,outcome,lessons,for,against", ("a dossier with one half", "line 2")),
        ("tags", "item,theme", ("unknown code", "line 2", "theme")),
    ],
)
def test_a_pack_with_half_a_dossier_or_an_unknown_theme_is_refused(
    run: Run, small: Path, table: str, rows: str, words: tuple[str, ...]
) -> None:
    cells = {"cases": "x,d,T,CHL,a,b,c,e,f,g", "tags": "x,fisheries-1994,wizardry"}[table]
    (small / "claims" / f"{table}.csv").write_text(f"subject,{rows},edition\n{cells},register\n", encoding="utf-8")
    done = run("check", "--pack", small)
    assert done.code == 1 and all(word in done.err for word in words), done.err


def test_json_of_a_verb_is_one_object_a_line(run: Run) -> None:
    for line in run("legal", "treaties", "--json").out.splitlines():
        assert json.loads(line)["treaty"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("[" * 200_000, "of another kind"), ("code,duty,duty\n01012100,5%,6%\n", "a column occurs twice"),
     ("code,duty\n01012100\n", "does not fit its header"), ('code,duty\n"' + "x" * 200_000, "well-formed")],
)  # fmt: skip
def test_a_schedule_that_is_no_table_is_refused_in_words(tmp_path: Path, run: Any, content: str, words: str) -> None:
    (tmp_path / "s.csv").write_text(content, encoding="utf-8")
    answer = run("legal", "tariffs", tmp_path / "s.csv")
    assert answer.code == 1 and words in answer.err and "s.csv" in answer.err
