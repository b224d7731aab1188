"""The request as every view gets it: with the user who signed in, and the two days."""

from datetime import date

from django.http import HttpRequest

from neoequity.books.accounts import User


class DatedRequest(HttpRequest):
    """`today` is the clock's day; `as_of` is the day shown, `as_of_given` if the address has it."""

    user: User
    today: date
    as_of: date
    as_of_given: bool
