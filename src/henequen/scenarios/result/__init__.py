"""Results of scenarios: tables, ranges, caveats, losers, places, and writing them."""
