"""Partner places: the ties that a place has, and the places of the other side that would fit, with the reasons."""
