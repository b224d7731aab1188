"""The frame of every action: one transaction, the right to act, and verb and person in history."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import pghistory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from neoequity.books.accounts import User
from neoequity.books.refusal import Reason, Refused

P = ParamSpec("P")
R = TypeVar("R")


def action(needs: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """All of a verb or nothing of it, by somebody with the permission `needs` (app.codename).

    What it changes is told in history as done by its `by`. Raises Refused for a person without the
    permission. Nests: inside another transaction (the admin's, an import's) it becomes a savepoint.
    """

    def framed(verb: Callable[P, R]) -> Callable[P, R]:
        @wraps(verb)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            if not isinstance(by, get_user_model()):
                raise TypeError(f"{verb.__name__} needs `by`, the person who acts.")
            if not by.has_perm(needs):
                raise Refused([_not_allowed(verb.__name__, needs, by)])
            with transaction.atomic(), pghistory.context(user=by.pk) as told:
                told.metadata.setdefault("act", verb.__name__)  # the outermost act gives its name
                return verb(*args, **kwargs)

        act.needs = needs  # type: ignore[attr-defined]  # for whoever asks who may do it
        return act

    return framed


def _not_allowed(verb: str, needs: str, by: User) -> Reason:
    app, codename = needs.split(".")
    may = Group.objects.filter(
        permissions__codename=codename, permissions__content_type__app_label=app
    )
    names = " or ".join(may.order_by("name").values_list("name", flat=True))
    return Reason(
        f"{by.get_username()} may not {verb.replace('_', ' ')}: that is for {names or 'nobody'}."
    )
