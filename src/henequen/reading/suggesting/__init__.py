"""Suggestions of a language model behind an endpoint that the user names: off by default, and every one passes both gates."""
