"""Views of lists: saved, changed and removed by their owner alone."""

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.people.models import User as Person
from neoequity.roles import KEEP_VIEWS
from neoequity.saved.kept import Kept
from neoequity.saved.lists import ListOfRows
from neoequity.saved.models import LONGEST_NAME, LONGEST_QUERY, SavedView

#: Views that one person keeps at most, of all lists.
MOST = 50


@action(needs=KEEP_VIEWS, told="Saved a view of a list")
def save_view(of: ListOfRows, kept: Kept, *, name: str, shared: bool, by: User) -> SavedView:
    """Save what a list shows; `shared` for everyone who may open the list. Raises Refused."""
    _lock(by)
    own = SavedView.objects.filter(owner=by).count()
    if own >= MOST:
        refuse_if_any(
            [Reason(f"You have saved {own} views, the most allowed: remove a view first.")]
        )
    view = SavedView(owner=by, address=of.address)
    return _written(view, of, kept, name, shared=shared, by=by)


@action(needs=KEEP_VIEWS, told="Changed a saved view")
def change_view(
    view: SavedView, of: ListOfRows, kept: Kept, *, name: str, shared: bool, by: User
) -> SavedView:
    """Change a view of one's own: its name, what it keeps, who sees it. Raises Refused."""
    _lock(by)
    _refuse_others(view, by)
    return _written(view, of, kept, name, shared=shared, by=by)


@action(needs=KEEP_VIEWS, told="Removed a saved view")
def remove_view(view: SavedView, *, by: User) -> None:
    """Remove a view of one's own, for everyone it was shared with, too. Raises Refused."""
    _refuse_others(view, by)
    view.delete()


def _lock(by: User) -> None:
    """Lock the person, so that two windows at once keep to the number and to different names."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)


def _refuse_others(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        refuse_if_any([Reason(f"“{view}” belongs to {view.owner}: save a view of your own.")])


def _written(
    view: SavedView, of: ListOfRows, kept: Kept, name: str, *, shared: bool, by: User
) -> SavedView:
    if not of.is_open_to(by):
        refuse_if_any([Reason(f"You do not have access to the list {of.title}.")])
    view.name = " ".join(name.split())
    view.query = kept.of(of.fields).query()
    view.shared = shared
    refuse_if_any(_reasons(view, of))
    view.save()
    return view


def _reasons(view: SavedView, of: ListOfRows) -> list[Reason]:
    others = SavedView.objects.filter(owner=view.owner_id, address=view.address)
    if not view.name:
        return [Reason("Enter a name for the view.", "name")]
    if len(view.name) > LONGEST_NAME:
        return [Reason(f"A view’s name has at most {LONGEST_NAME} characters.", "name")]
    if others.filter(name__iexact=view.name).exclude(pk=view.pk).exists():
        return [Reason(f"You already have a view “{view.name}” of {of.title}.", "name")]
    if len(view.query) > LONGEST_QUERY:
        return [Reason("This filter is too long to be saved: choose fewer values.")]
    return []
