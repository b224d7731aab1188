"""The triggers of exceptional days."""

from neoequity.books.triggers.history import watched

EXCEPTIONAL_DAY_TRIGGERS = [
    watched(),
]
