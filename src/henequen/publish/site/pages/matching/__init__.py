"""Pages of the matching room: partners, suppliers, opportunity, cubes."""
