"""Pages of scenarios: presets, results, sectors, places, models."""
