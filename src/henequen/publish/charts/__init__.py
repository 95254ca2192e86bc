"""Charts as plain SVG: each with a title that states its finding, a description, and the table it was drawn from."""

from henequen.publish.charts.chart import Chart, Drawn

__all__ = ["Chart", "Drawn"]
