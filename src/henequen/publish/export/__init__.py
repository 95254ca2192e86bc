"""Open data: the record as plain tables."""
