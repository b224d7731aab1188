"""Changes of credentials by others: recorded for links, told to their person and to the CFOs."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from neoequity.people.models import CredentialChange, User

#: For so long a change is shown, and decisions are marked; the trigger of requests has it as well.
NEW_FOR = timedelta(days=7)


def recent_changes() -> QuerySet[CredentialChange]:
    """What was set for others in the last seven days, newest first."""
    recent = CredentialChange.objects.filter(changed_at__gt=Now() - NEW_FOR)
    return recent.select_related("user", "changed_by")


def changes_told_to(person: User) -> QuerySet[CredentialChange]:
    """What the person has not been told, and what was set in the last seven days, newest first."""
    told = Q(seen_at=None) | Q(changed_at__gt=Now() - NEW_FOR)
    return CredentialChange.objects.filter(told, user=person).select_related("user", "changed_by")


def note_as_seen(person: User, *, up_to: int) -> None:
    """Note that the person has seen the changes up to this key."""
    unseen = CredentialChange.objects.filter(user=person, seen_at=None, pk__lte=up_to)
    unseen.update(seen_at=Now())
