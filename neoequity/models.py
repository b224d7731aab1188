"""What the house keeps of tables that other packages make: second factors and the sign-in log.

They are watched through proxies, so that a change by any path leaves an event. They stand here and
not in `people`, whose tables must be there before those of the packages.
"""

import pghistory
from axes.models import AccessFailureLog, AccessLog
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.books.history.tracking import event_options, every_change
from neoequity.triggers.access_failure_log import ACCESS_FAILURE_LOG_TRIGGERS
from neoequity.triggers.access_log import ACCESS_LOG_TRIGGERS
from neoequity.triggers.totpdevice import TOTPDEVICE_TRIGGERS


@pghistory.track(
    *every_change(),
    fields=["id", "user", "confirmed"],  # never the key
    app_label="neoequity",
    model_name="SecondFactorEvent",
    **event_options(),
)
class SecondFactor(TOTPDevice):
    """The device that shows somebody's codes."""

    class Meta:
        proxy = True
        verbose_name = "second factor"
        triggers = TOTPDEVICE_TRIGGERS

    def __str__(self) -> str:
        return "second factor"


class Login(AccessLog):
    """A line of the sign-in log: who entered, from where, and when the session was left."""

    class Meta:
        proxy = True
        triggers = ACCESS_LOG_TRIGGERS


class FailedLogin(AccessFailureLog):
    """A line of the sign-in log: an attempt that failed. What counts them is axes' own table."""

    class Meta:
        proxy = True
        triggers = ACCESS_FAILURE_LOG_TRIGGERS
