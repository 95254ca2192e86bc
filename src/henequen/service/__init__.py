"""The HTTP service: the observatory and its JSON, served on this computer."""
