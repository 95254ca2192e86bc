"""Sends calls politely: pauses between calls, waits as long as the service demands, retries within limits, then
stops."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, quote_plus, unquote

from henequen.files.transport import Interrupted, Response, TooLarge, request
from henequen.model.errors import ServiceError, UsageError
from henequen.model.message import Message
from henequen.trade.fetch.answer import BrokenAnswer, Judged, Refused, WrongAnswer
from henequen.trade.fetch.budget import Budget
from henequen.trade.fetch.call import Call
from henequen.trade.fetch.judging import Judging
from henequen.trade.fetch.settings import Service

__all__ = ["Client", "StopAll"]


class StopAll(ServiceError):
    """The whole run must end, not only this call: the key is refused, the budget is spent, or the service is
    unavailable."""


class Client:
    """Sends calls to `service`, each try counted in `budget`; `key` is sent as the service requires and never printed.

    `say` is called with a sentence for every wait. Raises ServiceError for a call that finally failed, StopAll if the
    next call would fail in the same way.
    """

    def __init__(
        self,
        service: Service,
        budget: Budget,
        key: str = "",
        *,
        say: Callable[[str], None] = lambda words: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise UsageError(
                Message("not_valid_key", key_name=service.key_name),
                expected=Message("one_word_printable_signs"),
                hint=Message("copy_again"),
            )
        if service.key_encoded:  # keys are issued in two forms, one with %2B escapes: one form is sent
            key = unquote(key)
        self._service, self._budget, self._key, self._say, self._sleep = service, budget, key, say, sleep
        self._judging = Judging()
        self._last = -1e9
        self.sent = 0
        self.waited = 0.0

    def ask(self, call: Call) -> tuple[bytes, Judged]:
        """The body of a complete answer to `call`, and its assessment."""
        why = ""
        for attempt in range(1, self._service.tries + 1):
            try:
                response = self._send(call)
            except Interrupted as error:
                why = self._hidden(error.args[0])
            except TooLarge as error:
                raise ServiceError(
                    Message("this_answer_too_large"),
                    where=_name(call),
                    found=error.args[0],
                    hint=Message("ask_for_fewer_products_partners_or"),
                ) from None
            else:
                if response.status in self._service.answers:
                    try:
                        return response.body, self._judging.judge(*call.question, response)
                    except BrokenAnswer as error:
                        why = self._hidden(error.args[0])
                    except WrongAnswer as error:
                        raise ServiceError(
                            Message("answer_does_not_match_request"),
                            where=_name(call),
                            found=self._hidden(error.args[0]),
                        ) from None
                    except Refused as error:
                        raise StopAll(
                            Message("service_rejected_api_key"),
                            where=_name(call),
                            found=self._hidden(error.args[0]),
                            hint=error.hint,
                        ) from None
                else:
                    why = self._refused(call, response)
                    seconds = _retry_after(response.headers.get("retry-after", ""))
                    if seconds is not None and attempt < self._service.tries:
                        self._wait(seconds, call, why)
                        continue
            if attempt < self._service.tries:
                self._wait(min(2.0 ** (attempt - 1), 60.0) * max(self._service.pause, 0.01), call, why)
        raise StopAll(
            Message("no_whole_answer_in_tries", tries=self._service.tries),
            where=_name(call),
            found=why,
            hint=Message("run_same_command_again_later_complete"),
        )

    def _send(self, call: Call) -> Response:
        early = self._last + self._service.pause - time.monotonic()
        if early > 0:
            self._sleep(early)
        try:
            self._budget.spend(call.key[:16])
        except ServiceError as error:
            raise StopAll(
                error.what, where=error.where, found=error.found, expected=error.expected, hint=error.hint
            ) from None
        self.sent += 1
        self._last = time.monotonic()
        url, headers = call.url(self._service.url), {"Accept": self._service.accept}
        if self._key and call.needs_key:
            if self._service.key_header:
                headers[self._service.key_header] = self._key
            else:
                url = f"{url}&{self._service.key_parameter}={quote(self._key, safe='')}"
        return request(url, headers, timeout=self._service.timeout, largest=self._service.largest)

    def _refused(self, call: Call, response: Response) -> str:
        """The reason to wait and retry, in words; raises if a retry is useless."""
        answer_text = self._hidden(" ".join(response.body.decode("utf-8", "replace").split()))[:200]
        status = response.status
        alone = Message("status_alone", status=status)
        words = Message("status", status=status, words=answer_text) if answer_text else alone
        if status in (429, 500, 502, 503, 504) or (status == 403 and response.headers.get("retry-after", "0") != "0"):
            return words
        if status in (401, 403):
            hint = (
                self._set_key()
                if status == 401 or not self._key
                else (Message("subscription_own_limit_may_be_reached"))
            )
            raise StopAll(Message("service_rejected_api_key"), where=_name(call), found=words, hint=hint)
        page = self._service.key_page
        if 300 <= status < 400 and page and response.headers.get("location", "").partition("?")[0].endswith(page):
            raise StopAll(
                Message("service_rejected_api_key"),
                where=_name(call),
                found=Message("status_its_page_about_missing_or", status=status),
                hint=self._set_key(),
            )
        if 300 <= status < 400:
            raise StopAll(
                Message("service_redirects_another_address_api_key"),
                where=_name(call),
                found=words,
                hint=Message("check_url"),
            )
        raise ServiceError(
            Message("service_refuses_call"),
            where=_name(call),
            found=words,
            hint=Message("check_codes_with_many_them_ask"),
        )

    def _wait(self, seconds: float, call: Call, why: str) -> None:
        if seconds > self._service.patience:
            raise StopAll(
                Message("service_asks_for_longer_wait_than"),
                where=_name(call),
                found=Message("seconds_because", seconds=f"{seconds:.0f}", why=why),
                expected=Message("at_most_s", patience=f"{self._service.patience:.0f}"),
                hint=Message("run_same_command_again_after_that"),
            )
        self._say(Message("waiting_s", why=why, seconds=f"{seconds:.3g}"))
        self.waited += seconds
        self._sleep(seconds)

    def _set_key(self) -> str:
        return Message("set_key_your_subscription", key_name=self._service.key_name)

    def _hidden(self, text: str) -> str:
        if isinstance(text, Message):
            return Message(text.code, **{name: self._hidden(value) for name, value in text.values.items()})
        for form in (
            (self._key, quote(self._key, safe=""), quote(self._key), quote_plus(self._key)) if self._key else ()
        ):
            text = text.replace(form, "***")
        return text


def _name(call: Call) -> str:
    return call.file_name.rsplit(".", 1)[0]


def _retry_after(header: str) -> float | None:
    """Seconds to wait, from a number or a date of HTTP; None if the service gives no readable value."""
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)
