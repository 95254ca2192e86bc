"""The socket and the HTTP server: loopback only, few connections, and a timeout for idle ones."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from henequen.model.errors import UsageError

__all__ = ["LOOPBACK", "listen", "server_of"]

LOOPBACK = "127.0.0.1"
_TRIED = 20
_HEADER_SECONDS = 10.0
"""How long a connection may take to send the head of its first request."""
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
    raise UsageError("no port is free", found=f"{port} to {port + _TRIED - 1} in use", expected="--port N")


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, but a connection that sends no whole request head within ten seconds is closed."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of a new connection."""
        super().connection_made(transport)
        self._late = self.loop.call_later(_HEADER_SECONDS, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        if self._late is not None:
            self._late.cancel()
        super().connection_lost(exc)


def server_of(app: Any) -> uvicorn.Server:
    """A server for the service: bounded connections, header sizes and waiting times."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        http=cast(Any, PatientProtocol),
        ws="none",
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return uvicorn.Server(config)
