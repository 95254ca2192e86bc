"""Search: one ranking for the service, the static site and the command line."""

from henequen.publish.search.index import StoredIndex, WordIndex
from henequen.publish.search.kinds import Entry
from henequen.publish.search.ranking import Hit, Ranking, Result
from henequen.publish.search.words import Vocabulary, fold_words, vocabulary

__all__ = ["Entry", "Hit", "Ranking", "Result", "StoredIndex", "Vocabulary", "WordIndex", "fold_words", "vocabulary"]
