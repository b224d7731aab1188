"""Instructions to the transfer agent: which shares go where on a settlement day (p. S-11)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.approvals.models import Approval
from neoequity.books.history.tracking import event_options, every_change
from placements.models.agreement import Agreement
from placements.models.sale import Sale
from placements.terms.instruction import InstructionStatus, LineFacts, Recipient, digest_of
from placements.triggers.delivery_instruction import DELIVERY_INSTRUCTION_TRIGGERS
from placements.triggers.delivery_instruction_line import DELIVERY_INSTRUCTION_LINE_TRIGGERS

_APPROVED = ["approved", "sent", "confirmed"]


class DeliveryInstruction(models.Model):  # type: ignore[django-manager-missing]  # its events
    """What the issuer tells its transfer agent to deliver, approved as it is sent.

    Transfer agent, recipient and account are proposed again from the last instruction. `approval`
    covers the instruction as it is; drafting it anew clears it. `reference` is the transfer
    agent's confirmation.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instructions")
    number = models.PositiveIntegerField()
    settlement_day = models.DateField()
    transfer_agent = models.CharField(max_length=120)
    recipient = models.CharField(max_length=120)
    participant = models.CharField("depository participant", max_length=40)
    account = models.CharField(max_length=60)
    remark = models.CharField(max_length=300, blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(status.value, status.value) for status in InstructionStatus],
        default=InstructionStatus.DRAFT.value,
    )
    status_on = models.DateField("in this status since")
    status_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status_note = models.CharField(max_length=300, blank=True)
    approval = models.OneToOneField(
        Approval, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField("transfer agent’s reference", max_length=64, blank=True)

    class Meta:
        verbose_name = "delivery instruction"
        ordering = ["-settlement_day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="an_instruction_number_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=_APPROVED, approval__isnull=False)
                | Q(status__in=["draft", "requested"], approval=None)
                | Q(status="void"),
                name="an_approved_instruction_and_no_draft_has_its_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | ~Q(reference=""),
                name="a_confirmed_instruction_has_a_reference",
            ),
            models.CheckConstraint(
                condition=~Q(transfer_agent="")
                & ~Q(recipient="")
                & ~Q(participant="")
                & ~Q(account=""),
                name="an_instruction_says_who_delivers_to_whom_and_where",
            ),
        ]
        triggers = DELIVERY_INSTRUCTION_TRIGGERS

    def __str__(self) -> str:
        return f"Instruction {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("placements:instruction", args=[self.agreement.slug, self.number])

    @property
    def to(self) -> Recipient:
        """Who delivers to whom, and where."""
        return Recipient(self.transfer_agent, self.recipient, self.participant, self.account)

    def digest(self) -> str:
        """SHA-256 of all that it instructs; reads its lines."""
        lines = [LineFacts(line.sale_id, line.shares) for line in self.lines.all()]
        return digest_of(self.agreement_id, self.settlement_day, self.to, lines, self.remark)


class DeliveryInstructionEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # a class made at run time
        DeliveryInstruction, *every_change(), **event_options()
    )
):
    """An instruction after each change; the last one by a day is its state as of that day."""


@pghistory.track(*every_change(), **event_options())
class DeliveryInstructionLine(models.Model):
    """A sale of an instruction; `shares` are in those of the settlement day."""

    instruction = models.ForeignKey(DeliveryInstruction, models.PROTECT, related_name="lines")
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="instruction_lines")
    shares = models.BigIntegerField()

    class Meta:
        ordering = ["instruction", "sale"]
        constraints = [
            models.UniqueConstraint(
                fields=["instruction", "sale"], name="an_instruction_has_a_sale_once"
            ),
            models.CheckConstraint(
                condition=Q(shares__gt=0), name="an_instruction_line_is_for_some_shares"
            ),
        ]
        triggers = DELIVERY_INSTRUCTION_LINE_TRIGGERS

    def __str__(self) -> str:
        return f"Line {self.pk} of instruction {self.instruction_id}"
