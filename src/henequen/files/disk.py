"""Messages for what the operating system refuses a writer: a full disk, a folder that cannot be written."""

from __future__ import annotations

import errno

from henequen.model.errors import HenequenError
from henequen.model.message import Message

__all__ = ["disk_error"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large", "could not write all bytes")
_CLOSED_WORDS = ("Read-only file system", "Permission denied", "Operation not permitted")


def disk_error(error: BaseException) -> HenequenError | None:
    """The error for a user if `error` (from the system, or from a library that quotes it) is about the disk; otherwise
    None.

    >>> print(disk_error(OSError(28, "No space left on device", "/data/out.parquet")))
    /data/out.parquet: the disk is full
      found:    No space left on device
      next:     free some space, or name another folder: --work for intermediate files, --out for the result
    >>> disk_error(ValueError("7"))
    """
    words = (str(error).splitlines() or [type(error).__name__])[0][:300]
    number = error.errno if isinstance(error, OSError) else None
    where = str(error.filename) if isinstance(error, OSError) and error.filename else None
    reason = error.strerror if isinstance(error, OSError) and error.strerror else words
    if number in _FULL or any(part.lower() in words.lower() for part in _FULL_WORDS):
        return HenequenError(
            Message("disk_full"),
            where=where,
            found=reason,
            hint=Message("free_some_space_or_name_another"),
        )
    if number in _CLOSED or any(part in words for part in _CLOSED_WORDS):
        return HenequenError(
            Message("folder_or_file_cannot_be_read"),
            where=where,
            found=reason,
            hint=Message("check_its_permissions_or_name_another"),
        )
    return None
