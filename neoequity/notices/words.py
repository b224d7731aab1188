"""Words and days that several kinds of notice share."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.models import Issuer
from neoequity.notices.notice import Urgency

Step = tuple[int, Urgency]


def counted(number: int, one: str, many: str = "") -> str:
    """1 sale, 2 sales, 1,200 sales."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def ahead_of(day: date, as_of: date, steps: Iterable[Step]) -> Step | None:
    """The first of these steps, in days before the day, that is reached; None before and after."""
    left = (day - as_of).days
    return next((step for step in steps if 0 <= left <= step[0]), None)


def page_of(name: str, issuer: Issuer, fragment: str = "") -> str:
    """The address of an issuer's page, or of a part of it."""
    address = f"{reverse(name)}?{urlencode({'issuer': issuer.slug})}"
    return f"{address}#{fragment}" if fragment else address
