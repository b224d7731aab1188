"""Senders of statements and the accounts at them: their own rules, and their `CASES`."""

from typing import Any

from django.db.models import Model

from neoequity.books.models import Issuer
from neoequity.people.models import User
from neoequity.statements.actions.senders import name_account, record_sender
from neoequity.statements.models import Sender, SenderAccount
from tests.books import refused
from tests.constraints.rows import columns_of, delete, insert, truncate, update
from tests.factories import TODAY
from tests.kinds.cases import Attempt, KindCases
from tests.kinds.company import issuer
from tests.permissions.people import RECORD


def sender(by: User, **facts: Any) -> Sender:
    """The bank of the example's company."""
    told = {"side": "bank", "name": "First Pine", "slug": "first-pine", **facts}
    company = told.pop("issuer", None) or issuer()
    return record_sender(issuer=company, by=by, today=TODAY, **told)


def account(by: User) -> SenderAccount:
    """The account at the bank."""
    bank = Sender.objects.filter(slug="first-pine").first() or sender(by)
    return name_account(sender=bank, number="00123", name="Operating", by=by, today=TODAY)


def raw(model: type[Model], **changes: Any) -> Attempt:
    """INSERT another row like the one there, but for these columns."""

    def attempt(row: Any) -> None:
        columns = columns_of(row, **changes)
        del columns["recorded_at"]
        insert(model, columns)

    return attempt


CASES = (
    KindCases(
        model=Sender,
        row=sender,
        actions={"record_sender": RECORD},
        refused={
            "Senders of statements are never changed or deleted.": [
                lambda row: update(row, name="Second Pine"),
                delete,
                lambda row: truncate(Sender),
            ],
            "a_sender_has_its_own_short_name": [raw(Sender, name="Another")],
            "a_sender_is_on_one_of_the_sides": [raw(Sender, slug="another", side="broker")],
            "a_sender_has_a_name_and_a_short_name": [
                raw(Sender, slug="another", name=""),
                raw(Sender, slug=""),
                raw(Sender, slug="two words"),
            ],
        },
    ),
    KindCases(
        model=SenderAccount,
        row=account,
        actions={"name_account": RECORD},
        refused={
            "Accounts of senders are never changed or deleted.": [
                lambda row: update(row, name="Payroll"),
                delete,
                lambda row: truncate(SenderAccount),
            ],
            "an_account_is_named_once": [raw(SenderAccount, name="Another")],
            "an_account_has_a_number_and_a_name": [
                raw(SenderAccount, number="", name="None"),
                raw(SenderAccount, number="9", name=""),
            ],
        },
    ),
)


def test_a_short_name_belongs_to_one_sender_of_an_issuer(company: Issuer, treasurer: User) -> None:
    sender(treasurer)
    with refused("“first-pine” is the short name of First Pine already."):
        sender(treasurer, name="Pine First")


def test_an_account_is_named_once_at_a_sender(company: Issuer, treasurer: User) -> None:
    account(treasurer)
    with refused("The account “00123” is called Operating already."):
        account(treasurer)
