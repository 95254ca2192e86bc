"""Who could work with whom: places that would fit, suppliers for plants, products with a future, cubes of states."""
