"""What an account may be, in sentences: which groups go together, and who needs a last day."""

from collections.abc import Collection, Iterator
from datetime import date

from neoequity.books.days import written
from neoequity.books.refusal import Reason
from neoequity.books.rights import ADMINISTRATOR, AUDITOR

#: Whoever is in one of these groups is in no other: those who set up accounts enter nothing, and
#: those who audit the books do not write them. The database holds it, too.
ALONE = {ADMINISTRATOR, AUDITOR}


def reasons_against(
    groups: Collection[str], expires_on: date | None, *, is_active: bool, today: date
) -> Iterator[Reason]:
    """Sentences against an account in these groups with this last day; `today` is the real day."""
    for name in sorted(set(groups) & ALONE):
        if len(groups) > 1:
            others = " and ".join(sorted(set(groups) - {name}))
            yield Reason(
                f"{_member(name)} is in no other group, so not in {others} as well.", "groups"
            )
            return
    if AUDITOR in groups and expires_on is None:
        yield Reason("An Auditor's account needs a last day.", "expires_on")
    if is_active and expires_on is not None and expires_on < today:
        yield Reason(
            f"The last day is past ({written(expires_on)}). Make the account inactive instead.",
            "expires_on",
        )


def _member(group: str) -> str:
    return f"An {group}" if group[0] in "AEIOU" else f"A {group}"
