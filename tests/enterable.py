"""Directories of the tests that another user may enter: root's server runs as one."""

import os
import stat
import tempfile
from pathlib import Path


def enterable(directory: Path) -> Path:
    """The directory, open like a checkout's; pytest makes its own for nobody else."""
    if os.geteuid() == 0:
        shared = Path(tempfile.gettempdir()).resolve()
        ours = [each for each in directory.resolve().parents if each.is_relative_to(shared)]
        for each in {directory, *ours} - {shared}:
            each.chmod(stat.S_IMODE(each.stat().st_mode) | stat.S_IXOTH)
    return directory
