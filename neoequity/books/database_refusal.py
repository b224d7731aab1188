"""What the database refuses, as a reason in a sentence, like every other refusal."""

from django.db import DataError, IntegrityError, InternalError

from neoequity.books.refusal import Reason

#: A rule of the database, a figure larger than its column, or a trigger's own word for both.
DATABASE_REFUSES = (IntegrityError, DataError, InternalError)


def reason_of(error: BaseException) -> Reason:
    """The database's own sentence, or the name of its rule in words."""
    diagnostics = getattr(error.__cause__, "diag", None)
    rule = getattr(diagnostics, "constraint_name", None)
    if rule:
        return Reason(f"The database refused this change: {rule.replace('_', ' ')}.")
    return Reason(getattr(diagnostics, "message_primary", None) or str(error))
