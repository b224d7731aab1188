"""The smallest files of each kind, and some that pretend to be of one."""

import zlib
from io import BytesIO
from struct import pack
from zipfile import ZipFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def png() -> bytes:
    """One white pixel."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )


def archive(name: str = "macro.xlsm") -> bytes:
    """A ZIP archive with one file in it."""
    whole = BytesIO()
    with ZipFile(whole, "w") as opened:
        opened.writestr(name, "x")
    return whole.getvalue()


PNG = png()
GIF = b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\0;"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
TIFF = b"II*\0\x08\0\0\0" + b"\0" * 32
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0" + b"\0" * 16
TEXT = "Sold today: 1,000 shares at $4.00 – see you tomorrow.\r\n".encode()
CSV = b"\xef\xbb\xbfdate,shares,price\r\n2001-11-09,1000,4.00\r\n"
MAIL = (
    b"From: desk@agent.example\r\nTo: cfo@issuer.example\r\n"
    b"Date: Fri, 9 Nov 2001 16:30:00 -0500\r\nSubject: Sales of today\r\n\r\n"
    b"<html><body>1,000 shares</body></html>\r\n"
)
KEPT = {
    "application/pdf": PDF,
    "image/png": PNG,
    "image/gif": GIF,
    "image/jpeg": JPEG,
    "image/tiff": TIFF,
    "image/webp": WEBP,
    "text/plain": TEXT,
    "text/csv": CSV,
    "message/rfc822": MAIL,
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PROGRAM = b"MZ\x90\0" + b"\0" * 90
#: What is refused, by why.
NOT_KEPT = {
    "a page of HTML": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a drawing in SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "markup further down in a text": b"Dear all,\n<SCRIPT src=x></SCRIPT>\n",
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "a PHP script": b"<?php system('x');",
    "a rich text": b"{\\rtf1 hello}",
    "a PostScript program": b"%!PS-Adobe-3.0\nshowpage\n",
    "a program for Windows": PROGRAM,
    "a program for Linux": b"\x7fELF\2\1\1" + b"\0" * 60,
    "a ZIP archive": archive(),
    "an Office file of old, or an Outlook message": OLE,
    "a PDF that was cut short": PDF[:-10],
    "a PDF with a page of HTML behind it": PDF + b"<html><script>alert(1)</script></html>",
    "a PDF that is an archive as well": PDF + archive(),
    "a PDF that is an archive as well, and hides its end": PDF + archive()[:-2] + b"\5\0%%EOF",
    "a page of HTML that begins as a PDF": b"%PDF-1.4 <html><script>alert(1)</script></html>",
    "a PNG that was cut short": PNG[:-4],
    "a PNG that is an archive as well": PNG + archive(),
    "a GIF with a script behind it": GIF + b"alert(1)",
    "a JPEG that is an archive as well": JPEG + archive(),
    "a text in another encoding": "Überweisung".encode("latin-1"),
    "a text with control characters": b"one\x07two",
    "headers without a sender": b"Date: Fri, 9 Nov 2001 16:30:00 -0500\r\nSubject: x\r\n\r\n<html>",
    "headers without a date": b"From: a@b.example\r\nSubject: x\r\n\r\n<html>",
    "a mail with zero bytes": MAIL + b"\0",
}
