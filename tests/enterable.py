"""Directories that another user may enter: root's server runs as one."""

import shutil
import tempfile
from pathlib import Path

_made: list[Path] = []


def enterable() -> Path:
    """A new directory, open like a checkout's, which goes when the tests end.

    Every start of pytest closes the directories that it makes itself, those of other runs included.
    """
    place = Path(tempfile.mkdtemp(prefix="neoequity-tests-")).resolve()
    place.chmod(0o711)
    _made.append(place)
    return place


def remove_enterable() -> None:
    """Remove them; each process of a run removes its own."""
    while _made:
        shutil.rmtree(_made.pop(), ignore_errors=True)
