"""The two gates of a proposal: its evidence must support it, and a restatement must add nothing."""
