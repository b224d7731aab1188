"""The order and the hidden columns of a table, as a reader's browser remembers them in a cookie."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from django.http import HttpRequest

from neoequity.books.pages.columns import TotalledTable

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
    return Remembered(_names(order, sign="-"), _names(hidden))


def _names(text: str, sign: str = "") -> tuple[str, ...]:
    names = text.split(",")[:_MOST]
    return tuple(name for name in names if _NAME.fullmatch(name.removeprefix(sign)))
