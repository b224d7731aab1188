"""Files that are odd in themselves: by their beginnings, their nesting, their length."""

from collections.abc import Iterator
from random import Random

_MAIL = b"From: %s\r\nDate: %s\r\nSubject: a notice\r\n\r\nSold.\r\n"
_NOON = b"Fri, 9 Nov 2001 12:00:00 -0500"
_NUMBER = b"9" * 5_000

MAILS = (
    *(_MAIL % (sender, _NOON) for sender in (
        b"(" * 5_000 + b"a@b",
        b"a:" * 5_000 + b"a@b;",
        b"<" * 5_000 + b"a@b",
        b'"' * 4_999 + b"a@b",
        b"a@[" * 5_000,
        b"\\" * 5_000 + b"a@b",
        b"a@b, " * 5_000,
        b"=?utf-8?q?" * 500 + b" a@b",
        b"\xff\xfe <a@b>",
        b"=?hex?q?00?= <a@b>",
    )),
    *(_MAIL % (b"a@b.example", day) for day in (
        _NUMBER,
        b"Fri, 9 Nov " + _NUMBER + b" 12:00:00 -0500",
        b"9 Nov 2001 12:00:00 -" + _NUMBER,
        b"Nov 9, 2001 " + b"1:" * 5_000,
        b", , , ,",
        b"Fri, 9 Nov",
        b"9 Nov , 12:00",
        b"- - - - -",
    )),
    b"From: a@b\r\n" * 5_000,
    b"a: b\r\n" + b" c\r\n" * 20_000,
    b"Content-Type: a/b; boundary*0*=hex''a; boundary*=b\r\nFrom: a@b\r\nDate: x\r\n\r\n",
)  # fmt: skip
BEGINNINGS = (
    *(b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"II*\0", b"MM\0*"),
    *(b"RIFF\0\0\0\0WEBP", b"PK\x03\x04", b"PK\x05\x06", b"\0\0\0\x18ftypheic", b"\0\0\x20\0ftyp"),
    *(
        b"\x1f\x8b\x08",
        b"7z\xbc\xaf\x27\x1c",
        b"MZ",
        b"\x7fELF",
        b"{\\rtf",
        b"#!",
        b"<svg",
        b"OggS",
    ),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff\0a", b"", b"a,b\n1,2\n", b'"' * 50, b"a;b\r", b"\0"),
)
ENDS = (b"", b"%%EOF", b"IEND\xaeB`\x82", b";", b"\0" * 100, b"PK\x05\x06" + b"\xff" * 18, b'"')


def files(chance: Random) -> Iterator[bytes]:
    """Each odd mail once, then beginnings and ends of all formats with random bytes between."""
    yield from MAILS
    while True:
        middle = chance.randbytes(chance.choice((0, 1, 7, 30, 300, 9_000)))
        yield chance.choice(BEGINNINGS) + middle + chance.choice(ENDS)
