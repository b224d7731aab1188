"""The frame of every action: one transaction, and its verb and person in the history."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import pghistory
from django.contrib.auth.models import User
from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """All of `verb` or nothing of it; what it changes is told in history as done by its `by`.

    Nests: inside another transaction (the admin's, an import's) it becomes a savepoint.
    """

    @wraps(verb)
    def act(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs["by"]
        if not isinstance(by, User):
            raise TypeError(f"{verb.__name__} needs `by`, the person who acts.")
        with transaction.atomic(), pghistory.context(user=by.pk) as told:
            told.metadata.setdefault("act", verb.__name__)  # the outermost act gives its name
            return verb(*args, **kwargs)

    return act
