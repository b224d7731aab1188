"""The triggers of the pages of terms."""

from neoequity.books.triggers.history import watched

TERM_PAGE_TRIGGERS = [
    watched(),
]
