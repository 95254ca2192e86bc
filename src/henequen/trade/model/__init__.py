"""The vocabulary of trade: reported rows, HS editions and chapters, units of quantity, conversion."""
