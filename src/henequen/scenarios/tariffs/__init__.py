"""Tariff tools of negotiators: cutting formulas, staging calendars, equivalents, origin and relief, aggregation."""
