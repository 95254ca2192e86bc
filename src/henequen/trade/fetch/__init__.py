"""Official statistics over the network: polite calls, and answers kept complete or not at all."""

from henequen.trade.fetch.budget import Budget
from henequen.trade.fetch.call import Call
from henequen.trade.fetch.client import Client
from henequen.trade.fetch.comtrade import plan_calls
from henequen.trade.fetch.run import FetchReport, fetch
from henequen.trade.fetch.settings import SERVICES, Service, comtrade_service, reached_at

__all__ = [
    "SERVICES",
    "Budget",
    "Call",
    "Client",
    "FetchReport",
    "Service",
    "comtrade_service",
    "fetch",
    "plan_calls",
    "reached_at",
]
