"""Scenario files: their keys, and the changes of tariffs they describe."""
