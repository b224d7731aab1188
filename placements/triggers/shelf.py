"""The triggers of shelves."""

from neoequity.books.triggers.tracking import history_guard

SHELF_TRIGGERS = [
    history_guard(),
]
