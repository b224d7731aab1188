"""The limits of the terms in forms: a field that must say something asks for it in their words."""

from collections.abc import Mapping

from django import forms

from placements.terms.limit import Among, Filled
from placements.terms.limits import LIMITS


def ask_for_what_is_missing(fields: Mapping[str, forms.Field]) -> None:
    """Give the fields of such terms, those that are there, the sentence of their limit."""
    for limit in LIMITS:
        if isinstance(limit, Filled | Among) and limit.term in fields:
            fields[limit.term].error_messages["required"] = limit.sentence
