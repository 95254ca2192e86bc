"""Editions: the files of a reconciled result, their checksums, reports and comparisons."""
