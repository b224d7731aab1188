"""What the house keeps of tables that other packages make: second factors and the log of logins.

They are watched through proxies, so that a change by any path leaves an event. They stand here and
not in `people`, whose tables must be there before those of the packages.
"""

import pghistory
import pgtrigger
from axes.models import AccessFailureLog, AccessLog
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.triggers import refuse, refuse_truncate
from neoequity.books.triggers.tracking import history_guard


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
        triggers = [history_guard()]

    def __str__(self) -> str:
        return "second factor"


_LOG_STAYS = "The log of logins is only ever added to, but for the time of a logout."


class Login(AccessLog):
    """A line of the log of logins: who entered, from where, and when the session was left."""

    class Meta:
        proxy = True
        triggers = [
            refuse("logins_stay", pgtrigger.Delete, _LOG_STAYS),
            refuse(
                "logins_are_not_rewritten",
                pgtrigger.Update,
                _LOG_STAYS,
                "OLD.logout_time IS NOT NULL "
                "OR to_jsonb(NEW) - 'logout_time' <> to_jsonb(OLD) - 'logout_time'",
            ),
            refuse_truncate("logins_are_not_truncated", _LOG_STAYS),
        ]


class FailedLogin(AccessFailureLog):
    """A line of the log of logins: an attempt that failed. What counts them is axes' own table."""

    class Meta:
        proxy = True
        triggers = [
            refuse("failed_logins_stay", pgtrigger.Update | pgtrigger.Delete, _LOG_STAYS),
            refuse_truncate("failed_logins_are_not_truncated", _LOG_STAYS),
        ]
