"""Forms that pages of the service send: small, decoded piece by piece, and only with the secret of this service."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

__all__ = ["foreign_form", "form_body", "read_form"]

_SLICE = 16 * 1024
"""Bytes decoded before others get their turn (about 2 ms of escaped text)."""
_FIELDS = 40


def form_body(fields: Iterable[str]) -> dict[str, Any]:
    """The fields of a form, as the description of the service (OpenAPI) names the body of a POST."""
    texts = {name: {"type": "string"} for name in ("secret", "lang", *fields)}
    schema = {"type": "object", "properties": texts, "required": ["secret"]}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


def foreign_form(headers: Mapping[str, str], what: str, most: int, too_long: str) -> tuple[int, str]:
    """The status and reason with which a form is refused by its headers alone: `what` if another page sends it,
    `too_long` if it states no length or more than `most` bytes. An empty reason if it may be read."""
    site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
    if site not in ("", "same-origin") or origin not in ("", "null", f"http://{headers.get('host', '')}"):
        return 403, what
    length = headers.get("content-length", "")
    if not length.isdecimal() or int(length) > most:
        return 403, too_long
    return 0, ""


async def read_form(request: Request, secret: str, most: int, too_long: str) -> dict[str, str]:
    """The fields of a form of at most `most` bytes. The secret is checked before other fields are decoded.

    Raises HTTPException: 413 if the form is too long, 403 without the secret, 400 if it is not a form or contains a field
    twice: neither of two values may be dropped without a word.
    """
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise HTTPException(413, too_long)
    except ClientDisconnect:
        raise HTTPException(413, too_long) from None
    pieces = bytes(body).split(b"&", _FIELDS + 1)
    if len(pieces) > _FIELDS:
        raise HTTPException(400, "this is not a form of this service: it has too many fields")
    raw = [(name, value) for name, _, value in (piece.partition(b"=") for piece in pieces)]
    secrets_given = [value[:200].decode("latin-1").encode() for name, value in raw if name == b"secret"]
    if not secrets_given or not all(secrets.compare_digest(value, secret.encode()) for value in secrets_given):
        raise HTTPException(403, "this form is not of this service: load the page again")
    fields: dict[str, str] = {}
    try:
        for raw_name, value in raw:
            name = await _decoded(raw_name)  # decoded first: `lan%67` is `lang`
            if name in fields:
                raise HTTPException(400, f"this form contains the field {name[:40]!a} twice: send it once")
            fields[name] = await _decoded(value)
    except UnicodeDecodeError:
        raise HTTPException(400, "this is not a form: its text is not UTF-8") from None
    return fields


async def _decoded(text: bytes) -> str:
    """Undo the escapes of a form field, a slice at a time."""
    whole = bytearray()
    at = 0
    while at < len(text):
        end = min(at + _SLICE, len(text))
        while end < len(text) and b"%" in text[end - 2 : end]:  # do not split an escape
            end += 1
        whole += unquote_to_bytes(text[at:end].replace(b"+", b" "))
        at = end
        await asyncio.sleep(0)
    return whole.decode("utf-8")
