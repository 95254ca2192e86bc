"""Fetching reported trade from its official service: within a budget, resumed, checked, polite."""

from henequen.sources.fetch.budget import Budget
from henequen.sources.fetch.comtrade import Request, fetch, plan_requests

__all__ = ["Budget", "Request", "fetch", "plan_requests"]
