"""Forms are decoded only with the secret of the service, and without holding up others."""

from __future__ import annotations

import asyncio
from urllib.parse import quote_plus, urlencode

import pytest
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import Message

from henequen.service.forms import read_form


def _read(body: bytes, most: int = 10_000_000) -> dict[str, str]:
    async def go() -> dict[str, str]:
        sent = False

        async def receive() -> Message:
            nonlocal sent
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        return await read_form(Request({"type": "http", "headers": []}, receive), "secret", most, "too long")

    return asyncio.run(go())


@pytest.mark.parametrize("text", ["a=b&c", "é 한국 %41 + 100%", "x" * 70_000 + "%" * 5, "%e" * 40_000])
def test_read_form_gives_back_what_was_sent(text: str) -> None:
    assert _read(urlencode({"secret": "secret", "text": text}).encode())["text"] == text
    assert _read(f"text={quote_plus(text)}&secret=secret".encode())["text"] == text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"text=a", 403),
        (b"secret=wrong&text=" + b"%41" * 100, 403),
        (b"secret=secret&text=%ff", 400),
        (b"secret=secret&text=a&text=b", 400),
        (b"secret=secret&text=a&te%78t=a", 400),
        (b"secret=secret&text=&text=", 400),
        (b"secret=secret&secret=secret", 400),
        (b"secret=wrong&secret=secret&text=a", 403),
        (b"secret=secret&secret=wrong&text=a", 403),
        (b"secret=secret&" + b"&".join(b"a%d=1" % i for i in range(60)), 400),
        (b"secret=secret&text=" + b"a" * 100, 413),
    ],
)
def test_read_form_refuses(body: bytes, status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        _read(body, most=100 if status == 413 else 10_000_000)
    assert refused.value.status_code == status


def test_read_form_lets_others_go_on() -> None:
    waits: list[float] = []

    async def tick(stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            before = loop.time()
            await asyncio.sleep(0)
            waits.append(loop.time() - before)

    async def go() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"secret=secret&text=" + b"%41" * 700_000, "more_body": False}

        stop = asyncio.Event()
        other = asyncio.create_task(tick(stop))
        form = await read_form(Request({"type": "http", "headers": []}, receive), "secret", 10_000_000, "too long")
        assert len(form["text"]) == 700_000
        stop.set()
        await other

    asyncio.run(go())
    assert len(waits) > 100
