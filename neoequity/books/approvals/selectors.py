"""What waits for four eyes, and what was decided."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from neoequity.books.accounts import User
from neoequity.books.approvals.kinds import request_kinds, writers_of
from neoequity.books.approvals.models import Approval
from neoequity.books.approvals.rules import PUBLISHED_RECORD
from neoequity.books.issuers import Issuer


class Record(NamedTuple):
    """The record that a request is about: what a link to it says, and where that leads."""

    name: str
    url: str


class Asked(NamedTuple):
    """What was asked for about some records, the latest first."""

    requests: list[Approval]
    #: The records for which a request waits.
    waiting: frozenset[int]
    #: Who may decide what waits, by name.
    approvers: list[str]

    def that_waits(self) -> "Asked":
        """The same without what is decided."""
        waits = [request for request in self.requests if not request.decision]
        return self._replace(requests=waits)


def requests_about(kind: str, *subjects: int) -> Asked:
    """The requests of a kind about these records; one query, two while one of them waits."""
    found = Approval.objects.filter(kind=kind, subject__in=subjects)
    requests = list(found.select_related("asked_by", "decided_by"))
    waits = [request for request in requests if not request.decision]
    names = approvers(*waits) if waits else []
    return Asked(requests, frozenset(request.subject for request in waits), names)


def waiting() -> QuerySet[Approval]:
    """Everything that waits, the oldest first."""
    found = Approval.objects.filter(decision="").select_related("asked_by", "issuer")
    return found.order_by("pk")


def waiting_for(person: User) -> QuerySet[Approval]:
    """What this person may decide: nothing that he or she asked for or had a hand in."""
    if not person.has_perm("books.approve"):
        return Approval.objects.none()
    found = waiting().exclude(asked_by=person)
    for kind in request_kinds().values():
        if kind.writers is not None:
            own = kind.writers().filter(writer=person.pk).values("subject")
            found = found.exclude(kind=kind.name, subject__in=own)
    return found


def waiting_until(issuer: Issuer, day: date) -> QuerySet[Approval]:
    """What waits of an issuer and would be dated on the day or earlier, the oldest first."""
    return waiting().filter(dated__lte=day, issuer=issuer)


def approvers(*requests: Approval) -> list[str]:
    """The names of those who can log in and may approve: of these requests, others than asked."""
    entitled = Q(groups__name="CFO") | Q(is_superuser=True)
    people = (
        get_user_model()
        .objects.filter(entitled, is_active=True)
        .exclude(username=PUBLISHED_RECORD)
        .exclude(pk__in=[request.asked_by_id for request in requests])
    )
    subjects: dict[str, list[int]] = defaultdict(list)
    for request in requests:
        subjects[request.kind].append(request.subject)
    for kind, about in subjects.items():
        people = people.exclude(pk__in=writers_of(kind, *about).values("pk"))
    return list(people.order_by("username").values_list("username", flat=True).distinct())


def record_of(request: Approval) -> Record:
    """The record's name and page; one query."""
    row: Any = request_kinds()[request.kind].record(request.subject)
    return Record(str(row), row.get_absolute_url())
