"""Pages of saved views: save one, change or remove one's own, and all of one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity.asof import parse_day
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.roles import KEEP_VIEWS
from neoequity.saved.actions import MOST, change_view, remove_view, save_view
from neoequity.saved.forms import ChangedViewForm, ViewForm
from neoequity.saved.lists import ListOfRows, list_at
from neoequity.saved.models import SavedView
from neoequity.saved.selectors import Shown, own_views, shown


@require_safe
def views(request: DatedRequest) -> HttpResponse:
    """`/views/`: one's own views of all lists."""
    context = {"own": own_views(request.user), "most": MOST}
    return render(request, "saved/views.html", context)


@write_view(KEEP_VIEWS)
@require_POST
def save(request: DatedRequest) -> HttpResponse:
    """`/views/save/`: save what a list shows, and lead back to it; 422 with the reasons against."""
    form = ViewForm(request.POST)
    of = list_at(request.POST.get("address", ""))
    if of is None:
        sentence = "There is no list at this address to save a view of."
        return render(request, "400.html", {"sentence": sentence}, status=422)
    _refuse_closed(request, of)
    saved = acted(
        form,
        lambda said: save_view(
            of, form.kept(), name=said["name"], shared=said["shared"], by=request.user
        ),
    )
    if saved is not None:
        messages.success(request, f"View “{saved}” is saved.")
        return redirect(saved)
    return render(request, "saved/save.html", {"form": form, "list": of}, status=422)


@write_view(KEEP_VIEWS)
@require_http_methods(["GET", "HEAD", "POST"])
def view(request: DatedRequest, pk: int) -> HttpResponse:
    """`/views/<pk>/`: the form that changes a view of one's own."""
    own = _own(request, pk)
    form = ChangedViewForm(submitted_data(request), before=own.kept, initial=_initial(request, own))
    changed = acted(
        form,
        lambda said: change_view(
            own.view, own.of, form.kept(), name=said["name"], shared=said["shared"], by=request.user
        ),
    )
    if changed is not None:
        messages.success(request, f"View “{changed}” is changed.")
        return redirect(changed)
    context = {
        "form": form,
        "own": own,
        "title": own.view.name if not form.errors else form.initial["name"],
        "may_change": "query" in (request.POST or request.GET),
    }
    return render(request, "saved/view.html", context, status=422 if form.errors else 200)


@write_view(KEEP_VIEWS)
@require_POST
def remove(request: DatedRequest, pk: int) -> HttpResponse:
    """`/views/<pk>/remove/`: remove a view of one's own, and lead to its list."""
    own = _own(request, pk)
    name = own.view.name
    remove_view(own.view, by=request.user)
    messages.success(request, f"View “{name}” is removed.")
    return redirect(own.of.address)


def _initial(request: DatedRequest, own: Shown) -> dict[str, object]:
    """The form as the view is; from its list, with the day that the list shows."""
    day = (own.kept.day or request.today) if own.of.has_a_day else None
    if own.of.has_a_day and "query" in request.GET:
        try:
            day = parse_day(request.GET.get("day", ""))
        except ValueError:
            day = request.today
    return {
        "name": own.view.name,
        "shared": own.view.shared,
        "keep_day": own.kept.day is not None,
        "query": request.GET.get("query", ""),
        "day": day,
    }


def _own(request: DatedRequest, pk: int) -> Shown:
    """A view of one's own, of a list that is still open to its owner."""
    row = get_object_or_404(SavedView.objects.select_related("owner"), pk=pk)
    if row.owner_id != request.user.pk:
        raise PermissionDenied
    return shown(row, _open_list(request, row.address))


def _open_list(request: DatedRequest, address: str) -> ListOfRows:
    of = list_at(address)
    if of is None:
        raise Http404("There is no list at this address.")
    _refuse_closed(request, of)
    return of


def _refuse_closed(request: DatedRequest, of: ListOfRows) -> None:
    if not of.is_open_to(request.user):
        raise PermissionDenied
