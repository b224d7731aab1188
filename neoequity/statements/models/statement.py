"""What a sender said in one file: the statement, and its lines that were new."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from neoequity.books.fields import StatedField
from neoequity.books.records.posted import PostedRecord
from neoequity.statements.models.layout import Layout
from neoequity.statements.models.sender import Sender
from neoequity.statements.terms.layout import FORMATS, STANDARDS
from neoequity.statements.terms.line import (
    KINDS,
    MOST_OF_A_REFERENCE,
    MOST_OF_A_TEXT,
    SIDES,
    Line,
)
from neoequity.statements.triggers.statement import STATEMENT_TRIGGERS
from neoequity.statements.triggers.statement_line import STATEMENT_LINE_TRIGGERS

#: A balance is kept with its statement; it is no line.
LINE_KINDS = {kind: name for kind, name in KINDS.items() if kind != "balance"}


class Statement(PostedRecord):
    """A file of a sender, read whole; the file itself is attached as a document.

    `received_on` is the day of the books on which it was recorded. `first_day` to `last_day` is
    the period that it covers, empty where it has no lines and states none. `line_count` lines were
    new, `same_count` were booked already; `lines_digest` is the SHA-256 of the new ones.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="statements")
    layout = models.ForeignKey(
        Layout, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    format = models.CharField(max_length=10, choices=FORMATS)
    account = models.CharField(max_length=MOST_OF_A_REFERENCE, blank=True)
    received_on = models.DateField()
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    opening = StatedField("opening balance", null=True, blank=True)
    closing = StatedField("closing balance", null=True, blank=True)
    line_count = models.PositiveIntegerField("new lines")
    same_count = models.PositiveIntegerField("lines booked already")
    lines_digest = models.CharField("SHA-256 of the new lines", max_length=64)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField("SHA-256 of the file", max_length=64)

    class Meta(PostedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "sha256"], name="a_file_of_a_sender_is_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(layout__isnull=False, format__in=list(FORMATS))
                | Q(format__in=list(STANDARDS)),
                name="a_table_is_read_by_a_layout",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None, line_count=0)
                | Q(first_day__isnull=False, last_day__isnull=False, first_day__lte=F("last_day")),
                name="a_statement_covers_days_in_their_order",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$") & ~Q(file_name=""),
                name="a_statement_names_its_file",
            ),
        ]
        triggers = STATEMENT_TRIGGERS

    def __str__(self) -> str:
        return f"Statement {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("statements:statement", args=[self.pk])


class StatementLine(models.Model):
    """A line as its sender stated it: the fields of `terms.line.Line`, texts empty for None.

    `reference_key` is the reference as it is compared. A line without one has a `place` among the
    equal ones of its account, so that two bank charges of one day are two lines. `sender` and
    `account` are those of its statement, for the constraints that book a line once.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    sender = models.ForeignKey(Sender, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=SIDES)
    account = models.CharField(max_length=MOST_OF_A_REFERENCE, blank=True)
    number = models.PositiveIntegerField("line of the file")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=LINE_KINDS)
    text = models.CharField("description", max_length=MOST_OF_A_TEXT, blank=True)
    reference = models.CharField(max_length=MOST_OF_A_REFERENCE, blank=True)
    reference_key = models.CharField(max_length=MOST_OF_A_REFERENCE, blank=True)
    place = models.PositiveIntegerField("place among equals", default=1)
    shares = models.BigIntegerField(null=True, blank=True)
    price = StatedField("price per share", null=True, blank=True)
    gross = StatedField(null=True, blank=True)
    commission = StatedField(null=True, blank=True)
    fees = StatedField(null=True, blank=True)
    net = StatedField(null=True, blank=True)
    amount = StatedField(null=True, blank=True)
    settles_on = models.DateField("settlement date", null=True, blank=True)
    cancels = models.CharField(
        "reference of what it cancels", max_length=MOST_OF_A_REFERENCE, blank=True
    )

    class Meta:
        verbose_name = "line of a statement"
        verbose_name_plural = "lines of statements"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["sender", "account", "day"], name="line_by_account_and_day"),
            models.Index(fields=["sender", "reference_key"], name="line_by_reference"),
            models.Index(fields=["side", "day"], name="line_by_side_and_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "account", "kind", "reference_key"],
                condition=~Q(reference_key=""),
                name="a_reference_is_booked_once_for_an_account",
            ),
            models.UniqueConstraint(
                fields=[
                    *("sender", "account", "kind", "day", "settles_on", "shares", "price"),
                    *("gross", "commission", "fees", "net", "amount", "cancels", "place"),
                ],
                condition=Q(reference_key=""),
                nulls_distinct=False,
                name="a_line_without_reference_is_booked_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(LINE_KINDS)), name="a_line_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(reference="", reference_key="")
                | (~Q(reference="") & ~Q(reference_key="")),
                name="a_line_has_a_key_with_its_reference",
            ),
            models.CheckConstraint(
                condition=Q(place=1) | Q(reference_key="", place__gte=1),
                name="only_lines_without_reference_have_a_place",
            ),
        ]
        triggers = STATEMENT_LINE_TRIGGERS

    def __str__(self) -> str:
        return f"Line {self.number}"

    def get_absolute_url(self) -> str:
        """The line on the page of its statement."""
        return f"{reverse('statements:statement', args=[self.statement_id])}#line-{self.pk}"

    @property
    def line(self) -> Line:
        """The line as the terms read, compare and match it."""
        return Line(
            *(self.side, self.number, self.day, self.kind, self.text, self.reference or None),
            *(self.shares, self.price, self.gross, self.commission, self.fees, self.net),
            *(self.amount, self.settles_on, self.cancels or None),
        )
