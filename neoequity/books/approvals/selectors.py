"""Requests: pending ones, who may decide them, and what was decided."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from neoequity.books.accounts import User
from neoequity.books.addresses import url_of
from neoequity.books.approvals.kinds import request_kinds, writers_of
from neoequity.books.approvals.models import Approval
from neoequity.books.approvals.rules import PUBLISHED_RECORD, TOLD, Decision
from neoequity.books.issuers import Issuer

#: The people whom a decided request names.
DECIDED = ("asked_by", "decided_by", "credentials_set_by")


class LinkedRecord(NamedTuple):
    """The record that a request is about: the text of a link to it, and its address."""

    name: str
    url: str


class RequestsAbout(NamedTuple):
    """The requests about some records, latest first."""

    requests: list[Approval]
    #: The records with a pending request.
    waiting: frozenset[int]
    #: The names of those who may decide the pending ones.
    approvers: list[str]

    def that_waits(self) -> "RequestsAbout":
        """The same with pending requests only."""
        pending = [request for request in self.requests if not request.decision]
        return self._replace(requests=pending)

    def newest(self, but: str = "") -> "RequestsAbout":
        """The same with pending requests and the last decided of each kind `but` this one."""
        shown, kinds = [], {but}
        for request in self.requests:
            is_last = request.kind not in kinds
            if not request.decision or request.kind == but or is_last:
                shown.append(request)
            if request.decision and request.kind != but:
                kinds.add(request.kind)
        return self._replace(requests=shown)


def requests_about(kind: str, *subjects: int) -> RequestsAbout:
    """The requests of a kind about these records; one query, two while one of them is pending."""
    return requests_among(Q(kind=kind, subject__in=subjects))


def requests_among(about: Q) -> RequestsAbout:
    """The requests that fit the condition, of whatever kinds; as `requests_about`."""
    requests = list(Approval.objects.filter(about).select_related(*DECIDED))
    pending = [request for request in requests if not request.decision]
    names = approvers(*pending) if pending else []
    return RequestsAbout(requests, frozenset(request.subject for request in pending), names)


def waiting() -> QuerySet[Approval]:
    """All pending requests, oldest first."""
    pending = Approval.objects.filter(decision="").select_related("asked_by", "issuer")
    return pending.order_by("pk")


def waiting_for(person: User) -> QuerySet[Approval]:
    """The pending requests this person may decide: none that they made or helped to draft."""
    if not person.has_perm("books.approve"):
        return Approval.objects.none()
    requests = waiting().exclude(asked_by=person)
    for kind in request_kinds().values():
        if kind.writers is not None:
            own = kind.writers().filter(writer=person.pk).values("subject")
            requests = requests.exclude(kind=kind.name, subject__in=own)
    return requests


def decided_unseen(person: User) -> QuerySet[Approval]:
    """What this person asked for and another decided, until it is seen; latest first."""
    decided = Approval.objects.filter(asked_by=person, decision__in=TOLD, seen_by_requester=None)
    return decided.select_related(*DECIDED).order_by("-decided_at")


def number_for(person: User) -> int:
    """How many requests this person may decide or has not seen decided; one query."""
    deciding, seeing = waiting_for(person), decided_unseen(person)
    both = deciding.order_by().values("pk").union(seeing.order_by().values("pk"), all=True)
    return both.count()


def waiting_until(issuer: Issuer, day: date) -> QuerySet[Approval]:
    """An issuer's pending requests that would post on the day or earlier, oldest first."""
    return waiting().filter(dated__lte=day, issuer=issuer)


def approved_with_new_credentials(issuer: Issuer, first: date, last: date) -> QuerySet[Approval]:
    """An issuer's approvals that are marked and post on these days, oldest first.

    One that posts to no day counts on the day of its decision.
    """
    dated = Q(dated__range=(first, last)) | Q(dated=None, decided_at__date__range=(first, last))
    marked = Approval.objects.filter(dated, issuer=issuer, decision=Decision.APPROVED)
    return marked.exclude(credentials_set_at=None).select_related(*DECIDED).order_by("pk")


def approvers(*requests: Approval) -> list[str]:
    """The names of active users who may approve, other than those who made these requests."""
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


def record_of(request: Approval) -> LinkedRecord:
    """The record's name and page; one query."""
    kind = request_kinds()[request.kind]
    row = kind.record(request.subject)
    return LinkedRecord(str(row), kind.page(row) if kind.page else url_of(row))
