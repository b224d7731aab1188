"""The request as every view gets it: a person who has logged in, and the two days."""

from datetime import date

from django.http import HttpRequest

from neoequity.books.accounts import User


class DatedRequest(HttpRequest):
    """`today` is the clock's day, `as_of` the day looked at, be it given in the address or not."""

    user: User
    today: date
    as_of: date
    as_of_given: bool
