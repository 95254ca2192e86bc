"""Reads the world: documents to passages, provider files and interfaces to observations. Quirks stay here."""
