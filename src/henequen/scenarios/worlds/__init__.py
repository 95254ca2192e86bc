"""Scenarios on several worlds: bases, sets of elasticities and treatments of deficits compared."""
