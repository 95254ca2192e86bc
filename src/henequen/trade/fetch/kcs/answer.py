"""Checks that an answer of data.go.kr's customs service is the complete answer to a call, before any byte is kept."""

from __future__ import annotations

from henequen.files.transport import Response
from henequen.model.message import Message
from henequen.trade.fetch.answer import BrokenAnswer, Judged, Refused, WrongAnswer
from henequen.trade.readers.envelopes import Envelope, NoEnvelope, read_envelope, rows_and_doubt

__all__ = ["judge"]

_NONE = ("3", "03")
_PASSING = {"1", "01", "2", "02", "4", "04", "5", "05", "23"}
_SPENT = "22"
_LOCKED = {"20", "21", "30", "31", "32", "33"}


def judge(response: Response, first: str, last: str, partner: str, product: str) -> Judged:
    """The service reports errors in the envelope, by the portal's codes, with any status. No data (03) is an answer
    without rows; 01, 02, 04, 05 and 23 are temporary; 22 is the daily limit; 20, 21 and 30 to 33 concern the key. The
    rows must be as requested, with codes of six to ten digits, and make up their total. Raises BrokenAnswer,
    WrongAnswer or Refused with the reason.
    """
    try:
        envelope = read_envelope(response.body)
    except NoEnvelope as error:
        if response.status != 200:
            words = " ".join(response.body.decode("utf-8", "replace").split())[:120]
            raise Refused(Message("status", status=response.status, words=words), _KEY) from None
        raise BrokenAnswer(str(error)) from None
    if not envelope.succeeded:
        return _judged(envelope)
    try:
        rows, doubt = rows_and_doubt(envelope.items)
    except NoEnvelope as error:
        raise BrokenAnswer(error.args[0]) from None
    for number, row in enumerate(rows, start=1):
        month, country, code = row["year"].replace(".", ""), row["statCd"], row["hsCd"]
        if not first <= month <= last:
            raise WrongAnswer(Message("row_of_other_year", number=number, year=row["year"]))
        if partner and country != partner:
            raise WrongAnswer(Message("row_country_which_was_not_requested", number=number, country=country))
        if not (code.isascii() and code.isdigit() and code.startswith(product)):
            raise WrongAnswer(Message("row_of_other_product", row=number, product=code))
        if not 6 <= len(code) <= 10:
            raise WrongAnswer(Message("row_has_code_digits_and_six", number=number, n=len(code)))
    return Judged(len(rows), doubt)


_KEY = Message("set_data_go_kr_key_your")


def _judged(envelope: Envelope) -> Judged:
    words = f"{envelope.code} {envelope.message}".strip()
    if envelope.code in _NONE:
        return Judged(0)
    if envelope.code in _PASSING or not envelope.code:
        raise BrokenAnswer(Message("service_reports", words=words))
    if envelope.code == _SPENT:
        raise Refused(
            Message("service_reports", words=words),
            Message("its_own_limit_calls_day_reached"),
        )
    if envelope.code in _LOCKED:
        raise Refused(Message("service_reports", words=words), _KEY)
    raise WrongAnswer(Message("service_reports", words=words[:200]))
