"""Pages of trade: two counts, products, investment, what changed between editions."""
