"""Answers of services are judged in a child with limits: what came over the network is parsed there and nowhere else.

One child serves a whole run; an answer that ends it (too much memory or time) costs that answer alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import finalize

from henequen.files.scratch import scratch_folder
from henequen.files.transport import Response
from henequen.jobs.conversation import Conversation, answer_requests
from henequen.model.message import Message, packed, unpacked
from henequen.trade.fetch.answer import BrokenAnswer, Judged, Refused, WrongAnswer

__all__ = ["Judging"]

_MEMORY = 4 << 30
"""Bytes of address space: an answer may have half a gigabyte, and takes several times its size as values."""
_SECONDS = 300
_RAISED: dict[str, type[Exception]] = {"BrokenAnswer": BrokenAnswer, "WrongAnswer": WrongAnswer}


class Judging:
    """The parent's side; the child starts with the first answer and ends with this object."""

    def __init__(self) -> None:
        self._child = Conversation("henequen.trade.fetch.judging", float(_SECONDS))
        finalize(self, self._child.end)

    def judge(self, service: str, expected: dict[str, Any], response: Response) -> Judged:
        """Is `response` the complete answer of `service` that is `expected`? Raises BrokenAnswer, WrongAnswer or Refused."""
        with scratch_folder("henequen-answer-") as folder:
            body = folder / "body"
            body.write_bytes(response.body)
            request = {
                "service": service,
                "wanted": expected,
                "status": response.status,
                "type": response.headers.get("content-type", ""),
                "body": str(body),
            }
            answer, reason = self._child.ask(request)
        if answer is None:
            raise WrongAnswer(Message("answer_could_not_be_read_within", reason=reason))
        if "raised" not in answer:
            return Judged(int(answer["rows"]), unpacked(answer["doubt"]))
        if answer["raised"] == "Refused":
            raise Refused(unpacked(answer["words"]), unpacked(answer["hint"]))
        raise _RAISED[answer["raised"]](unpacked(answer["words"]))


def _work(request: dict[str, Any]) -> dict[str, Any]:
    """The child's side."""
    from henequen.trade.fetch.census.answer import Expected
    from henequen.trade.fetch.census.answer import judge as judge_census
    from henequen.trade.fetch.comtrade.answer import judge as judge_comtrade
    from henequen.trade.fetch.kcs.answer import judge as judge_kcs

    expected = request["wanted"]
    response = Response(request["status"], {"content-type": request["type"]}, Path(request["body"]).read_bytes())
    try:
        if request["service"] == "census":
            judged = judge_census(response, Expected(**{**expected, "values": tuple(expected["values"])}))
        elif request["service"] == "kcs":
            judged = judge_kcs(response, **expected)
        else:
            judged = judge_comtrade(response, **expected)
    except Refused as refused:
        return {"raised": "Refused", "words": packed(refused.args[0]), "hint": packed(refused.hint)}
    except (BrokenAnswer, WrongAnswer) as refused:
        return {"raised": type(refused).__name__, "words": packed(refused.args[0])}
    except MemoryError:
        return {"raised": "WrongAnswer", "words": packed(Message("answer_takes_more_memory_than_reader"))}
    return {"rows": judged.rows, "doubt": packed(judged.doubt)}


if __name__ == "__main__":
    answer_requests(_work, memory=_MEMORY, seconds=_SECONDS)
