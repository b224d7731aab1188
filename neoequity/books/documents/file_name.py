"""Names of uploaded files, made safe to show, to save and to put in an archive."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 120
_RESERVED = re.compile(r'[<>:"|?*]')
_NOT_IN_ARCHIVES = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


def clean_name(name: str, endings: Sequence[str]) -> str:
    """The last part of a path, cleaned of unsafe characters and cut to 120 characters.

    A name whose ending does not match the content gets the first of `endings` appended, so that no
    text is saved as a program.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Category C: control characters, and marks that reverse the reading direction.
    visible = "".join(" " if c.isspace() else c for c in last if c.isspace() or _is_shown(c))
    plain = " ".join(_RESERVED.sub("_", visible).split()).strip(". ") or "document"
    ending = _ending_of(plain)
    if ending.lower() in endings:
        stem = plain.removesuffix(ending)
    else:
        stem, ending = plain, endings[0]
    return (stem[: LONGEST - len(ending)].rstrip(". ") or "document") + ending


def archive_name(name: str) -> str:
    """The name in characters that are safe in archives on every system."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_IN_ARCHIVES.sub("-", ascii_only).strip("-.") or "document"


def _is_shown(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


def _ending_of(name: str) -> str:
    ending = _ENDING.search(name)
    return ending.group() if ending and ending.start() else ""
