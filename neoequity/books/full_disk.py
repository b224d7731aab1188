"""Whether a failure comes down to a disk that has no room left, ours or the database's."""

import errno

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: PostgreSQL's code for a full disk, disk_full.
_DISK_FULL = "53100"


def is_full_disk(error: BaseException | None) -> bool:
    """Whether the error, or what led to it, says that there is no room."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if getattr(error, "pgcode", None) == _DISK_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
