"""What the two sides counted: reading, reconciling and comparing what both report of the same trade."""
