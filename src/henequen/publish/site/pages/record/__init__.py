"""Pages of the record: claims, instruments, places, documents, follow-up."""
