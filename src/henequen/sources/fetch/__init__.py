"""Official statistics over the network: the calls, politely sent, their answers kept whole or not at all."""

from henequen.sources.fetch.budget import Budget
from henequen.sources.fetch.call import Call
from henequen.sources.fetch.client import Client
from henequen.sources.fetch.plan import plan_calls
from henequen.sources.fetch.run import FetchReport, fetch
from henequen.sources.fetch.settings import KEY_NAME, comtrade_service

__all__ = ["KEY_NAME", "Budget", "Call", "Client", "FetchReport", "comtrade_service", "fetch", "plan_calls"]
