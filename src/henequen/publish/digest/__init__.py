"""What changed between two editions of the record: the difference, and a digest of it for readers."""

from henequen.publish.digest.difference import Difference, apply, difference, state_of
from henequen.publish.digest.digest import Digest, digest_of

__all__ = ["Difference", "Digest", "apply", "difference", "digest_of", "state_of"]
