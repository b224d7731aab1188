"""The triggers of term pages."""

from neoequity.books.triggers.history import watched

TERM_PAGE_TRIGGERS = [
    watched(),
]
