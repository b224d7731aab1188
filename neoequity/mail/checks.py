"""The check before deployment: whoever asked for mail gets it, and no password travels openly."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.db.models import Q

from neoequity.mail.addresses import leaves_the_machine, own_host
from neoequity.mail.models import MailChoice, ScheduledReport
from neoequity.reports.spans import listed

_HERE = ("localhost", "127.0.0.1", "::1")


@register(Tags.security, deploy=True)
def check_mail(**_kwargs: object) -> list[CheckMessage]:
    """Say what is missing for mail that somebody asked for."""
    faults: list[CheckMessage] = []
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if settings.EMAIL_HOST_PASSWORD and not encrypted and settings.EMAIL_HOST not in _HERE:
        faults.append(
            Error(
                "The password of the mail server would be sent without encryption.",
                hint="Set EMAIL_USE_TLS=1 (STARTTLS) or EMAIL_USE_SSL=1.",
                id="neoequity.E004",
            )
        )
    missing = _missing()
    if missing and _is_asked_for():
        faults.append(
            Error(
                f"Mail is in use but not configured: set {listed(missing)}.",
                hint="Name the mail server, the sender and the address of NeoEquity: see README.",
                id="neoequity.E003",
            )
        )
    return faults


def _missing() -> list[str]:
    return [
        name
        for name, is_set in (
            ("EMAIL_HOST", leaves_the_machine()),
            ("DEFAULT_FROM_EMAIL", not settings.DEFAULT_FROM_EMAIL.endswith("@localhost>")),
            ("NEOEQUITY_ADDRESS", own_host() not in _HERE),
        )
        if not is_set
    ]


def _is_asked_for() -> bool:
    """Whether anybody chose mail or is a recipient; no without tables, of which E001 tells."""
    try:
        chosen = MailChoice.objects.filter(Q(digest=True) | ~Q(at_once=[]))
        scheduled = ScheduledReport.objects.filter(paused_at=None, removed_at=None)
        return chosen.exists() or scheduled.exists()
    except DatabaseError:
        return False
