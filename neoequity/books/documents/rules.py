"""Which files are accepted as documents, and the reasons against the others."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from neoequity.books.documents.content import AS_SENT, FORMATS, KEPT, content_type_of, named_by
from neoequity.books.documents.file_name import clean_name
from neoequity.books.refusal import Reason, Refused, refuse_if_any

_KILO, _MEGA = 1024, 1024 * 1024
_ACCEPTED = ", ".join(form.name for form in FORMATS.values()) + " (.eml), told by their content"


class Examined(NamedTuple):
    """An accepted file: its cleaned name, and what its bytes show; size in bytes."""

    name: str
    content_type: str
    size: int
    sha256: str


def examine(name: str, content: bytes, *, most: int, as_sent: bool = False) -> Examined:
    """Examine a file of at most `most` bytes. Raises Refused with the reason against it.

    With `as_sent`, the bytes were read strictly by somebody else, and no format is refused.
    """
    refuse_if_any(reasons_against_size(len(content), most))
    content_type = content_type_of(content) or (AS_SENT if as_sent else None)
    if content_type is None:
        raise Refused([_not_kept(content)])
    return Examined(
        name=clean_name(name, KEPT[AS_SENT if as_sent else content_type].endings),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def reasons_against_size(size: int, most: int) -> Iterator[Reason]:
    """The reason against a file of `size` bytes that is empty or larger than `most`."""
    if size == 0:
        yield Reason("The file is empty.", "document")
    elif size > most:
        limit = f"more than the {size_in_words(most)} that are kept at most"
        yield Reason(f"The file has {size_in_words(size)}, {limit}.", "document")


def size_in_words(size: int) -> str:
    """77 bytes, 8.4 KB, 10 MB: a kilobyte is 1,024 bytes; one decimal, halves rounded up."""
    if size < _KILO:
        return f"{size} byte{'s'[: size != 1]}"
    unit, name = (_KILO, "KB") if size < _MEGA else (_MEGA, "MB")
    tenths = (10 * size + unit // 2) // unit
    return f"{tenths // 10:,}.{tenths % 10}".removesuffix(".0") + f" {name}"


def _not_kept(content: bytes) -> Reason:
    media_type = named_by(content)
    if media_type in FORMATS:
        why = (
            f"The file begins as {FORMATS[media_type].name} but is cut short, or carries another "
            "file behind its end."
        )
    else:
        why = f"By its content the file is {media_type or 'none of the kinds that are kept'}."
    return Reason(f"{why} Accepted formats: {_ACCEPTED}.", "document")
