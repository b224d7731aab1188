"""What an agreement has free on a day and every later one, as the trigger asks it, too."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from placements.triggers.capacity import free_by_day


class FreeDay(NamedTuple):
    """A day of `free_by_day`: dollars, and the shares and the price that the need comes of."""

    day: date
    capacity: Decimal
    free: Decimal
    needs: Decimal
    shares: int
    price: Decimal


def free_days(placement: int, since: date) -> list[FreeDay]:
    """The rows of `free_by_day` for a proposed placement, by its key, in their order."""
    sql = free_by_day("%(placement)s", "%(since)s::date")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY d.day", {"placement": placement, "since": since})
        return [FreeDay(*row)._replace(shares=int(row[4])) for row in cursor.fetchall()]
