"""The order and the hidden columns of a table: as the address has them, else as the browser does.

The browser remembers them in a cookie; the address of a saved view states both.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

from django.http import HttpRequest

from neoequity.books.pages.columns import TotalledTable

#: What the order and the hidden columns are called in an address.
SORT, WITHOUT = "sort", "without"

_NAME = re.compile(r"[a-z_]{1,40}", re.ASCII)
_MOST = 20


class Remembered(NamedTuple):
    """Columns in the order in which they sort, "-" before a falling one, and those not shown."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def apply(self, table: TotalledTable) -> None:
        """Sort and hide as remembered; the first column and what the table lacks are left alone."""
        columns = list(table.columns.columns)
        known = tuple(name for name in self.order if name.removeprefix("-") in columns)
        if known:
            table.order_by = known
        for name in self.hidden:
            if name in columns[1:]:
                table.columns.hide(name)


def remembered(request: HttpRequest, table: TotalledTable) -> Remembered:
    """What the browser remembers of this table; what it says wrongly is nothing."""
    text = unquote(request.COOKIES.get(f"table_{table.called}", ""))
    order, _, hidden = text.partition("~")
    return Remembered(names_of(order, sign="-"), names_of(hidden))


def asked(request: HttpRequest, table: TotalledTable) -> Remembered:
    """What the address says of this table, and the browser where the address says nothing."""
    said = remembered(request, table)
    if SORT in request.GET:
        said = said._replace(order=names_of(",".join(request.GET.getlist(SORT)), sign="-"))
    if WITHOUT in request.GET:
        said = said._replace(hidden=names_of(",".join(request.GET.getlist(WITHOUT))))
    return said


def names_of(text: str, sign: str = "") -> tuple[str, ...]:
    """The names of columns in a text with commas between; anything else is left out."""
    names = text.split(",")[:_MOST]
    return tuple(name for name in names if _NAME.fullmatch(name.removeprefix(sign)))
