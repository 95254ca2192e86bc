"""A pack: a folder of plain files that git can diff, read strictly and written whole or not at all."""
