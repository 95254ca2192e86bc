"""What running text says: observations, instruments, commitments, events, actors and responsibilities, as proposals."""
