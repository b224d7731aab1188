"""Addresses: of the pages that rows have, and of those that a request asks for."""

from typing import Protocol, runtime_checkable

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


@runtime_checkable
class HasPage(Protocol):
    """A row with a page of its own."""

    def get_absolute_url(self) -> str:
        """The address of that page."""


def url_of(row: object) -> str:
    """The address of the row's page; empty for a row without one."""
    return row.get_absolute_url() if isinstance(row, HasPage) else ""


def page_of_ours(request: HttpRequest, wanted: str) -> str:
    """The address that a request asks to be led to; the first screen if it leads elsewhere."""
    here = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure())
    return wanted if ours else "/"
