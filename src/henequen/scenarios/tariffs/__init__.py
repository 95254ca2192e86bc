"""What negotiators change: cutting formulas, staging calendars, equivalents, origin and relief, aggregation."""
