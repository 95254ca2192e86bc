"""Review: taking proposals that a person accepted into a pack."""
