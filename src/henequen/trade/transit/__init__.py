"""Goods in transit: hubs, candidate routes through them, and taking them out."""
