"""The triggers of shelves."""

from neoequity.books.triggers.history import watched

SHELF_TRIGGERS = [
    watched(),
]
