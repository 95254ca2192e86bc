"""Henequen: an observatory engine for the relationship between two countries."""
