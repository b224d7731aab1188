"""Wraps every action: a permission check, one transaction, and verb and actor in the history."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

import pghistory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from neoequity.books.accounts import User
from neoequity.books.acts import ACTS
from neoequity.books.refusal import Reason, Refused

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class Action(Protocol[P, R_co]):
    """A verb, and the permission (app.codename) that its caller needs."""

    __name__: str
    needs: str

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...


def action(needs: str, told: str) -> Callable[[Callable[P, R_co]], Action[P, R_co]]:
    """Runs a verb atomically for a user who has the permission `needs` (app.codename).

    `told` is what the history says was done: "Recorded sales".
    The history attributes every change to the verb's `by`. Raises Refused if that user lacks the
    permission. Nests: inside another transaction (the admin's, an import's) it is a savepoint.
    """

    def framed(verb: Callable[P, R_co]) -> Action[P, R_co]:
        ACTS[verb.__name__] = told

        @wraps(verb)
        def act(*args: P.args, **kwargs: P.kwargs) -> R_co:
            by = kwargs["by"]
            if not isinstance(by, get_user_model()):
                raise TypeError(f"{verb.__name__} needs `by`, the person who acts.")
            if not by.has_perm(needs):
                raise Refused([_not_allowed(verb.__name__, needs, by)])
            with transaction.atomic(), pghistory.context(user=by.pk) as context:
                context.metadata.setdefault("act", verb.__name__)  # the outermost action names it
                return verb(*args, **kwargs)

        guarded = cast(Action[P, R_co], act)
        guarded.needs = needs  # pages and the permission table ask who may call it
        return guarded

    return framed


def _not_allowed(verb: str, needs: str, by: User) -> Reason:
    app, codename = needs.split(".")
    entitled = Group.objects.filter(
        permissions__codename=codename, permissions__content_type__app_label=app
    )
    names = " or ".join(entitled.order_by("name").values_list("name", flat=True))
    return Reason(
        f"{by.get_username()} may not {verb.replace('_', ' ')}: that is for {names or 'nobody'}."
    )
