"""Say who looks after what is open on a side, and until when."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.days import written
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.statements.actions.differences import open_entry
from neoequity.statements.actions.matches import lock_side
from neoequity.statements.models import OpenItem
from neoequity.statements.models.kept_entries import Row, Scope


@action(needs="statements.add_openitem", told="Assigned an open item")
def assign_open_item(
    scope: Scope, row: Row, *, owner: User, due_on: date, by: User, today: date, note: str = ""
) -> OpenItem:
    """Give what is open of a line, an entry or a receipt an owner, a due day and a note.

    Again, it changes them. Raises Refused for what is not open, for a day that has passed, and for
    an owner who cannot read the books.
    """
    del by  # for the history
    scope = scope._replace(as_of=today)
    lock_side(scope)
    open_entry(scope, row)
    refuse_if_any(reasons_against_assigning(owner, due_on, today=today))
    columns = ("line_id", "entry_id", "receipt_id")
    of: dict[str, Any] = {each: row.pk if each == f"{row.what}_id" else None for each in columns}
    item, _ = OpenItem.objects.update_or_create(
        issuer=scope.issuer,
        side=scope.side,
        **of,
        defaults={"owner": owner, "due_on": due_on, "note": note.strip()},
    )
    return item


def reasons_against_assigning(owner: User, due_on: date, *, today: date) -> Iterator[Reason]:
    """Every reason against this owner and day; a page asks without the lock."""
    if due_on < today:
        yield Reason(
            f"{written(due_on)} has passed: choose today, {written(today)}, or a later day.",
            "due_on",
        )
    if not (owner.is_active and owner.has_perm("books.read_books")):
        yield Reason(
            f"{owner.get_username()} cannot read the books: choose somebody who can.", "owner"
        )
