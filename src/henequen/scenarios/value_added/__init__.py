"""Value-added trade from world input-output tables, and the composition of a trade balance."""
