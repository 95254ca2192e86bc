"""Value-added trade from world input-output tables, and what a balance of trade is made of."""
