"""The two gates of a proposal: its evidence must carry it, and a restatement must add nothing."""
