"""Trade by product and country from the customs service of data.go.kr: calls, answers, and the plan of calls for a
request."""

from henequen.trade.fetch.kcs.call import KcsCall
from henequen.trade.fetch.kcs.plan import plan_kcs

__all__ = ["KcsCall", "plan_kcs"]
