"""Scenario files: what they may say, and the changes of tariffs they describe."""
