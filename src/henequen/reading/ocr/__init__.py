"""Text recognised from pictures of pages: a layer of its own, whose figures a person types from the picture of their line."""
