"""The facade: opens a pack and wires the rooms. No logic lives here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from henequen.files.atomic import recover, unrecovered
from henequen.files.build_stamp import engine_stamp
from henequen.files.folders import documents_folder, home, workshop
from henequen.files.lock import locked
from henequen.model.finding import Finding
from henequen.model.match_key import match_key
from henequen.model.message import Message
from henequen.publish.site.kept import KeptSite
from henequen.record.evidence.library import Library
from henequen.record.pack.files import fingerprint_of
from henequen.record.pack.manifest import MANIFEST, Manifest, check_is_pack
from henequen.record.pack.place_of import find_pack
from henequen.record.store.store import seal_of
from henequen.record.store.view import View

if TYPE_CHECKING:
    from henequen.model.result import Result
    from henequen.publish.search import Ranking
    from henequen.publish.site import SiteReport
    from henequen.reading.suggesting.endpoint import Endpoint
    from henequen.reading.watching.visits import Manners
    from henequen.reading.watching.watch import Watcher
    from henequen.record.evidence.copies import Copies, Unverified
    from henequen.record.evidence.verifier import Verification
    from henequen.record.facts.take import Outcome
    from henequen.record.pack.pack import Pack
    from henequen.record.review.accept import Acceptance
    from henequen.record.review.append import Appended
    from henequen.record.review.desk import Desk
    from henequen.record.review.log import Entry, Logged, Search
    from henequen.record.review.queue import Enqueued
    from henequen.record.review.tags import TagDecision
    from henequen.scenarios.runs import Runs

__all__ = ["Built", "Observatory", "open_pack"]

_LONG = 1000
"""Work on fewer claims than this takes less than a second, and is not announced."""


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build: the path of the store, and whether it had to be made."""

    store: Path
    is_new: bool


class Observatory:
    """One pack with everything that can be done to it. `say` is called with a line before each long step."""

    def __init__(self, root: Path, say: Callable[[str], None] = lambda _: None) -> None:
        self.root = root
        self.say = say
        self.workshop = workshop(root)
        self.library = Library(documents_folder())

    @cached_property
    def manifest(self) -> Manifest:
        """What `pack.toml` says."""
        if self.is_built():
            view = View(self.store)
            try:
                return view.manifest
            finally:
                view.close()
        from henequen.record.pack.in_child import manifest_in_child

        return manifest_in_child(self.root)

    def read(self) -> Pack:
        """The pack itself, read and checked."""
        from henequen.record.pack.in_child import read_pack_in_child

        return read_pack_in_child(self.root)

    @property
    def store(self) -> Path:
        """Where the compiled store is, or will be."""
        return self.workshop / "store.sqlite"

    def build(self, force: bool = False) -> Built:
        """Check the pack and compile it, unless the store was made from just this pack."""
        from henequen.record.store.store import is_current

        check_is_pack(self.root)
        if not force and self.is_built():
            return Built(self.store, is_new=False)
        # imported here: most commands find the store up to date, and start faster
        from henequen.jobs.call import call_in_child
        from henequen.record.pack.in_child import PACK_LIMITS
        from henequen.record.store.build import build_store

        with locked(self.root / MANIFEST):
            recover(self.root)
            stamp = self._stamp()
            if not force and is_current(self.store, stamp):  # another process built it in the meantime
                return Built(self.store, is_new=False)
            call_in_child(
                build_store, self.root, self.store, stamp, limits=PACK_LIMITS, about=self.root, progress=self._say_sizes
            )
        return Built(self.store, is_new=True)

    def _say_sizes(self, _share: float, sizes: str) -> None:
        """Announce a long build; `sizes` are the numbers of claims and of figures."""
        claims, figures = map(int, sizes.split())
        if claims >= _LONG:
            self.say(Message("building_record_claims_figures", n=f"{claims:,}", n_2=f"{figures:,}"))

    def is_built(self) -> bool:
        """Is there a store made from the current state of this pack, by this version of the engine?"""
        from henequen.record.store.store import is_current

        return not unrecovered(self.root) and is_current(self.store, self._stamp())

    def ranking(self, view: View, language: str) -> Ranking:
        """The search over what `view` shows, in a language of the pack; its index is kept next to the store."""
        from henequen.publish.kept_search import kept_ranking

        return kept_ranking(view, language, self.workshop, seal_of(self.store), self.scenarios)

    def _stamp(self) -> str:
        from henequen.record.store.store import stamp_of

        return stamp_of(fingerprint_of(self.root), engine_stamp())

    def check(self) -> tuple[Pack, list[Finding]]:
        """Read the pack and audit it, without writing anything."""
        from henequen.jobs.call import call_in_child
        from henequen.record.pack.in_child import PACK_LIMITS
        from henequen.record.store.build import audited_pack

        check_is_pack(self.root)
        return call_in_child(audited_pack, self.root, limits=PACK_LIMITS, about=self.root)

    def view(self, as_of: str = "", known_at: str = "", case_on: str = "") -> View:
        """A dated view of the record; the store is built first if needed. `case_on` shows the facts as of that day."""
        return View(self.build().store, as_of, known_at, case_on)

    def table(self, name: str, as_of: str = "") -> Result:
        """A table of the open data as of a day: `df()` for pandas, and polars and DuckDB read it as it is."""
        from henequen.publish.export.result import open_table

        view = self.view(as_of)
        try:
            return open_table(view, name)
        finally:
            view.close()

    def log(self, entry: Entry, today: str, dry_run: bool = False) -> Logged:
        """Log the follow-up of an item."""
        from henequen.record.review.log import log_happening

        return log_happening(self.root, entry, today, dry_run)

    def look(self, search: Search, today: str, dry_run: bool = False) -> Logged:
        """Log a search."""
        from henequen.record.review.log import log_look

        return log_look(self.root, search, today, dry_run)

    def decide_tags(
        self, decisions: Sequence[TagDecision], by: str, today: str, again: bool = False, dry_run: bool = False
    ) -> Appended:
        """Decide on the themes and sectors of records."""
        from henequen.record.review.tags import decide_tags

        return decide_tags(self.root, decisions, by, today, again, dry_run)

    def undo(self, identity: str, by: str, today: str, why: str = "", dry_run: bool = False) -> Logged:
        """Take a logged entry back."""
        from henequen.record.review.log import undo

        return undo(self.root, identity, by, today, why, dry_run)

    def take_facts(self, path: Path, today: str, by: str, dry_run: bool = False) -> Outcome:
        """Take a table of sourced facts into the pack."""
        from henequen.record.facts.table import read_facts
        from henequen.record.facts.take import take_facts

        return take_facts(self.root, read_facts(path), today, by, dry_run)

    def import_treaties(self, path: Path, today: str, by: str, dry_run: bool = False) -> Appended:
        """Take a table of treaty acts into the pack."""
        from henequen.record.review.registers import import_treaties

        return import_treaties(self.root, path, today, by, dry_run)

    def import_entries(self, path: Path, register: str, today: str, by: str, dry_run: bool = False) -> Appended:
        """Take a table of entries into a register of the pack."""
        from henequen.record.review.registers import import_entries

        return import_entries(self.root, path, register, today, by, dry_run)

    def import_iati(self, path: Path, today: str, by: str, dry_run: bool = False) -> list[dict[str, str]]:
        """Import the activities of an IATI file as projects."""
        from henequen.record.evidence.iati_reader import read_activities
        from henequen.record.review.projects import take_activities

        return take_activities(self.root, path, read_activities(path), today, by, dry_run)

    def add_body(self, kind: str, identity: str, name: str, today: str, by: str, dry_run: bool = False) -> list[str]:
        """Add a body made from a template."""
        from henequen.record.review.bodies import add_body

        return add_body(self.root, kind, identity, name, today, by, dry_run)

    def write_site(
        self,
        folder: Path,
        as_of: str = "",
        known_at: str = "",
        flows: Sequence[Path] = (),
        begun: Callable[[Path], None] | None = None,
    ) -> SiteReport:
        """Write the static site into `folder`; `flows` are editions of figures, results of `mirror reconcile`, oldest first.

        `begun` is called with the folder in which the pages are written before they take their place.
        """
        from henequen.publish.site import write_site

        material = self.flows(flows)
        view = self.view(as_of, known_at)
        try:
            last_seen = self.last_seen()
            return write_site(view, folder, self.text, (), self.say, self.scenarios(), material, last_seen, begun)
        finally:
            view.close()

    def flows(self, editions: Sequence[Path]) -> dict[str, Any] | None:
        """What editions of figures (results of `mirror reconcile`, oldest first) show about the two sides; None
        without any."""
        from henequen.trade.editions.page_data import flows_stamp, kept_material

        stamp = f"{engine_stamp()}\n{flows_stamp(editions)}" if editions else ""
        return kept_material(self.workshop / "flows.json", stamp, editions, self.manifest.sides)

    def scenarios(self) -> list[dict[str, Any]]:
        """The scenarios of the pack with their computed tables."""
        from henequen.scenarios.in_child import preset_pages_in_child

        return preset_pages_in_child(self.root)

    def runs(self, bases: Sequence[Path] = (), deadline: float = 120.0) -> Runs:
        """Runs of scenarios requested from a page, on `bases` and those in the user's folder of bases."""
        from henequen.scenarios.runs import Runs

        return Runs(
            home() / "runs", bases, home() / "bases", self.manifest.sides, self.root / "scenarios", deadline=deadline
        )

    @property
    def kept_site(self) -> KeptSite:
        """The site that is kept for the service."""
        return KeptSite(self.workshop)

    def site(self, as_of: str = "", known_at: str = "", flows: Sequence[Path] = ()) -> Path:
        """The folder of a site that is up to date with the pack, the engine, the documents held and the editions given."""
        return self.kept_site.ensure(
            self._stamp_of_site(as_of, known_at, flows),
            lambda folder, begun: self.write_site(folder, as_of, known_at, flows, begun),
        )

    def has_site(self, as_of: str = "", known_at: str = "", flows: Sequence[Path] = ()) -> bool:
        """Is the existing site up to date?"""
        return self.kept_site.is_made_from(self._stamp_of_site(as_of, known_at, flows))

    def _stamp_of_site(self, as_of: str, known_at: str, flows: Sequence[Path]) -> str:
        from henequen.record.store.store import stamp_of
        from henequen.trade.editions.page_data import flows_stamp

        made_from = (
            stamp_of(fingerprint_of(self.root), engine_stamp()),
            self.library.stamp(),
            as_of,
            known_at,
            flows_stamp(flows),
            json.dumps(self.last_seen()),
        )
        return "\n".join(made_from)

    @cached_property
    def copies(self) -> Copies:
        """The reader's own copies of the documents of the pack."""
        from henequen.record.evidence.copies import Copies

        return Copies(self.library, self._pack)

    def text(self, document_id: str) -> str | None:
        """The text of a document of the pack, if the reader has a copy."""
        return self.copies.text(document_id)

    def add_document(self, path: Path, dry_run: bool = False) -> str:
        """Keep the reader's copy of a document that the pack knows by its hash; returns its id."""
        return self.copies.add(path, dry_run)

    def verify(self, paths: Iterable[Path]) -> list[Verification | Unverified]:
        """Check every passage of the pack in each file; a file that cannot be checked comes back with the reason."""
        return [self.copies.verify(path) for path in paths]

    def accept(
        self, proposals: Sequence[tuple[str, str]], recorded_at: str, recorded_by: str, dry_run: bool = False
    ) -> Acceptance:
        """Take reviewed proposals into the pack."""
        from henequen.record.review.accept import accept

        texts = {name: match_key(text) for name in self._pack.documents if (text := self.text(name)) is not None}
        return accept(self.root, proposals, texts, recorded_at, recorded_by, dry_run=dry_run)

    def desk(self) -> Desk:
        """The desk where proposals to this pack are reviewed."""
        from henequen.record.review.desk import Desk

        return Desk(self.root, self.workshop, self.library.text, four_eyes=self.manifest.four_eyes)

    def enqueue(
        self,
        paths: Sequence[Path],
        statements: Mapping[str, str],
        endpoint: Endpoint | None = None,
        ocr: str | None = None,
    ) -> Iterator[tuple[dict[str, Any], Enqueued]]:
        """Read documents and put what they propose in the queue, compared with the record.

        `statements` is what a person states about the documents: publisher, title, published, side, url. `endpoint` is a
        language model that also suggests, `ocr` the path of a program that recognises scans. Yields the readers' line on
        each document and the result.
        """
        from henequen.reading.batch import read_files
        from henequen.reading.linking.held import HeldRow, HeldRows
        from henequen.reading.linking.link import SUPPRESSED
        from henequen.reading.linking.proposals import linked
        from henequen.record.review.held import held_claims
        from henequen.record.review.queue import Enqueued, ReadFile, Source

        pack = self.read()
        rows_in_pack = HeldRows.of(HeldRow(one.identity, one.kind, one.fields, one.places) for one in held_claims(pack))
        document_of_hash = {document.content_hash: document.document_id for document in pack.documents.values()}
        desk = self.desk()
        for path, answer in zip(paths, read_files(paths, with_text=True, endpoint=endpoint, ocr=ocr), strict=True):
            line = answer.document
            if line["status"] != "ok":
                yield line, Enqueued()
                continue
            if not self.library.holds(line["sha256"]):
                self.library.add(line["sha256"], answer.text)
            facts: dict[str, Any] = {name: line[name] for name in ("sha256", "media_type", "language", "pages")}
            links = linked(answer.proposals, rows_in_pack, document_of_hash.get(line["sha256"], line["document"]))
            read = ReadFile(Source(name=line["document"], **{**facts, **statements}), list(links))
            if line["media_type"] == "application/pdf":
                desk.keep_file(line["sha256"], path)
            yield line, desk.queue.add(read, SUPPRESSED)

    def watcher(self, manners: Manners | None = None) -> Watcher:
        """The watcher of the pack's sources, with what it remembers on this computer."""
        from henequen.reading.watching.seen import Memory
        from henequen.reading.watching.visits import Manners
        from henequen.reading.watching.watch import Watcher

        return Watcher(Memory(self.workshop / "watch"), manners or Manners())

    def last_seen(self) -> list[dict[str, str]]:
        """When each source of the pack was last seen from this computer, and its state then."""
        from henequen.reading.watching.seen import Memory

        view = self.view()
        try:
            return Memory(self.workshop / "watch").last_seen(view.sources)
        finally:
            view.close()

    @cached_property
    def _pack(self) -> Pack:
        return self.read()


def open_pack(pack: str | Path | None = None, say: Callable[[str], None] = lambda _: None) -> Observatory:
    """Open a pack by folder or id; without one the nearest, else the shipped one. `say` is called before each long step."""
    return Observatory(find_pack(str(pack) if pack is not None else None), say)
