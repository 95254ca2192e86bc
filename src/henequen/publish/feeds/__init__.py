"""Feeds: what is new in the record, in total, for each theme and each place, as Atom and JSON Feed."""

from henequen.publish.feeds.entries import FeedEntry, entries_of
from henequen.publish.feeds.forms import atom_of, json_feed_of

__all__ = ["FeedEntry", "atom_of", "entries_of", "json_feed_of"]
