"""Keep who sends statements, and the accounts at each of them."""

from collections.abc import Iterator
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.statements.models import Sender, SenderAccount, Statement


@action(needs="statements.add_sender", told="Recorded a sender of statements")
def record_sender(
    *, issuer: Issuer, side: str, name: str, slug: str, by: User, today: date
) -> Sender:
    """Record an agent, transfer agent or bank that sends statements."""
    del today  # a sender has no day
    taken = Sender.objects.filter(issuer=issuer, slug=slug).first()
    if taken is not None:
        refuse_if_any([Reason(f"“{slug}” is the short name of {taken} already.", "slug")])
    return Sender.objects.create(issuer=issuer, side=side, name=name, slug=slug, recorded_by=by)


@action(needs="statements.add_senderaccount", told="Named an account at a sender")
def name_account(*, sender: Sender, number: str, name: str, by: User, today: date) -> SenderAccount:
    """Name an account at a sender; from then on only statements of named accounts are taken."""
    del today  # an account has no day
    lock_sender(sender)
    refuse_if_any(_against_account(sender, number))
    return SenderAccount.objects.create(sender=sender, number=number, name=name, recorded_by=by)


def lock_sender(sender: Sender) -> None:
    """Keep the sender's statements and layouts as they are until the transaction ends."""
    Sender.objects.select_for_update(no_key=True).get(pk=sender.pk)


def _against_account(sender: Sender, number: str) -> Iterator[Reason]:
    taken = sender.accounts.filter(number=number).first()
    if taken is not None:
        yield Reason(f"The account “{number}” is called {taken.name} already.", "number")
    # Their lines are known by the account: under another, a file would book them again.
    others = Statement.objects.filter(sender=sender).exclude(
        account__in=[number, *sender.accounts.values_list("number", flat=True)]
    )
    if (other := others.order_by("pk").first()) is not None:
        of = f"of the account “{other.account}”" if other.account else "without an account"
        yield Reason(
            f"{other} of {sender} was recorded {of}: name that account first."
            if other.account
            else f"{other} of {sender} was recorded {of}, so the accounts of {sender} are not "
            "told apart.",
            "number",
        )
