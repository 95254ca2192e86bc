"""Noise in reported values: the CIF rate, the reliability of reporters, weights."""
