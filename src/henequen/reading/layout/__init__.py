"""Where things stand on a page: lines, columns, blocks, headers and footers, language."""
