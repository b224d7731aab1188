"""The triggers of exceptional days."""

from neoequity.books.triggers.tracking import history_guard

EXCEPTIONAL_DAY_TRIGGERS = [
    history_guard(),
]
