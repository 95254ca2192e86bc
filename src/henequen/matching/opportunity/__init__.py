"""What could be sold: potential, displacement by a rival, duties met, barriers, buyers and events, by industry and state."""
