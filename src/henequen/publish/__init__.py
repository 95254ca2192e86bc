"""Views and results become pages, briefs, charts, maps and open data."""
