"""How a proposal compares with the record: new, the same, finer, in conflict, or of doubtful identity."""
