"""From tables to proposals: header trees, units, statistics, registers and matrices."""
