"""Cash received for sales: receipts as the bank advises them, and the entries that they pay."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.fields import MoneyField
from neoequity.books.models import Approval
from neoequity.books.records.posted import PostedRecord
from placements.models.agreement import Agreement
from placements.models.sale import Sale
from placements.models.written import key_of, may_be_a_reference, not_in_the_future
from placements.triggers.receipt import RECEIPT_TRIGGERS
from placements.triggers.receipt_part import RECEIPT_PART_TRIGGERS

_A_RECEIPT = Q(undoes=None)


class Receipt(PostedRecord):
    """Cash that the bank credited under an agreement: in dollars, negative if the issuer paid back.

    What is wrong is undone by a receipt of its own, which negates the amount from its day on.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    received_on = models.DateField()
    amount = MoneyField()
    # Null, not empty, where it undoes another: its key is then null as well.
    bank_reference = models.CharField(max_length=64, null=True)  # noqa: DJ001  # see above
    reference_key = models.GeneratedField(
        expression=key_of("bank_reference"),
        output_field=models.CharField(max_length=64, null=True),
        db_persist=True,
    )
    remark = models.CharField(max_length=300, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undoing"
    )
    reason = models.CharField(max_length=300, blank=True)
    approval = models.OneToOneField(
        Approval, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(PostedRecord.Meta):
        ordering = ["agreement", "number"]
        indexes = [
            models.Index(fields=["agreement", "reference_key"], name="receipt_by_reference"),
            models.Index(fields=["agreement", "received_on"], name="receipt_by_day"),
            models.Index(fields=["-recorded_at", "-id"], name="receipt_by_recording"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="a_receipt_number_is_used_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="a_receipt_is_of_some_cash"),
            models.CheckConstraint(
                condition=Q(_A_RECEIPT, bank_reference__isnull=False, reason="", approval=None)
                | Q(undoes__isnull=False, bank_reference=None, approval__isnull=False),
                name="a_receipt_has_a_bank_reference_or_undoes_one_that_has",
            ),
            models.CheckConstraint(
                condition=_A_RECEIPT | ~Q(reason=""), name="undoing_a_receipt_has_a_reason"
            ),
            models.CheckConstraint(
                condition=may_be_a_reference("bank_reference"),
                name="a_bank_reference_is_one_that_an_advice_may_have",
            ),
            models.CheckConstraint(
                condition=not_in_the_future("received_on"),
                name="cash_is_not_received_in_the_future",
            ),
        ]
        triggers = RECEIPT_TRIGGERS

    def __str__(self) -> str:
        return f"Receipt {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("placements:receipt", args=[self.agreement.slug, self.number])


class ReceiptPart(PostedRecord):
    """What of a receipt pays one entry: negative for what was netted, or taken back again.

    It counts from `applied_on`: the day on which the cash was received and the entry there, or the
    first open day after it.
    """

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="parts")
    entry = models.ForeignKey(Sale, models.PROTECT, related_name="receipt_parts")
    amount = MoneyField()
    applied_on = models.DateField()
    remark = models.CharField(max_length=300, blank=True)

    class Meta(PostedRecord.Meta):
        verbose_name = "part of a receipt"
        verbose_name_plural = "parts of receipts"
        ordering = ["receipt", "pk"]
        indexes = [
            # Entries that may have more than their net.
            models.Index(fields=["entry"], condition=~Q(remark=""), name="part_past_its_net"),
            models.Index(fields=["-recorded_at", "-id"], name="part_by_recording"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0), name="a_part_of_a_receipt_is_of_some_cash"
            ),
            models.CheckConstraint(
                condition=not_in_the_future("applied_on"),
                name="a_part_of_a_receipt_is_not_dated_in_the_future",
            ),
        ]
        triggers = RECEIPT_PART_TRIGGERS

    def __str__(self) -> str:
        return f"Part {self.pk} of receipt {self.receipt_id}"

    def get_absolute_url(self) -> str:
        return self.receipt.get_absolute_url()
