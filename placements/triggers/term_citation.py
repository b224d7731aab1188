"""The triggers of term pages."""

from neoequity.books.triggers.tracking import history_guard

TERM_PAGE_TRIGGERS = [
    history_guard(),
]
