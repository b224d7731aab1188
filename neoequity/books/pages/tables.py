"""Sorting and paging a table, and the query of its CSV file."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django_tables2.rows import BoundRows

from neoequity.books.pages.columns import TotalledTable
from neoequity.books.pages.remembered import SORT, WITHOUT, asked
from neoequity.books.pages.request import DatedRequest

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:  # Django's own takes no type parameter at run time
    _Paginator = Paginator

T = TypeVar("T", bound=TotalledTable)


class CountedPaginator(_Paginator):
    """Pages of rows that are already counted."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


class LongPaginator(CountedPaginator):
    """Pages of a very long table.

    A page's keys are read first, so that only its own rows are joined, not those before it.
    """

    def page(self, number: int | str) -> Page[Any]:
        """The page with this number."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: BoundRows = self.object_list
        queryset = rows.data.data
        keys = queryset.values_list("pk", flat=True)[first : min(first + self.per_page, self.count)]
        return Page(BoundRows(queryset.filter(pk__in=list(keys)), rows.table), number, self)


def show(table: T, request: DatedRequest, *, rows: int, count: int | None = None) -> T:
    """The table, sorted and paged by the request; a page out of range gives the nearest.

    `rows` is the number on a page, `count` that of all rows, if known without counting.
    """
    table.request = request
    asked(request, table).apply(table)
    vars(request)["table"] = table
    whole = table.rows
    table.paginator = (
        Paginator(whole, rows) if count is None else LongPaginator(whole, rows, count=count)
    )
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table


def table_of(request: HttpRequest) -> TotalledTable | None:
    """The table that the page shows, once `show` has made it ready."""
    table: TotalledTable | None = vars(request).get("table")
    return table


def asked_of_export(request: DatedRequest) -> str:
    """The query string that exports all rows of this page's filter, on the page's day."""
    query = request.GET.copy()
    query["as_of"] = request.as_of.isoformat()
    for name in ("page", SORT, WITHOUT, "beneath"):
        query.pop(name, None)
    return query.urlencode()
