"""Evidence: passages, their places and hashes, and the verifier that finds them again in a document."""
