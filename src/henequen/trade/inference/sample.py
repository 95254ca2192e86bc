"""Shares over many rows, estimated from a sample of the products."""

from __future__ import annotations

from henequen.trade.sql.duck import Engine

__all__ = ["FEW_ROWS", "SAMPLE", "some_products"]

SAMPLE = 8  # one product in so many is looked at, where there are products enough
FEW_ROWS = 200_000  # flows up to which every product is


def some_products(engine: Engine, always: str = "false", of: str = "product") -> str:
    """A condition (`and ...`) on rows joined with `product_factor g` or `product g`: one product in eight, and whatever `always` says
    of a product; empty for few flows. It is asked of products, so that the join leaves the other rows out. With `of` heading, whole
    headings are taken."""
    few = int(engine.fetch("select count(*) as n from flow")["n"][0]) <= FEW_ROWS
    return "" if few else f"and ({always} or g.{of} % {SAMPLE} = 0)"
