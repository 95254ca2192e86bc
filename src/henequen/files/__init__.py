"""Files on disk: atomic writes, checksums, locks, folders, the stamp of a build."""
