"""Cubes: state by product by flow by partner, and state by branch by year of investment; nothing is interpolated."""
