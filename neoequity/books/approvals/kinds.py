"""The kinds of request that a second person decides: each declared once, where its act lives."""

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
    """What approving brings about, in the transaction of the approval. Raises Refused.

    `request` is the Approval, `by` who approves it, `today` the day on which that is done.
    """

    def __call__(self, request: Any, *, by: User, today: date) -> object: ...


@dataclass(frozen=True)
class RequestKind:
    """A kind of request, under the `name` that its rows keep and the `title` that people read.

    `record` finds the row that a request is about by its key, joined as its name and page need it.
    `writers` gives rows with `subject` and `writer`: who had a hand in what is asked for beside the
    person who asks, and so does not approve it either. `preview` works out for the page of a
    request what approving it brings, by names that the template takes.
    """

    name: str
    title: str
    effect: Effect
    record: Callable[[int], Model]
    writers: Callable[[], QuerySet[Any, Any]] | None = None
    preview: Callable[[Any], dict[str, object]] | None = None


@cache
def request_kinds() -> Mapping[str, RequestKind]:
    """Every kind of request by its name, as `settings.KINDS_OF_REQUEST` lists them."""
    kinds = [kind for path in settings.KINDS_OF_REQUEST for kind in import_string(path)]
    return {kind.name: kind for kind in kinds}


def kind_choices() -> list[tuple[str, str]]:
    """Name and title of each, for the column of a request's kind."""
    return [(kind.name, kind.title) for kind in request_kinds().values()]


def writers_of(kind: str, *subjects: int) -> QuerySet[User]:
    """Who had a hand in what such requests about these records ask for."""
    people, writers = get_user_model().objects, request_kinds()[kind].writers
    if writers is None:
        return people.none()
    return people.filter(pk__in=writers().filter(subject__in=subjects).values("writer"))
