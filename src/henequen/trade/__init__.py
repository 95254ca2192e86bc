"""Trade as both sides counted it: reading, reconciling and comparing what both report of the same trade."""
