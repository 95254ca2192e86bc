"""The compiled store: one SQLite file with claims, decisions and views, and the search over them."""
