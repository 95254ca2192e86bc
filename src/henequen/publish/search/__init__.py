"""Search: one ranking for the service, the static site and the command line."""

from henequen.publish.search.ranking import Entry, Found, Ranking, Result
from henequen.publish.search.words import Vocabulary, fold_words, vocabulary

__all__ = ["Entry", "Found", "Ranking", "Result", "Vocabulary", "fold_words", "vocabulary"]
