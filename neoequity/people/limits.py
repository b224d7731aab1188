"""How guessing at passwords is slowed, without a stranger locking out whom the account belongs to.

Five failures lock one account from one address. Many failures from many addresses lock only the
addresses that have not signed in to the account before. Nothing is locked for over ten minutes.
"""

import ipaddress
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth import user_login_failed
from django.db.models import Q, Sum
from django.http import HttpRequest

#: Failures within ten minutes, for one account from everywhere and from one address at everything.
MOST_FOR_ACCOUNT = 20
MOST_FROM_ADDRESS = 50
#: An address is known to an account for so long after a sign-in.
KNOWN_FOR = timedelta(days=90)

Credentials = dict[str, Any] | None


class Limits(AxesDatabaseHandler):
    """axes' own limit for one account from one address, and the two for strangers."""

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        """Whether this attempt is refused before the password is looked at."""
        return super().is_locked(request, credentials) or _too_many(request, credentials or {})

    def remove_out_of_limit_failure_logs(self, **_of: Any) -> int:
        """Nothing is removed: a log with gaps proves nothing."""
        return 0


def client_address(request: HttpRequest) -> str | None:
    """Where the request comes from; the proxy is believed only where there is one."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TLS:
        # Each proxy adds the address it saw at the end; what stands before may be made up.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def is_refused(request: HttpRequest, username: str | None) -> bool:
    """Whether the limits refuse this request at the account, which is then answered as at sign-in.

    `username` is None where the account is not known.
    """
    if AxesProxyHandler.is_allowed(request, {"username": username}):
        return False
    vars(request)["axes_locked_out"] = True  # axes' middleware answers
    return True


def count_failure(request: HttpRequest, username: str | None) -> None:
    """Count and log an attempt that failed, as one to sign in."""
    credentials = {"username": username}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def forget_failures(request: HttpRequest, username: str) -> None:
    """Forget what failed before from this address, as a sign-in does."""
    address = client_address(request)
    AxesProxyHandler.reset_attempts(username=username, ip_address=address)


def _too_many(request: Any, credentials: dict[str, Any]) -> bool:
    account = Q(username=credentials.get("username"))
    address = Q(ip_address=request.axes_ip_address)
    now = request.axes_attempt_time
    failures = AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
    failed = failures.filter(account | address).aggregate(
        account=Sum("failures_since_start", filter=account, default=0),
        address=Sum("failures_since_start", filter=address, default=0),
    )
    if failed["account"] < MOST_FOR_ACCOUNT and failed["address"] < MOST_FROM_ADDRESS:
        return False
    logins = AccessLog.objects.filter(account & address, attempt_time__gt=now - KNOWN_FOR)
    return not logins.exists()
