"""The international trade API of the US Census Bureau: its calls, its answers, and the plan of calls for a request."""

from henequen.trade.fetch.census.call import CensusCall
from henequen.trade.fetch.census.plan import plan_census

__all__ = ["CensusCall", "plan_census"]
