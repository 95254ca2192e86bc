"""Misclassified rows: candidates, rates, attribution to a side, and taking them out."""
