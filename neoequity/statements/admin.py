"""Layouts, statements and their lines in the admin: read there, entered on their pages."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from neoequity.books.admin.base import ActedAdmin
from neoequity.statements.models import (
    AcceptedDifference,
    Layout,
    Match,
    MatchPart,
    OpenItem,
    SignOff,
    Statement,
    StatementLine,
)


class _ReadOnly(ActedAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never here: its page shows first what it would do."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: it is kept as it was recorded."""
        return False


@admin.register(Layout)
class LayoutAdmin(_ReadOnly):
    """How senders write, version by version."""

    summary = "How senders write, version by version, each approved by a second person."
    list_display = ["name", "version", "sender", "recorded_by", "recorded_at"]
    list_select_related = ["sender", "recorded_by"]
    list_filter = ["sender"]
    search_fields = ["name"]
    fields = ("sender", "name", "version", "content", "approval", "recorded_at", "recorded_by")


@admin.register(Statement)
class StatementAdmin(_ReadOnly):
    """What senders sent, one row a file."""

    summary = "Statements of agents, transfer agents and banks, one row a file."
    list_display = ["__str__", "sender", "account", "first_day", "last_day", "line_count",
                    "received_on"]  # fmt: skip
    list_select_related = ["sender"]
    list_filter = ["sender", "format"]
    search_fields = ["account", "file_name"]
    date_hierarchy = "received_on"
    fields = (
        *("sender", "layout", "format", "account", "received_on", "first_day", "last_day"),
        *("opening", "closing", "line_count", "same_count", "file_name", "sha256"),
        *("lines_digest", "recorded_at", "recorded_by"),
    )


@admin.register(StatementLine)
class StatementLineAdmin(_ReadOnly):
    """The lines of statements, as their senders stated them."""

    summary = "The lines of statements, as their senders stated them."
    list_display = ["__str__", "statement", "sender", "day", "kind", "reference", "shares",
                    "amount"]  # fmt: skip
    list_select_related = ["statement", "sender"]
    list_filter = ["sender", "kind"]
    search_fields = ["reference", "text"]
    date_hierarchy = "day"
    fields = (
        *("statement", "sender", "side", "account", "number", "day", "kind", "text"),
        *("reference", "place", "shares", "price", "gross", "commission", "fees", "net"),
        *("amount", "settles_on", "cancels"),
    )


@admin.register(SignOff)
class SignOffAdmin(_ReadOnly):
    """Reconciliations as Controllers signed them off."""

    summary = "Reconciliations of a month, as Controllers signed them off."
    list_display = ["__str__", "agreement", "side", "last_day", "ours_amount", "theirs_amount",
                    "recorded_by", "recorded_at"]  # fmt: skip
    list_select_related = ["agreement", "recorded_by"]
    list_filter = ["agreement", "side"]
    date_hierarchy = "last_day"
    fields = (
        *("agreement", "side", "first_day", "last_day", "signed_on", "ours_amount", "ours_shares"),
        *("theirs_amount", "theirs_shares", "note", "chain_length", "chain_digest", "digest"),
        *("statement", "recorded_at", "recorded_by"),
    )


@admin.register(Match)
class MatchAdmin(_ReadOnly):
    """What was matched, and undone again."""

    summary = "Matches of statements with the books, and those that undo one."
    list_display = ["__str__", "side", "accepted_on", "explanation", "undoes", "recorded_by"]
    list_select_related = ["undoes", "recorded_by"]
    list_filter = ["side", "issuer"]
    search_fields = ["explanation", "reason"]
    date_hierarchy = "accepted_on"
    fields = (
        *("issuer", "side", "accepted_on", "explanation", "undoes", "reason", "parts_digest"),
        *("recorded_at", "recorded_by"),
    )


@admin.register(MatchPart)
class MatchPartAdmin(_ReadOnly):
    """What matches take of lines, entries and receipts."""

    summary = "What matches take of lines, entries and receipts."
    list_display = ["__str__", "line", "entry", "receipt", "amount", "shares"]
    list_select_related = ["line", "entry__agreement", "receipt__agreement"]
    fields = ("match", "line", "entry", "receipt", "amount", "shares")


@admin.register(AcceptedDifference)
class AcceptedDifferenceAdmin(_ReadOnly):
    """Differences from statements that a second person accepted."""

    summary = "Differences from statements that a second person accepted."
    list_display = ["__str__", "side", "kind", "amount", "shares", "accepted_on", "undoes"]
    list_select_related = ["undoes"]
    list_filter = ["side", "kind"]
    search_fields = ["reason"]
    date_hierarchy = "accepted_on"
    fields = (
        *("issuer", "side", "kind", "line", "entry", "agreement", "amount", "shares"),
        *("accepted_on", "reason", "undoes", "approval", "recorded_at", "recorded_by"),
    )


@admin.register(OpenItem)
class OpenItemAdmin(_ReadOnly):
    """Who looks after what is open."""

    summary = "Who looks after what is open on statements and in the books, and until when."
    list_display = ["__str__", "side", "owner", "due_on", "note"]
    list_select_related = ["owner"]
    list_filter = ["side"]
    search_fields = ["note"]
    fields = ("issuer", "side", "line", "entry", "receipt", "owner", "due_on", "note")
