"""Pure functions of views and tables that return frozen results."""
