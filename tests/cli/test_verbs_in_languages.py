"""Every verb on real input, in Spanish and Korean: nothing that is printed is in the words of the English catalogues."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from henequen.cli.verbs import VERBS
from henequen.cli.words import sentences
from henequen.model.message import wordings

from .test_importing import FOLLOWUP, IATI, SEEN
from .test_literature import FEED
from .test_review import TEXT

Run = Callable[..., Any]
_REPORTS = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"
_LETTERS = 12
"""Fixed parts of English forms are looked for from this length on: shorter ones occur in other languages too."""


@cache
def _english(language: str) -> frozenset[str]:
    """The fixed parts of the English sentences that `language` words differently."""
    pairs = [
        (form, sentences(language)[code])
        for code, form in sentences("en").items()
        if " " in form and code not in ("usage.usage",)
    ]
    for kind in ("messages", "errors"):
        pairs += [(form, wordings(language, kind)[code]) for code, form in wordings("en", kind).items()]
    parts = {
        part.strip(" .,:;()")
        for form, other in pairs
        for part in re.split(r"\{[^{}]*\}|`[^`]*`", form)
        if part.strip() not in other
    }
    return frozenset(part for part in parts if len(part) >= _LETTERS and " " in part)


def _unworded(text: str, language: str) -> list[str]:
    return sorted(part for part in _english(language) if part in text)


class Desk:
    """The inputs of the verbs, in one folder: a small pack, reports, a note, a feed, tables."""

    def __init__(self, pack: Path, folder: Path) -> None:
        self.pack, self.folder = pack, folder
        lines = [
            f"{year},{flow},{one},{other},H5,{code}10,{value + (year == 2019) * 7}\n"
            for year in (2018, 2019)
            for flow in "XM"
            for one in ("CHL", "NZL", "AUS", "BRA")
            for other in ("CHL", "NZL", "AUS", "BRA")
            if one != other
            for code, value in (("0101", 900), ("0102", 1200), ("1001", 4000))
        ]
        lines.append("2018,X,CHL,NZL,H5,010190,\n2018,X,CHL,NZL,H5,TOTAL,5\n")
        self.rows = self._file("rows.csv", _REPORTS + "".join(lines))
        self.later = self._file("later.csv", _REPORTS + "".join(lines).replace(",4000", ",5000"))
        self.note = self._file("note.txt", TEXT)
        self.feed = self._file("feed.xml", FEED)
        self.activities = self._file("iati.xml", IATI)
        self.facts = self._file("facts.csv", f"{FOLLOWUP}r1,no-such,An item,2020-05-02,Nets arrived,yes,{SEEN},high,\n")
        self.partners = self._file("partners.csv", "partner,exports,imports\nNZL,5,3\nAUS,9,1\n")
        self.schedule = self._file("tariffs.csv", "code,duty\n010110,5\n010190,180won/kg\n")

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def commands(self) -> Iterator[tuple[str, ...]]:
        """Verbs in an order in which each finds what it needs."""
        out, other, folder = self.folder / "out.parquet", self.folder / "other.parquet", self.folder
        pack = ("--pack", str(self.pack))
        item = "rec-one"
        yield from (
            ("mirror", "reconcile", str(self.rows), "--out", str(out)),
            ("mirror", "reconcile", str(self.later), "--out", str(other)),
            ("mirror", "reconcile", str(self.rows), "--out", str(folder / "x.csv")),
            ("mirror", "reconcile", str(folder / "none.csv"), "--out", str(folder / "x.parquet")),
            ("mirror", "diff", str(out), str(other)),
            ("mirror", "diff", str(out), str(out)),
            ("mirror", "diff", str(out), str(self.note)),
            ("mirror", "explain", "CHL", "NZL", "2019", str(out), *pack),
            ("mirror", "explain", "CHL", "CHL", "2019", str(out), *pack),
            ("indicators", str(self.rows), "--reporter", "CHL", "--partner", "NZL", "--year", "2050"),
            ("fetch", "plan", "--reporter", "CHL", "--period", "2019"),
            ("fetch", "comtrade", "--reporter", "CHL", "--period", "2019", "--out", str(folder / "got")),
            ("fetch", "census", "--period", "2019", "--out", str(folder / "got"), "--dry-run"),
            ("fetch", "kcs", "--period", "201901", "--out", str(folder / "got")),
            ("fetch", "nowhere"),
            ("scenario", "presets"),
            ("scenario", "worlds"),
            ("scenario", "run", str(folder / "none.toml")),
            ("scenario", "compare", str(folder)),
            ("scenario", "base", "check", str(folder)),
            ("scenario", "value-added", str(folder / "none.npz"), "--side", "CHL", "--side", "NZL"),
            ("read", str(self.note), str(self.rows), str(folder / "none.pdf")),
            ("review", "queue", str(self.note), *pack),
            ("review", "list", *pack),
            ("review", "progress", *pack),
            ("review", "show", "p-none", *pack),
            ("review", "decide", "p-none", "accept", "--by", "Ana", *pack),
            ("review", "undo", "--by", "Ana", *pack),
            ("review", "take", "--by", "Ana", *pack),
            ("review", "accept", str(self.note), "--by", "Ana", *pack),
            ("import", "facts", str(self.facts), *pack),
            ("import", "facts", str(self.note), *pack),
            ("import", "iati", str(self.activities), "--dry-run", *pack),
            ("import", "iati", str(self.note), *pack),
            ("import", "treaties", str(self.note), *pack),
            ("import", "register", "barrier", str(self.note), *pack),
            ("literature", "add", str(self.feed), *pack),
            ("literature", "add", str(self.note), *pack),
            ("log", item, "--evidence", "started", *pack),
            ("looked", "no-such-item", "--where", "Gazette", "--by", "Ana", *pack),
            ("tags", "list", *pack),
            ("tags", "accept", "no-such", "--by", "Ana", *pack),
            ("watch", *pack),
            ("documents", "list", *pack),
            ("documents", "add", str(self.note), *pack),
            ("verify", str(self.note), *pack),
            ("build", "--force", *pack),
            ("build", *pack),
            ("build", "--dry-run", *pack),
            ("check", *pack),
            ("audit", *pack),
            ("translations", "es", *pack),
            ("doctor", *pack),
            ("systems",),
            ("find", "zzzzqqq", *pack),
            ("find", *pack),
            ("show", "no-such-id", *pack),
            ("who", "zzzzqqq", *pack),
            ("due", "--within", "soon", *pack),
            ("due", "--as-of", "yesterday", *pack),
            ("legal", "queue", *pack),
            ("legal", "treaties", *pack),
            ("legal", "tariffs", str(self.schedule)),
            ("legal", "competence", "--level", "state", *pack),
            ("legal", "margin", str(self.partners), *pack),
            ("rank", str(self.partners), "--partner", "NZL"),
            ("rank", str(self.partners), "--partner", "XXX"),
            ("reach", "somewhere", *pack),
            ("brief", *pack),
            ("brief", "--topic", "fisheries", "--out", str(folder / "brief.html"), *pack),
            ("digest", "--since", "2019-01-01", "--out", str(folder / "digest.md"), *pack),
            ("export", str(folder / "data"), *pack),
            ("export", str(folder / "data"), "--dry-run", *pack),
            ("export", str(self.note), *pack),
            ("site", str(folder / "site"), "--dry-run", *pack),
            ("site", str(self.folder), *pack),
            ("serve", "--base", str(folder), *pack),
            ("cube", *pack),
            ("cube", "--digits", "3", *pack),
            ("twin", *pack),
            ("suppliers", "--makers", str(folder / "none.csv"), *pack),
            ("opportunity", *pack),
            ("plan", "nothing", *pack),
            ("new", "CHL", "PER"),
            ("new", "CHL", "PER", "--out", str(folder / "new")),
            ("new", "CHL", "XXX", "--out", str(folder / "newer")),
        )


@pytest.mark.parametrize("language", ["es", "ko"])
def test_no_verb_prints_words_of_the_english_catalogue(
    small: Path, tmp_path: Path, run: Run, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COMTRADE_API_KEY", "DATA_GO_KR_KEY"):
        monkeypatch.delenv(name, raising=False)
    desk = Desk(small, tmp_path)
    walked, english = set(), {}
    for words in desk.commands():
        done = run("--lang", language, *words)
        walked.add(words[0])
        if found := _unworded(done.out + done.err, language):
            english[" ".join(words)[:60]] = found
    assert not english
    assert walked == set(VERBS)


def test_columns_and_json_are_the_same_in_every_language(
    small: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = (("documents", "list"), ("tags", "list"), ("audit",), ("due", "--all"), ("find", "fisheries"))
    for words in reads:
        outputs = set()
        for language in ("en", "es", "ko"):
            monkeypatch.setenv("HENEQUEN_LANG", language)
            outputs.add(run(*words, "--json", "--pack", small).out)
            if words[0] != "tags":  # its last line is a sentence
                outputs.add("TSV" + run(*words, "--pack", small).out)
        assert len(outputs) <= 2, words


@pytest.mark.skipif(sys.platform == "win32", reason="terminals differ")
@pytest.mark.parametrize(("language", "words"), [("es", "hallazgo: "), ("ko", "점검 결과: ")])
def test_findings_of_a_reconciliation_follow_the_language(tmp_path: Path, run: Run, language: str, words: str) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(_REPORTS + "2018,X,CHL,NZL,H5,010110,50\n2018,M,NZL,CHL,H5,010110,52\n2018,X,CHL,NZL,H5,010190,\n")
    done = run("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet", "--lang", language)
    assert done.code == 3 and words in done.out
    report = run("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet", "--lang", language, "--json")
    plain = run("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet", "--json")
    assert [f["message"] for f in report.objects[0]["findings"]] == [f["message"] for f in plain.objects[0]["findings"]]
