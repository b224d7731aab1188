"""The trigger of the office's choice which acts a second person must approve."""

import pgtrigger

from neoequity.books.triggers import refuse

# Whoever may empty the tables owns them; the application may not.
_IS_NOT_THE_OWNER = "NOT has_table_privilege('public.books_chainhead', 'TRUNCATE')"

SECOND_PERSON_TRIGGERS = [
    refuse(
        "only_the_owner_chooses",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "Which acts a second person approves is written by migrate, from NEOEQUITY_FOUR_EYES.",
        _IS_NOT_THE_OWNER,
    ),
]


def second_person_is_needed(kind: str) -> str:
    """SQL for whether the office has a second person approve such acts; without a row it does."""
    return (
        "COALESCE((SELECT c.is_needed FROM books_secondperson c "  # a constant
        f"WHERE c.kind = '{kind}'), true)"
    )
