"""Who sends statements, and the accounts that they keep for the office."""

from django.db import models
from django.db.models import Q

from neoequity.books.issuers import Issuer
from neoequity.books.records.posted import PostedRecord
from neoequity.statements.terms.line import MOST_OF_A_REFERENCE, SIDES
from neoequity.statements.triggers.sender import SENDER_TRIGGERS
from neoequity.statements.triggers.sender_account import SENDER_ACCOUNT_TRIGGERS


class Sender(PostedRecord):
    """An agent, transfer agent or bank that tells the issuer what happened on its side."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=SIDES)
    name = models.CharField(max_length=80)
    slug = models.SlugField("short name in addresses and commands")

    class Meta(PostedRecord.Meta):
        verbose_name = "sender of statements"
        verbose_name_plural = "senders of statements"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "slug"], name="a_sender_has_its_own_short_name"
            ),
            models.CheckConstraint(
                condition=Q(side__in=list(SIDES)), name="a_sender_is_on_one_of_the_sides"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(slug__regex="^[a-zA-Z0-9_-]+$"),
                name="a_sender_has_a_name_and_a_short_name",
            ),
        ]
        triggers = SENDER_TRIGGERS

    def __str__(self) -> str:
        return self.name


class SenderAccount(PostedRecord):
    """An account at a sender, by the number that its statements give.

    Once a sender has accounts, a statement of another account is refused.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="accounts")
    number = models.CharField("account as statements write it", max_length=MOST_OF_A_REFERENCE)
    name = models.CharField("called", max_length=80)

    class Meta(PostedRecord.Meta):
        verbose_name = "account at a sender"
        verbose_name_plural = "accounts at senders"
        constraints = [
            models.UniqueConstraint(fields=["sender", "number"], name="an_account_is_named_once"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(name=""), name="an_account_has_a_number_and_a_name"
            ),
        ]
        triggers = SENDER_ACCOUNT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
