"""Official statistics over the network: the calls, politely sent, their answers kept whole or not at all."""

from henequen.sources.fetch.budget import Budget
from henequen.sources.fetch.call import Call
from henequen.sources.fetch.client import Client
from henequen.sources.fetch.comtrade import plan_calls
from henequen.sources.fetch.run import FetchReport, fetch
from henequen.sources.fetch.settings import SERVICES, Service, comtrade_service, reached_at

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
