"""Context processor: the menu of views that a list's page shows."""

from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import table_of
from neoequity.roles import KEEP_VIEWS
from neoequity.saved.forms import ViewForm
from neoequity.saved.kept import Kept
from neoequity.saved.lists import list_of
from neoequity.saved.selectors import views_of


def views(request: HttpRequest) -> dict[str, object]:
    """`views`: those of the list on the page, read only by pages that show them."""
    return {"views": SimpleLazyObject(lambda: _views(cast(DatedRequest, request)))}


def _views(request: DatedRequest) -> dict[str, object]:
    person = request.user
    of = list_of(request.path, request.resolver_match)
    if of is None or not person.has_perm(KEEP_VIEWS):
        return {}
    table = table_of(request)
    present = Kept.read(request.GET).of(of.fields)
    columns: list[str] = []
    if table is not None:
        bound = list(table.columns.iterall())
        columns = [each.name for each in bound]
        hidden = tuple(each.name for each in bound if not each.visible)
        present = present._replace(order=tuple(table.order_by or ()), hidden=hidden)
    found = views_of(of, person, present, columns)
    form = ViewForm(
        initial={
            "address": of.address,
            "query": present._replace(day=None).query(),
            "day": request.as_of if of.has_a_day else None,
        },
        auto_id="view_%s",
    )
    return {"list": of, "form": form, **found._asdict()}
