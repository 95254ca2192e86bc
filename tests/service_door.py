"""The service as a browser asks it, without a network."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI


class Door:
    """Asks the application; `get` and `ask` return the answer."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def get(self, path: str, **given: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.ask("GET", path, **given)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The answer to any method."""

        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, **given)

        return asyncio.run(go())
