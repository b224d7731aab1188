"""Addresses of the pages that rows have."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class HasPage(Protocol):
    """A row with a page of its own."""

    def get_absolute_url(self) -> str:
        """The address of that page."""


def url_of(row: object) -> str:
    """The address of the row's page; empty for a row without one."""
    return row.get_absolute_url() if isinstance(row, HasPage) else ""
