"""Partner places: the existing ties of a place, and the places of the other side that would fit, with the reasons."""
