"""How a workbook prints a stored number: dates, percent, decimals and thousands."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

__all__ = ["printed", "stored_number"]

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy-mm-dd hh:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
}


def stored_number(text: str) -> str:
    """The number as the XML holds it, without the noise of binary fractions beyond 15 digits and without an exponent.

    >>> stored_number("1.2300000000000001E-2"), stored_number("171492013925"), stored_number("0.30000000000000004")
    ('0.0123', '171492013925', '0.3')
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or value.adjusted() > 40 or value.adjusted() < -40:
        return text
    if len(value.as_tuple().digits) > 15:
        value = Decimal(f"{value:.14e}")
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{value:f}"


def printed(text: str, number_format: str, format_id: int, epoch_1904: bool) -> tuple[str, str]:
    """The displayed text of the cell, and its kind: number, percent or date."""
    code = number_format or _BUILT_IN.get(format_id, "")
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", code)
    number = stored_number(text)
    if code and re.search(r"[ymdhs년월일]", plain, re.I) and not re.search(r"[#0?]", plain.replace("ss.0", "")):
        shown = _date(text, plain.lower(), epoch_1904)
        if shown:
            return shown, "date"
    if "%" in plain:
        try:
            shown_percent = f"{Decimal(number) * 100:f}"
        except InvalidOperation:
            return number, "number"
        if "." in shown_percent:
            shown_percent = shown_percent.rstrip("0").rstrip(".")
        return shown_percent + "%", "percent"
    return number, "number"


def _date(text: str, code: str, epoch_1904: bool) -> str | None:
    try:
        serial = float(text)
    except ValueError:
        return None
    if not 0 < serial < 2_958_466:
        return None
    moment = (datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)) + timedelta(days=serial)
    if "d" not in code and "일" not in code:
        return f"{moment:%Y-%m}" if "m" in code or "월" in code else f"{moment:%Y}"
    if "y" not in code and "년" not in code:
        return f"{moment:%m-%d}"
    return f"{moment:%Y-%m-%d}"
