"""The senders with their layouts in force, their accounts and what is asked for."""

from typing import NamedTuple

from django.db.models import Prefetch

from neoequity.books.models import Approval
from neoequity.statements.models import Layout, Sender, SenderAccount


class Known(NamedTuple):
    """A sender: the newest version of each layout, its accounts, and pending requests."""

    sender: Sender
    layouts: list[Layout]
    accounts: list[SenderAccount]
    pending: list[Approval]


def known_senders() -> list[Known]:
    """Every sender by name; four queries."""
    newest = Layout.objects.order_by("sender_id", "name", "-version")
    newest = newest.distinct("sender_id", "name")
    senders = Sender.objects.select_related("issuer").prefetch_related(
        Prefetch("layouts", queryset=newest),
        Prefetch("accounts", SenderAccount.objects.order_by("pk")),
    )
    waiting = list(Approval.objects.filter(kind="layout", decision="").order_by("pk"))
    return [
        Known(
            sender,
            list(sender.layouts.all()),
            list(sender.accounts.all()),
            [each for each in waiting if each.asked["sender_id"] == str(sender.pk)],
        )
        for sender in senders.order_by("name", "pk")
    ]
