"""Translations in a pack: read strictly, shown in their language, found when out of date, given back whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_pack import write_small
from typer.testing import CliRunner

from henequen.cli.app import app
from henequen.model.errors import PackError
from henequen.model.translation import TRANSLATABLE, is_translatable, source_hash
from henequen.observatory import Observatory
from henequen.publish.site import write_site
from henequen.record.pack.translations import coverage, missing_translations
from henequen.record.store.render_pack import END_OF_TIME, render_pack

HEADER = "subject,property,item,source_hash,text,translated_by,translated_on\n"
TITLE = source_hash("Agreement on Fisheries")


def row(text: str, subject: str = "fisheries-1994", name: str = "title", digest: str = TITLE) -> str:
    return f"{subject},{name},0,{digest},{text},an editor,2026-11-30\n"


def with_rows(root: Path, rows: str, language: str = "es", header: str = HEADER) -> Observatory:
    (root / "translations").mkdir(exist_ok=True)
    (root / "translations" / f"{language}.csv").write_text(header + rows, encoding="utf-8")
    return Observatory(root)


def test_pages_show_the_translation_and_keep_the_claim(small: Path, tmp_path: Path) -> None:
    view = with_rows(small, row("Acuerdo de Pesca")).view()
    site = write_site(view, tmp_path / "site", lambda _: None).folder
    spanish = (site / "es/instruments/fisheries-1994.html").read_text(encoding="utf-8")
    assert "<h1>Acuerdo de Pesca</h1>" in spanish
    english = (site / "instruments/fisheries-1994.html").read_text(encoding="utf-8")
    assert "<h1>Agreement on Fisheries</h1>" in english
    korean = (site / "ko/instruments/fisheries-1994.html").read_text(encoding="utf-8")
    assert '<h1 lang="en">Agreement on Fisheries</h1>' in korean, "a text without a translation says its language"
    claim = next(c for c in view.claims("fisheries-1994") if c.predicate == "title")
    assert claim.value == "Agreement on Fisheries"
    assert claim.claim_id in spanish


def test_a_text_that_recurs_is_translated_once_for_all(small: Path) -> None:
    view = with_rows(small, row("pesca", "*", "subjects", source_hash("fisheries"))).view()
    assert view.translation("es", "fisheries-1994", "subjects", "fisheries") == "pesca"
    assert view.translation("ko", "fisheries-1994", "subjects", "fisheries") == ""


def test_check_finds_what_is_out_of_date(small: Path) -> None:
    with_rows(small, row("Acuerdo", digest=source_hash("an older title")) + row("x", "gone-1990"))
    result = CliRunner().invoke(app, ["check", "--pack", str(small)])
    assert result.exit_code == 3
    assert "2 out of date" in result.output
    assert "title of fisheries-1994" in result.output


def test_the_missing_ones_are_listed_as_rows_to_fill(small: Path) -> None:
    with_rows(small, "")
    result = CliRunner().invoke(app, ["translations", "es", "--pack", str(small)])
    assert result.exit_code == 3
    assert f"fisheries-1994\ttitle\t0\t{TITLE}\tAgreement on Fisheries" in result.output
    pack = Observatory(small).read()
    filled = "".join(
        f'{t.subject},{t.property},{t.item},{t.source_hash},"traducido",an editor,2026\n'
        for t, _ in missing_translations(pack, "es")
    )
    whole = with_rows(small, filled).read()
    assert not missing_translations(whole, "es")
    (covered,) = coverage(whole)
    assert covered.texts == covered.translated
    assert not covered.stale


def test_every_listed_property_can_be_translated() -> None:
    assert all(is_translatable(name) for names in TRANSLATABLE.values() for name in names)
    assert not is_translatable("signed_on")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (row("Acuerdo", digest="abc"), "source_hash is not a hash"),
        (row("Acuerdo", name="signed_on"), "not a property that holds text"),
        (row(" "), "text is empty"),
        (row("a\u202eb"), "control characters"),
        (row("Acuerdo") + row("Otro"), "translated twice"),
        (row("Acuerdo").replace("an editor", ""), "without a translator"),
        (row("Acuerdo").replace("2026-11-30", "last tuesday"), "translated_on"),
        (row("Acuerdo", ""), "without a subject"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(small: Path, rows: str, said: str) -> None:
    with pytest.raises(PackError, match=said) as refused:
        with_rows(small, rows).read()
    assert "translations/es.csv, line" in str(refused.value)


def test_an_unknown_language_is_refused(small: Path) -> None:
    with pytest.raises(PackError, match="unknown language"):
        with_rows(small, row("Accord"), "fr").read()


@pytest.fixture(scope="module")
def small_for_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small pack for all examples of a property."""
    root = tmp_path_factory.mktemp("many") / "chl_nzl"
    write_small(root)
    return root


@settings(max_examples=20, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0xD7A3, exclude_categories=("Cs", "Cc", "Cf")), min_size=1
    ).filter(str.strip)
)
def test_translations_come_back(small_for_many: Path, text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    observatory = with_rows(small_for_many, row(quoted))
    view = observatory.view(END_OF_TIME)
    try:
        assert view.translations["es"][0].text == text
        files = render_pack(view)
    finally:
        view.close()
    assert files["translations/es.csv"] == (small_for_many / "translations/es.csv").read_text(encoding="utf-8") or (
        f",{text}," in files["translations/es.csv"]
    )
