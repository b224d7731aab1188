"""Kinds of request that a second person decides, each declared once by the app that has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from neoequity.books.accounts import User


class Effect(Protocol):
    """The effect of approving, in the transaction of the approval. Raises Refused.

    `request` is the Approval, `by` the approver, `today` the day of the approval.
    """

    def __call__(self, request: Any, *, by: User, today: date) -> object: ...


@dataclass(frozen=True)
class RequestKind:
    """A kind of request, with the `name` stored in its rows and the `title` shown to people.

    `record` fetches the row that a request is about by its key, with the joins that its name and
    page need. `approving` tells the approver, in a sentence, what approval will do; `once_approved`
    tells the requester what it did or now allows. `writers` gives rows with `subject` and `writer`:
    people besides the requester who drafted what is requested, and so may not approve it either.
    `preview` calculates for a request's page what approving it would do, by the template's names.
    `page` gives the address where the requests about a record are shown, if not its own page.
    """

    name: str
    title: str
    effect: Effect
    record: Callable[[int], Model]
    approving: str
    once_approved: str
    writers: Callable[[], QuerySet[Model, object]] | None = None
    preview: Callable[[Any], dict[str, object]] | None = None
    page: Callable[[Any], str] | None = None


@cache
def request_kinds() -> Mapping[str, RequestKind]:
    """Every kind of request by its name, in the order of `settings.KINDS_OF_REQUEST`."""
    kinds = [kind for path in settings.KINDS_OF_REQUEST for kind in import_string(path)]
    return {kind.name: kind for kind in kinds}


def kind_choices() -> list[tuple[str, str]]:
    """Name and title of each kind: the choices of a request's `kind`."""
    return [(kind.name, kind.title) for kind in request_kinds().values()]


def writers_of(kind: str, *subjects: int) -> QuerySet[User]:
    """Users who drafted what such requests about these records ask for."""
    people, writers = get_user_model().objects, request_kinds()[kind].writers
    if writers is None:
        return people.none()
    return people.filter(pk__in=writers().filter(subject__in=subjects).values("writer"))
