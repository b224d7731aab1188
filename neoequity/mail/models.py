"""What a person wants by mail, reports on a schedule, and what was sent to whom."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from neoequity.mail.day_rules import RULES, DayRule

_USER = settings.AUTH_USER_MODEL
#: Characters of the key of a sent mail.
LONGEST_KEY = 200


class MailChoice(models.Model):
    """What one person wants by mail; nobody gets any without having chosen it.

    Mail goes to the address of the account, and only while it is `confirmed_address`: the one at
    which the person has opened a mailed link.
    """

    person = models.OneToOneField(_USER, models.PROTECT, related_name="mail_choice")
    digest = models.BooleanField("morning digest", default=False)
    at_once = ArrayField(models.CharField(max_length=40), verbose_name="sent at once", default=list)
    confirmed_address = models.CharField(max_length=254, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "choice of mail"
        verbose_name_plural = "choices of mail"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_address="", confirmed_at=None)
                | (~Q(confirmed_address="") & Q(confirmed_at__isnull=False)),
                name="a_confirmed_address_has_its_moment",
            )
        ]

    def __str__(self) -> str:
        return f"Choice of mail {self.pk}"


class ScheduledReport(models.Model):
    """A report that is made and mailed again and again, on the days of a rule.

    The second Fridays are counted from `starts_on`; nothing is sent for a day before `active_from`,
    the day on which it was made, changed or resumed.
    """

    class Period(models.TextChoices):
        """The period of the report as of the day; the label is the title of its preset."""

        TWO_WEEKS = "two_weeks", "Two weeks to Friday"
        THIS_MONTH = "this_month", "This month"
        LAST_MONTH = "last_month", "Last month"
        THIS_QUARTER = "this_quarter", "This quarter"
        LAST_QUARTER = "last_quarter", "Last quarter"
        YEAR_TO_DATE = "year_to_date", "Year to date"

    issuer = models.ForeignKey("books.Issuer", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        "placements.Agreement", models.PROTECT, null=True, related_name="+"
    )
    report = models.CharField(max_length=40)
    period = models.CharField(max_length=20, choices=Period.choices)
    form = models.CharField("format", max_length=4)
    rule = models.CharField(
        "sent", max_length=20, choices=[(rule.value, words) for rule, words in RULES.items()]
    )
    starts_on = models.DateField("first on or after")
    active_from = models.DateField()
    recipients: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        _USER, related_name="scheduled_reports"
    )
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "scheduled report"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=["csv", "pdf", "xlsx"]),
                name="a_scheduled_report_has_a_known_format",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=[rule.value for rule in DayRule]),
                name="a_scheduled_report_has_a_known_rule",
            ),
            models.CheckConstraint(
                condition=Q(
                    period__in=[
                        *("two_weeks", "this_month", "last_month"),
                        *("this_quarter", "last_quarter", "year_to_date"),
                    ]
                ),
                name="a_scheduled_report_has_a_known_period",
            ),
            models.CheckConstraint(
                condition=Q(removed_by=None, removed_at=None)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
                name="a_removed_report_has_its_person_and_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Scheduled report {self.pk}"


class SentMail(models.Model):
    """A mail that the server took: `key` says what it was about, once for each person."""

    person = models.ForeignKey(_USER, models.PROTECT, related_name="sent_mail")
    key = models.CharField(max_length=LONGEST_KEY)
    subject = models.CharField(max_length=200)
    address = models.CharField(max_length=254)
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "sent mail"
        verbose_name_plural = "sent mail"
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], name="a_mail_is_sent_to_a_person_once"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="a_sent_mail_says_what_it_was"),
        ]

    def __str__(self) -> str:
        return self.subject
