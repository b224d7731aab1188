"""Access in a period: sign-ins, accounts, second factors, reviews; and backups."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Lag

from neoequity.books.models import Closing
from neoequity.books.periods.rules import quarter_of, quarters_between
from neoequity.company.models import AccessReview
from neoequity.people.access import OPEN, WITHOUT_BOUNDS, Account, accounts_at
from neoequity.people.entry import TRUSTED
from neoequity.people.models import SYSTEM_ACCOUNTS, CredentialChange
from neoequity.reports.controls.control import (
    NOT_RECORDED,
    Control,
    Span,
    counted,
    sentence,
)
from neoequity.reports.report import Asked
from neoequity.rights_proof import differences_in_rights

AREA, BACKUPS = "Access", "Backups"


def access_controls(
    asked: Asked, span: Span, now: datetime, closings: Sequence[Closing]
) -> Iterator[Control]:
    """Who came in, whose account changed, and who reviewed it; a fixed number of queries.

    Sign-ins and accounts are dated by the server's clock, in days of New York.
    """
    yield _sign_ins(span)
    yield _accounts(span)
    yield _credentials(span)
    yield from _rights(asked, span, now, closings)
    yield _reviews(asked, span)


def backups() -> Control:
    """What the product knows of backups: nothing, for each is a file outside the books."""
    return Control(
        BACKUPS,
        "Backups",
        "The command writes a snapshot of all books to a file and prints its SHA-256; where files "
        "go, how often and whether one was restored is for the office to show.",
        "commands backup and restore",
        f"{NOT_RECORDED}: ask for the office’s own log.",
    )


def _sign_ins(span: Span) -> Control:
    entered = AccessLog.objects.filter(span.includes("attempt_time")).count()
    failures = AccessFailureLog.objects.filter(span.includes("attempt_time")).aggregate(
        all=Count("pk"), locked=Count("pk", filter=Q(locked_out=True))
    )
    return Control(
        AREA,
        "Sign-ins",
        "Every sign-in and every failed one is kept; repeated failures lock the account for a "
        "time.",
        "triggers logins_stay and logins_are_not_rewritten of the sign-in log",
        sentence(
            f"{counted(entered, 'sign-in')}; {counted(failures['all'], 'failed attempt')}"
            + _of_them(failures["locked"], "then locked")
        ),
        entered + failures["all"],
        failures["locked"],
    )


def _accounts(span: Span) -> Control:
    events = _events("people.UserEvent").exclude(username__in=SYSTEM_ACCOUNTS)
    made = events.annotate(
        was=Window(Lag("is_active"), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc())
    ).filter(span.includes("pgh_created_at"))
    rows = list(made.values("pgh_label", "is_active", "was"))
    created = sum(row["pgh_label"] == "insert" for row in rows)
    ended = sum(row["was"] is True and row["is_active"] is False for row in rows)
    changed = sum(row["pgh_label"] == "update" for row in rows) - ended
    groups = _by_label("people.MembershipEvent", span)
    return Control(
        AREA,
        "Accounts",
        "Only an Administrator, who posts nothing, creates and changes accounts; each change "
        "leaves an event.",
        "permission table; event triggers of accounts and memberships",
        sentence(
            f"{counted(created, 'account')} created, {changed:,} changed, {ended:,} made "
            f"inactive; {counted(groups.get('insert', 0), 'membership')} of a group given, "
            f"{groups.get('delete', 0):,} taken away"
        ),
        len(rows) + sum(groups.values()),
        0,
    )


def _credentials(span: Span) -> Control:
    set_by_others = CredentialChange.objects.filter(span.includes("changed_at")).aggregate(
        all=Count("pk"), unknown=Count("pk", filter=Q(changed_by=None))
    )
    factors = _by_label("neoequity.SecondFactorEvent", span)
    number, unknown = set_by_others["all"], set_by_others["unknown"]
    return Control(
        AREA,
        "Credentials",
        "What somebody else sets of a person’s credentials is recorded and told to that person and "
        "the CFOs.",
        "triggers of passwords, links and second factors",
        sentence(
            f"{counted(number, 'credential')} set by somebody else"
            f"{_of_them(unknown, 'from outside the product')}; "
            f"{counted(factors.get('insert', 0), 'second factor')} set up, "
            f"{factors.get('delete', 0):,} removed"
        ),
        number + sum(factors.values()),
        unknown,
    )


def _rights(
    asked: Asked, span: Span, now: datetime, closings: Sequence[Closing]
) -> Iterator[Control]:
    past_the_table = list(differences_in_rights()) if span.known_by is None else []
    accounts = accounts_at(span.read_at(now), asked.as_of)
    enter = [each for each in accounts if each.state == OPEN]
    all_powerful = [each.username for each in enter if WITHOUT_BOUNDS in each.rights]
    yield Control(
        AREA,
        "Rights",
        "Rights come with a group, as the permission table says; none are given alone.",
        "verify_ledger, and the proof at each closing",
        " ".join(past_the_table) or _rights_agree(span, closings),
        len(accounts),
        len(past_the_table),
    )
    yield Control(
        AREA,
        "Superusers",
        "A superuser holds every right and can be created only at the command line or by another.",
        "commands createsuperuser and prepare",
        sentence(
            counted(len(all_powerful), "open superuser")
            + (f": {', '.join(all_powerful)}" if all_powerful else "")
        ),
        len(enter),
        len(all_powerful),
    )
    yield _second_factors(span, enter)


def _rights_agree(span: Span, closings: Sequence[Closing]) -> str:
    """What a right given past the table leaves no history of, the proof of a closing has seen."""
    if span.known_by is None:
        return "Groups and accounts have the rights of the table."
    if not closings:
        return f"{NOT_RECORDED} for that moment: no closing had looked at them by then."
    return f"Groups and accounts had the rights of the table at {closings[-1]}."


def _second_factors(span: Span, enter: Sequence[Account]) -> Control:
    """Whether those who decide or set up accounts have a second factor."""
    trusted = [
        each for each in enter if WITHOUT_BOUNDS in each.rights or TRUSTED & set(each.groups)
    ]
    bare = [each.username for each in trusted if not each.second_factor]
    required = "required" if settings.TWO_FACTOR_REQUIRED else "not required by the installation"
    names = f": {', '.join(bare)}" if bare else ""
    # The setting leaves no history.
    setting = f"; it is {required}" if span.known_by is None else ""
    return Control(
        AREA,
        "Second factors",
        "CFOs, Administrators and superusers sign in with a second factor, where the installation "
        "requires it.",
        "setting NEOEQUITY_TWO_FACTOR; EntryMiddleware",
        sentence(f"{counted(len(bare), 'such account')} without one{names}{setting}"),
        len(trusted),
        len(bare),
    )


def _reviews(asked: Asked, span: Span) -> Control:
    quarters = quarters_between(asked.since, asked.as_of)
    rows = AccessReview.objects.filter(
        span.known("recorded_at"),
        issuer=asked.issuer,
        reviewed_on__gte=quarters[0].starts_on,
        reviewed_on__lte=quarters[-1].ends_on,
    )
    reviewed = [quarter_of(day) for day in rows.values_list("reviewed_on", flat=True)]
    due = [each for each in quarters if each.ends_on <= asked.as_of]
    missing = [each for each in due if each not in reviewed]
    return Control(
        AREA,
        "Access reviews",
        "Each quarter a CFO reviews who may do what, and signs it off.",
        "action sign_access_review; trigger access_reviews_are_posted",
        sentence(
            f"{counted(len(reviewed), 'review')} signed off"
            + (f", and none for {len(missing)} of {len(due)} quarters" if missing else "")
        ),
        len(reviewed),
        len(missing),
    )


def _of_them(number: int, which: str) -> str:
    return f", {number:,} of them {which}" if number else ""


def _by_label(events: str, span: Span) -> dict[str, int]:
    """How many events of each kind: insert, update, delete."""
    rows = _events(events).filter(span.includes("pgh_created_at")).order_by()
    return dict(rows.values_list("pgh_label").annotate(number=Count("pgh_id")))


def _events(name: str) -> QuerySet[Any]:
    """The events of a tracked model, which pghistory made."""
    model: Any = apps.get_model(name)
    events: QuerySet[Any] = model.objects.all()
    return events
