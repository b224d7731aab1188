"""Puts a table on a page, and names its CSV."""

from typing import Any

import django_tables2 as tables

from placements.views.request import DatedRequest


def show(table: tables.Table, request: DatedRequest, *, rows: int) -> Any:
    """The table, `rows` to a page; an address that asks for nonsense gets the nearest page."""
    table.request = request
    if sort := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = sort
    table.paginate(per_page=rows)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table


def asked_of_export(request: DatedRequest) -> str:
    """The query that gives an export the rows of this page's filter, all of them, on its day."""
    query = request.GET.copy()
    query["as_of"] = request.as_of.isoformat()
    for name in ("page", "sort", "beneath"):
        query.pop(name, None)
    return query.urlencode()
