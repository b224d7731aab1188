"""What nobody should send, and somebody does: the oddities, as the bytes that arrive."""

from collections.abc import Iterator
from random import Random


def chance() -> Random:
    """The same chance in every run."""
    return Random(20011113)  # noqa: S311 - to be repeated


NUL = (b"\0", b"a\0b", b"1\0", b"2001-11-09\0")
BYTES = (
    b"\xff\xfe",  # no UTF-8
    b"\xc0\x80",  # a NUL written too long
    b"\xed\xa0\x80",  # half of a character
    b"\xed\xb0\x80\xed\xa0\x80",
    b"\xf4\x90\x80\x80",  # beyond the last character
)
NUMBERS = (
    *(b"0", b"-1", b"+1", b"1.5", b".", b"-", b"--1", b"1_000", b"0x10", b"1e5", b"1e400", b"-0"),
    *(b"NaN", b"sNaN", b"Infinity", b"-Infinity", b"1E+1000000", b"1E-1000000"),
    *(str(number).encode() for number in (2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30)),
    *(b"9" * digits for digits in (19, 25, 999, 1_000, 4_300, 4_301)),
    *("٣٣".encode(), "²".encode(), "½".encode(), ("٣" * 1_500).encode()),
)
DAYS = (
    *(b"0000-00-00", b"0001-01-01", b"9999-12-31", b"10000-01-01", b"2001-02-30", b"2001-W45-5"),
    *(b"1971-01-01", b"1979-12-31", b"2099-12-31", b"2100-12-31", b"2101-12-31", b"20011109"),
    *(b"2001-11-09T10:00:00+16:00", b"2001-11-09T10:00:00-15:59:59.999999", b"0001-01-01T00:00Z"),
    *(b"2001-11-09T10:00:00+23:59", b"2100-12-31T23:59:59-15:59", b"1980-01-01T00:00:00+15:59"),
    *(b"2001-11-09T10:00:00Z", b"2001-11-09T10:00", b"2001-11-09T10:00:60", b"2001-11-09T24:00"),
)
TEXTS = (
    *(
        b"",
        b" ",
        b"\t",
        b"\r\n",
        b"a\r\nSet-Cookie: a=b",
        b"' OR 1=1 --",
        b"%",
        b"%s%n",
        b"{{ 7 }}",
    ),
    *(
        b"../../../etc/passwd",
        b"//evil.example/",
        b"http://[",
        b"/\\[",
        b"<script>",
        b"a:b:c",
        b"=",
    ),
    *(each.encode() for each in ("\u202e", "\u200b", "\ufdfa", "\u0130", "\U0010ffff", "é" * 400)),
    *(
        b"a" * 300,
        b"a" * 301,
        b"a" * 5_000,
        b"a " * 2_000,
        b"(" * 3_000,
        b"[" * 3_000,
        b"," * 3_000,
    ),
    *(b"placement:" + b"9" * 19, b"placement:-1", b"sale:", b"_1_1", b"-a,-b", b"__class__", b"pk"),
)
#: What a field may take at its edge, so that every figure that follows from it is at its edge, too.
EXTREMES = (
    *(b"1", b"0.01", b"0.000001", b"999999999999", b"99999999.999999", b"9999999999999999.99"),
    *(b"0.999999", b"1.000000", b"999.999999", b"30", b"1000000", b"x", b"x" * 64, b"x" * 120),
    *(b"1971-01-01", b"1980-01-01", b"2001-06-12", b"2003-01-02", b"2099-12-31", b"2000-02-29"),
)
ODDITIES = (*NUL, *BYTES, *NUMBERS, *DAYS, *TEXTS, *EXTREMES)


def drawn(chance: Random) -> Iterator[bytes]:
    """All oddities in a random order, again and again; random bytes between them."""
    while True:
        for value in chance.sample(ODDITIES, len(ODDITIES)):
            if not chance.randrange(10):
                yield chance.randbytes(chance.randint(1, 40))
            yield value
