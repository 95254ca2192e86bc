"""The desk where proposals are reviewed: the queue, the decisions on it, and the transfer of accepted proposals into
the pack."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from henequen.files.atomic import write_durably
from henequen.model.edition import Document, Edition
from henequen.model.errors import DataError, DocumentError, HenequenError, PackError, UsageError
from henequen.model.match_key import MatchKey, match_key
from henequen.model.message import Message
from henequen.record.pack.files import pack_files
from henequen.record.pack.in_child import manifest_in_child, read_pack_in_child, subjects_in_child
from henequen.record.pack.pack import Pack
from henequen.record.review.accept import accept
from henequen.record.review.decisions import Decided, Decision, Decisions, Standing
from henequen.record.review.mapping import Mapped, pack_row, slug
from henequen.record.review.queue import Proposed, Queue, Source

__all__ = ["Desk", "TakeOutcome"]

_TAKING = ("accepted", "corrected", "same_as")


@dataclass
class TakeOutcome:
    """The result: rows added by file, proposals already in the pack, and those that do not fit, with the reason."""

    added: Counter[str] = field(default_factory=Counter)
    already_in_pack: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Desk:
    """The desk of the pack at `root`; queue and decisions are kept in `folder`, `text` gives a document by its hash."""

    def __init__(
        self, root: Path, folder: Path, text: Callable[[str], str | None], four_eyes: bool | None = None
    ) -> None:
        self.root = root
        self.queue = Queue(folder / "review")
        self.four_eyes = manifest_in_child(root).four_eyes if four_eyes is None else four_eyes
        self.decisions = Decisions(folder / "review", four_eyes=self.four_eyes)
        self._text = text
        self._files = folder / "review" / "files"
        self._known: tuple[object, frozenset[str]] | None = None

    def keep_file(self, sha256: str, path: Path) -> None:
        """Keep the reader's own copy of a file whose pages are shown next to proposals, unless it changed in the
        meantime."""
        kept = self._files / f"{sha256}.pdf"
        data = b"" if kept.is_file() else path.read_bytes()
        if data and hashlib.sha256(data).hexdigest() == sha256:
            self._files.mkdir(parents=True, exist_ok=True)
            write_durably(kept, data)

    def file_of(self, sha256: str) -> Path | None:
        """The kept copy of a document with pages, if there is one."""
        kept = self._files / f"{sha256}.pdf"
        return kept if kept.is_file() else None

    def passage(self, proposal: Proposed, piece: int, width: int = 400) -> tuple[str, str, str]:
        """The text before a piece of evidence, its quote, and the text after."""
        evidence = proposal.evidence[piece]
        text = self._text(proposal.sha256) or ""
        start, end = int(evidence.get("char_start", 0)), int(evidence.get("char_end", 0))
        if text[start:end] != evidence["quote"]:
            return "", str(evidence["quote"]), ""
        return text[max(0, start - width) : start], text[start:end], text[end : end + width]

    def find(self, identity: str) -> Proposed:
        """The proposal with this id, or whose id begins with it."""
        matches = [one for name, one in self.queue.proposals.items() if name.startswith(identity)]
        exact = self.queue.proposals.get(identity)
        if exact is None and len(matches) != 1:
            raise UsageError(
                Message("several_proposals_have_ids_that_begin") if matches else Message("no_proposal_has_this_id"),
                found=identity,
                expected=", ".join(one.id for one in matches[:5]) or Message("id_that_henequen_review_list_prints"),
            )
        return exact or matches[0]

    def listed(
        self, document: str = "", kind: str = "", state: str = "", who: str | None = None
    ) -> Iterator[tuple[Proposed, Standing]]:
        """The proposals with these properties, by document and place; `state` empty: all. With `who`, as this person may
        see them."""
        order = {name: number for number, name in enumerate(self.queue.sources)}
        for one in sorted(self.queue.proposals.values(), key=lambda p: (order[p.sha256], _place(p))):
            standing = self.decisions.of(one.id)
            if who is not None:
                standing = standing.seen_by(who)
            if (
                (not document or one.document == document)
                and (not kind or one.kind == kind)
                and (not state or standing.state == state)
            ):
                yield one, standing

    def decide(
        self,
        identity: str,
        verdict: str,
        who: str,
        *,
        version: int | None = None,
        reason: str = "",
        corrected: Mapping[str, str] | None = None,
        same_as: str = "",
    ) -> Decision:
        """Decide on a proposal. Without `version`, only an undecided one is accepted."""
        proposed = self.find(identity)
        standing = self.decisions.seen_by(proposed.id, who)
        if version is None:
            version = standing.version if standing.needs(who) or standing.state == "skipped" else -1
        if same_as and same_as not in self._records():
            raise UsageError(
                Message("pack_has_no_record_with_this"), found=same_as, hint=Message("henequen_find_prints_ids")
            )
        _must_be_typed(proposed, verdict, corrected or {})
        fields = {name: _typed(proposed, name, value) for name, value in (corrected or {}).items()}
        return self.decisions.decide(
            proposed.id, verdict, who, version=version, reason=reason, fields=fields, same_as=same_as
        )

    def _records(self) -> frozenset[str]:
        """The ids of the pack's records, read again only when its files change."""
        stamp = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in pack_files(self.root))
        if self._known is None or self._known[0] != stamp:
            self._known = (stamp, subjects_in_child(self.root))
        return self._known[1]

    def in_table(self, sha256: str, table: int, who: str) -> list[tuple[Proposed, Standing]]:
        """The proposals from one table of a document that this person should still decide on."""
        return [
            (one, standing)
            for one, standing in self.listed(who=who)
            if one.sha256 == sha256 and one.table == table and standing.needs(who)
        ]

    def accept_all(self, looked_at: Iterable[tuple[str, int]], who: str) -> tuple[list[Decision], list[Decided]]:
        """Accept proposals, each at the version that the reviewer saw; those decided in the meantime are returned."""
        decisions: list[Decision] = []
        refused: list[Decided] = []
        for identity, version in looked_at:
            _must_be_typed(self.find(identity), "accept", {})
            try:
                decisions.append(self.decisions.decide(identity, "accept", who, version=version))
            except Decided as error:
                refused.append(error)
        return decisions, refused

    def progress(self) -> dict[str, Counter[str]]:
        """The number of proposals by document and state."""
        counts: dict[str, Counter[str]] = {}
        for one, standing in self.listed():
            counts.setdefault(one.document, Counter())["taken" if standing.in_pack else standing.state] += 1
        return counts

    def take(self, by: str, today: str, dry_run: bool = False) -> TakeOutcome:
        """Carry accepted proposals into the pack. One that does not fit is reported with its reason, and the others
        are taken."""
        outcome = TakeOutcome()
        pack = read_pack_in_child(self.root)
        waiting = [
            (one, standing) for one, standing in self.listed() if standing.state in _TAKING and not standing.in_pack
        ]
        lines: list[tuple[Proposed, str, tuple[Edition, Document], MatchKey]] = []
        keys: dict[str, MatchKey] = {}
        for one, standing in waiting:
            decision = standing.decision
            assert decision is not None
            try:
                source = self.queue.sources[one.sha256]
                edition, document = self._source(pack, source, today)
                if one.sha256 not in keys:
                    keys[one.sha256] = match_key(self._text_of(source))
                mapped = self._mapped(pack, one, document.document_id, decision, keys[one.sha256])
            except (HenequenError, ArithmeticError) as error:
                outcome.refused[one.id] = _first_line(error)
                continue
            if mapped.left_out:
                outcome.left_out[one.id] = mapped.left_out
            lines.append((one, json.dumps(mapped.row, ensure_ascii=False), (edition, document), keys[one.sha256]))
        if not self._carry(lines, by, today, dry_run, outcome):
            for line in lines:
                self._carry([line], by, today, dry_run, outcome, alone=True)
        return outcome

    def _carry(
        self,
        lines: list[tuple[Proposed, str, tuple[Edition, Document], MatchKey]],
        by: str,
        today: str,
        dry_run: bool,
        outcome: TakeOutcome,
        alone: bool = False,
    ) -> bool:
        """Take lines into the pack, all or none; False if one of them does not fit."""
        if not lines:
            return True
        try:
            acceptance = accept(
                self.root,
                [(one.id, line) for one, line, _, _ in lines],
                {document.document_id: key for _, _, (_, document), key in lines},
                today,
                by,
                dry_run=dry_run,
                sources=list(
                    {document.document_id: pair for _, _, pair, _ in lines for document in [pair[1]]}.values()
                ),
            )
        except (PackError, DocumentError, DataError) as error:
            if alone:
                outcome.refused[lines[0][0].id] = _first_line(error)
            return False
        outcome.added.update(acceptance.added)
        outcome.already_in_pack += acceptance.already_in_pack
        if not dry_run:
            self.decisions.record_taken([one.id for one, _, _, _ in lines], by)
        return True

    def _mapped(self, pack: Pack, proposal: Proposed, document: str, decision: Decision, key: MatchKey) -> Mapped:
        text = self._text_of(self.queue.sources[proposal.sha256])

        def unique(quote: str) -> bool:
            return key.key.count(match_key(quote).key.strip()) == 1

        return pack_row(
            proposal,
            document,
            decision.fields,
            decision.same_as,
            pack.manifest.sides,
            pack.places,
            unique,
            lambda start: text[:start],
        )

    def _text_of(self, source: Source) -> str:
        text = self._text(source.sha256)
        if text is None:
            raise DocumentError(
                Message("text_you_do_not_have_copy"),
                where=source.name,
                hint=Message("read_again_henequen_review_queue", name=source.name),
            )
        return text

    def _source(self, pack: Pack, source: Source, today: str) -> tuple[Edition, Document]:
        """The edition and the document of a source: those of the pack, or new ones from a person's statements about
        it."""
        for document in pack.documents.values():
            if document.content_hash == source.sha256:
                return pack.editions[document.edition_id], document
        if not source.publisher:
            raise UsageError(
                Message("publisher_this_document_missing"),
                where=source.name,
                hint=f"henequen review queue {source.name} --publisher NAME --title TITLE --published DATE",
            )
        name = slug(source.publisher)
        year = f"-{source.published[:4]}" if source.published else ""
        identity = f"{name[:30].strip('-')}{year}-{source.sha256[:6]}"
        text = self._text_of(source)
        edition = Edition(
            edition_id=identity,
            kind="document",
            publisher=source.publisher,
            side=source.side or "INT",
            title=source.title or source.name,
            published_on=source.published,
            retrieved_at=today,
            content_hash=source.sha256,
            licence="facts only",
            method_note="read by henequen and reviewed by a person",
            redistributable="false",
            url=source.url,
        )
        return edition, Document(
            document_id=identity,
            edition_id=identity,
            file_name=source.name,
            content_hash=source.sha256,
            text_hash=hashlib.sha256(match_key(text).key.encode()).hexdigest(),
            media_type=source.media_type,
            pages=str(source.pages or ""),
            language=source.language,
            characters=str(len(text)),
        )


def _place(one: Proposed) -> tuple[int, str]:
    start = one.evidence[0].get("char_start", 0) if one.evidence else 0
    return int(start), one.id


def _must_be_typed(one: Proposed, verdict: str, corrected: Mapping[str, str]) -> None:
    """Refuse to accept a proposal from a recognised page before a person has typed its figures."""
    missing = [str(name) for name in one.to_type if not str(corrected.get(name, "")).strip()]
    if verdict in ("accept", "correct") and missing:
        raise UsageError(
            Message("text_this_page_was_recognised_by"),
            found=Message("not_typed", missing=", ".join(missing)),
            hint="correct the proposal with " + " ".join(f"{name}=..." for name in missing),
        )


def _typed(one: Proposed, name: str, text: str) -> object:
    """A corrected value in the shape of the value that it replaces."""
    before = one.fields.get(name)
    if isinstance(before, list):
        return [part.strip() for part in text.split(";") if part.strip()]
    dated = name in ("signed", "entry_into_force", "date", "deadline") and name in one.to_type
    if dated or (isinstance(before, Mapping) and "precision" in before):
        return {"value": text, "precision": {4: "year", 7: "month", 10: "day"}.get(len(text), "day")}
    return text


def _first_line(error: Exception) -> str:
    if isinstance(error, HenequenError):
        excerpt = f" ({error.found})" if error.found else ""
        return f"{error.what}{excerpt}"
    return str(error)
