"""Local makers for plants: what a plant needs, who nearby makes it, why they fit, and which needs no maker meets."""
