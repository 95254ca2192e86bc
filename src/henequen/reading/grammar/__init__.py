"""The grammar of facts in running text: numbers, money and units, dates and periods, names of places and bodies."""
