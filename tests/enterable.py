"""Directories that another user may enter: root's server runs as one."""

import atexit
import shutil
import tempfile
from pathlib import Path


def enterable() -> Path:
    """A new directory, open like a checkout's, which goes when the tests end.

    Every start of pytest closes the directories that it makes itself, those of other runs included.
    """
    place = Path(tempfile.mkdtemp(prefix="neoequity-tests-")).resolve()
    place.chmod(0o711)
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place
