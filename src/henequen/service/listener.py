"""The socket and the HTTP server: loopback only, few connections, and a timeout for idle ones."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.service.guard import RAW_HEADERS, answer_with_error, error_content

__all__ = ["LOOPBACK", "listen", "server_of"]

LOOPBACK = "127.0.0.1"
_TRIED = 20
_HEADER_SECONDS = 10.0
"""How long a connection may take to send the head of a request, or the rest of a body that was already answered."""
_UNREAD_SECONDS = 30.0
"""How long a client may leave an answer unread."""
_CONNECTIONS = 128


def listen(port: int) -> socket.socket:
    """A listening socket on `port` of this computer, or on the next free one.

    The protocol is named, because asyncio sets TCP_NODELAY only on sockets that say they are TCP: without it every answer
    on a kept-alive connection waits 40 ms for the other side's delayed acknowledgement.
    """
    for candidate in range(port, min(port + _TRIED, 65536)) if port else (0,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, candidate))
            listening.listen(128)  # before the address is printed, so that the first request is accepted
        except OSError:
            listening.close()
            continue
        return listening
    raise UsageError(
        Message("no_port_free"), found=Message("in_use", port=port, port_2=port + _TRIED - 1), expected="--port N"
    )


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to every wait, on the first request and on later ones.

    A request head that is not whole ten seconds after its first byte (the first head: after the connection was made), and a
    body of which the rest is still to come ten seconds after the answer, close the connection. So does a client that takes
    nothing of its answer for thirty seconds. Answers that uvicorn gives by itself (400 to what is not HTTP, 503 when there
    are too many connections) have the security headers as well.
    """

    _late: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of a new connection."""
        super().connection_made(transport)
        within_limit = self.app

        async def limited(scope: Any, receive: Any, send: Any) -> None:
            if len(self.connections) > _CONNECTIONS:
                await answer_with_error(scope, send, 503, "too many connections; ask again in a few seconds")
            else:
                await within_limit(scope, receive, send)

        self.app = limited
        self._late = self.loop.call_later(_HEADER_SECONDS, self._close)

    def data_received(self, data: bytes) -> None:
        """Take what was sent; the clock runs on unless it completes a request head."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """After an answer, the clock starts unless the connection is idle; idle ones have uvicorn's keep-alive time."""
        super().on_response_complete()
        self._watch()

    def _watch(self) -> None:
        answering = self.cycle is not None and not self.cycle.response_complete
        idle = self.cycle is not None and self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]
        if answering or idle:
            self._stop_clock()
        elif self._late is None:
            self._late = self.loop.call_later(_HEADER_SECONDS, self._close)

    def _stop_clock(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def pause_writing(self) -> None:
        """The client is behind: start the clock of the answer."""
        super().pause_writing()
        self._unread = self.loop.call_later(_UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, in the form of every other refusal."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            kind, body = error_content(400, msg, "", as_page=False)
            head = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()), *RAW_HEADERS]
            head.append((b"connection", b"close"))
            for event in (h11.Response(status_code=400, headers=head), h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._stop_clock()
        super().connection_lost(exc)


def server_of(app: Any) -> uvicorn.Server:
    """A server for the service: bounded connections, header sizes and waiting times."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        http=cast(Any, PatientProtocol),
        ws="none",
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return uvicorn.Server(config)
