"""Shares over many rows, estimated from a sample of the products."""

from __future__ import annotations

from henequen.trade.sql.duck import Engine

__all__ = ["FEW_ROWS", "SAMPLE", "some_products"]

SAMPLE = 8  # share of products in the sample (one in this many), if there are enough products
FEW_ROWS = 200_000  # number of flows up to which all products are used


def some_products(engine: Engine, always: str = "false", of: str = "product") -> str:
    """A condition (`and ...`) on rows joined with `product_factor g` or `product g`: one product in eight, and those
    that satisfy `always`; empty for few flows. The condition is on products, so that the join drops the other rows.
    With `of` heading, whole headings are taken."""
    few = int(engine.fetch("select count(*) as n from flow")["n"][0]) <= FEW_ROWS
    return "" if few else f"and ({always} or g.{of} % {SAMPLE} = 0)"
