"""How a proposal stands to what the record holds: new, the same, finer, in conflict, or of doubtful identity."""
