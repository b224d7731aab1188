"""What an agreement has free on a day and every later one; shares its SQL with the trigger."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from placements.triggers.capacity import free_by_day


class FreeDay(NamedTuple):
    """A row of `free_by_day`: dollars, and the shares and price behind what is needed."""

    day: date
    capacity: Decimal
    free: Decimal
    needs: Decimal
    shares: int
    price: Decimal


def free_days(placement: int, since: date) -> list[FreeDay]:
    """The rows of `free_by_day` for a proposed placement, given by key, in order of their days."""
    sql = free_by_day("%(placement)s", "%(since)s::date")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY d.day", {"placement": placement, "since": since})
        return [FreeDay(*row)._replace(shares=int(row[4])) for row in cursor.fetchall()]
