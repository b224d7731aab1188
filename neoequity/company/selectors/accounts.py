"""The accounts of the office's chart, by their role in the journal."""

from collections.abc import Mapping
from datetime import date, datetime

from neoequity.books.models import Issuer
from neoequity.company.models import Account
from neoequity.company.models.standing import standing
from neoequity.company.terms.choices import ACCOUNTS


def accounts_on(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Mapping[str, str]:
    """The account of every role as files write it, "1010 Cash", in the order of the list.

    A role without a record has its name alone, "Cash". One query.
    """
    rows = standing(Account, issuer, as_of, known_at).order_by("day", "pk")
    return {**ACCOUNTS, **{row.role: str(row) for row in rows}}
