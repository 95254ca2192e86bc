"""Tables of sourced facts: each row becomes claims of its source, or is refused with a reason."""
