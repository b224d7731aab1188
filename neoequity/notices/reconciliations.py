"""Notices of reconciliations: those whose figures moved since they were signed off."""

from collections.abc import Iterator

from django.urls import reverse

from neoequity.books.days import on_page, written
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import counted
from neoequity.statements.selectors.sign_offs import Moved, moved_since, standing
from neoequity.statements.terms.line import SIDES


def reconciliations(books: Books) -> Iterator[Notice]:
    """One for each sign-off that something moved, until there is a new one.

    It is new again when something else moves the same month.
    """
    for moved in moved_since(standing(books.as_of)):
        yield _notice(moved)


def _notice(moved: Moved) -> Notice:
    signed = moved.sign_off
    label = signed.period.label
    things = len(moved.movements)
    name = f"{SIDES[signed.side]} of the {signed.agreement.name}, {on_page(label)}"
    return Notice(
        Kind.RECONCILIATION_MOVED,
        f"{name}: {counted(things, 'change', 'changes')} since the sign-off of "
        f"{written(signed.signed_on)}. {moved.movements[0].sentence}",
        reverse("statements:reconciliation", args=[signed.agreement.slug, signed.side, label]),
        Urgency.URGENT,
        signed.last_day,
        f"{signed.pk}:{things}",
    )
