"""The layout of a page: lines, columns, blocks, headers and footers, language."""
