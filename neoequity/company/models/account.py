"""The accounts of the office's own chart that the journal posts to."""

from django.db import models
from django.db.models import Q

from neoequity.company.models.record import CompanyRecord
from neoequity.company.terms.choices import ACCOUNTS
from neoequity.company.triggers.account import ACCOUNT_TRIGGERS


class Account(CompanyRecord):
    """The code and name of the account that plays a role in the journal, from its day on.

    The latest by its day is in force; of two for one day, the one recorded last.
    """

    role = models.CharField("used for", max_length=20, choices=ACCOUNTS)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)

    class Meta(CompanyRecord.Meta):
        verbose_name = "ledger account"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=list(ACCOUNTS)), name="an_account_plays_one_of_the_roles"
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""), name="an_account_has_a_code_and_a_name"
            ),
        ]
        triggers = ACCOUNT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
