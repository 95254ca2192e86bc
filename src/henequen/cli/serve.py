"""The verb that opens the observatory on this computer."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsOf, Flows, KnownAt, PackOption, day
from henequen.cli.site_writing import SiteWriting
from henequen.cli.words import phrase, say
from henequen.model.errors import UsageError
from henequen.model.message import Message

if TYPE_CHECKING:
    from fastapi import FastAPI

    from henequen.observatory import Observatory

__all__ = ["serve"]


def serve(
    pack: PackOption = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port. If it is in use, the next free one is taken.")
    ] = 8765,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser (only on a terminal).")] = True,
    base: Annotated[
        list[Path] | None,
        typer.Option(
            "--base", metavar="BASE", help="A base for scenarios run from the page (more than one may be given)."
        ),
    ] = None,
    flows: Flows = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
) -> None:
    """Serve the observatory on 127.0.0.1; build it first if needed. Ctrl-C stops it."""
    as_of, known_at = day(as_of), day(known_at, "--known-at")
    observatory = open_pack(pack, always=True)
    for folder in base or ():
        if not (folder / "base.json").is_file():
            raise UsageError(
                Message("this_not_base"), found=str(folder), expected=Message("folder_made_by_scenario_base_import")
            )
    if not observatory.is_built():
        say("serve.reading")
    if flows:
        say("serve.editions", names=", ".join(path.name for path in flows))
    writing = None
    if not observatory.has_site(as_of, known_at, flows or ()):
        observatory.build()
        writing = SiteWriting(observatory, as_of, known_at, flows or ())
        writing.wait_for_home()
    from henequen.service.listener import LOOPBACK, listen, server_of

    app = _app(observatory, as_of, known_at, base or (), flows or (), is_being_written=writing is not None)
    listening = listen(port)
    address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
    print(f"{observatory.manifest.title[language()]}: {address}", flush=True)
    if waiting := sum(standing.state in ("open", "second_look") for _, standing in observatory.desk().listed()):
        print(phrase("serve.review", n=waiting, address=f"{address}review"), flush=True)
    if browser and sys.stdout.isatty():
        webbrowser.open(address)
    server = server_of(app)
    if writing:
        writing.call_if_it_fails(lambda: setattr(server, "should_exit", True))
    server.run(sockets=[listening])
    if writing and writing.failure:
        raise writing.failure


def _app(
    observatory: Observatory,
    as_of: str,
    known_at: str,
    bases: Sequence[Path],
    flows: Sequence[Path],
    *,
    is_being_written: bool,
) -> FastAPI:
    """The service over the observatory's site, with everything that its pages can ask for."""
    from henequen.matching.suppliers.ask import match_sent
    from henequen.reading.picture import page_picture
    from henequen.service.app import Features, create_app
    from henequen.service.ledger import Ledger
    from henequen.service.review import Reviewing
    from henequen.service.served_view import ServedView
    from henequen.service.site_files import SiteFiles
    from henequen.service.suppliers import Matcher

    view = partial(observatory.view, as_of, known_at)
    site = observatory.kept_site
    return create_app(
        ServedView(view, observatory.text, observatory.scenarios(), lambda: observatory.flows(flows)),
        SiteFiles(site.folder, site.in_writing if is_being_written else None),
        Features(
            runs=observatory.runs(bases),
            ledger=Ledger(observatory.log, observatory.look),
            matcher=Matcher(lambda sent, question, today: match_sent(view(), sent, question, today)),
            reviewing=Reviewing(observatory.desk, page_picture),
            view_on=partial(observatory.view, known_at=known_at),
        ),
    )
