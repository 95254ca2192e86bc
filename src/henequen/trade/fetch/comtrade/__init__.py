"""UN Comtrade v1: its calls, its answers, and the plan of calls for a request."""

from henequen.trade.fetch.comtrade.areas import known_partners
from henequen.trade.fetch.comtrade.call import ComtradeCall, Kind
from henequen.trade.fetch.comtrade.plan import plan_calls

__all__ = ["ComtradeCall", "Kind", "known_partners", "plan_calls"]
