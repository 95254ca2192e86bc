"""A finding of a reconciliation, as it is in the report next to OUT."""

from __future__ import annotations

from typing import Any

from henequen.model.message import Message

__all__ = ["report_finding"]


def report_finding(rule: str, message: str, **fields: Any) -> dict[str, Any]:
    """`rule`, the `fields` of that rule, the `message` in English, and its `code` and `values` for other languages.

    >>> said = report_finding("no_flow", Message("reconcile_no_flow", period="2019"), period="2019")
    >>> said["rule"], said["period"], said["message"]
    ('no_flow', '2019', '2019: no row is left to reconcile')
    >>> Message.from_dict(said).text("es")
    '2019: no queda ninguna fila por conciliar'
    """
    coded = message.as_dict() if isinstance(message, Message) else {}
    return {"rule": rule, **fields, "message": str(message), **coded}
