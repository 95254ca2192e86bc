"""Pages of who could work with whom: partners, suppliers, opportunity, cubes."""
