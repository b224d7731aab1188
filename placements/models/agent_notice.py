"""The agent's written notices, as they were received, and the sales that each covers (p. S-11)."""

from django.db import models
from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.fields import MoneyField, PriceField
from neoequity.books.records.posted import PostedRecord
from placements.models.agreement import Agreement
from placements.models.sale import Sale
from placements.models.written import not_in_the_future
from placements.terms.agent_notice import FIGURES, Figures
from placements.triggers.agent_notice import AGENT_NOTICE_TRIGGERS
from placements.triggers.agent_notice_sale import AGENT_NOTICE_SALE_TRIGGERS


class AgentNotice(PostedRecord):
    """One written notice of the agent; a wrong one is replaced by another, with a reason.

    `stated` is what it states of each sale, by the names of AgentNoticeSale and the sale's key:
    the database lists the rows of that table from it.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="agent_notices")
    received_on = models.DateField()
    received_time = models.TimeField(
        "time received", null=True, blank=True, help_text="In New York, if it is known."
    )
    stated = models.JSONField("figures stated")
    remark = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The notice that this one corrects, which no longer counts.",
    )
    reason = models.CharField(
        "reason for replacing it", max_length=300, blank=True, help_text="Kept permanently."
    )

    class Meta(PostedRecord.Meta):
        verbose_name = "agent’s notice"
        verbose_name_plural = "agent’s notices"
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="a_notice_that_replaces_another_has_a_reason",
            ),
            models.CheckConstraint(
                condition=not_in_the_future("received_on"),
                name="a_notice_is_not_received_in_the_future",
            ),
        ]
        triggers = AGENT_NOTICE_TRIGGERS

    def __str__(self) -> str:
        return f"Notice {self.pk} of {written(self.received_on)}"

    @property
    def sales_covered(self) -> int:
        """How many sales it covers."""
        return len(self.stated)


class AgentNoticeSale(models.Model):
    """A sale that a notice covers, with the figures it states; null where it states none.

    `fees` are what the notice deducts besides commission.
    """

    notice = models.ForeignKey(AgentNotice, models.PROTECT, related_name="lines")
    sale = models.ForeignKey(Sale, models.PROTECT, related_name="notice_lines")
    shares = models.BigIntegerField(null=True)
    price = PriceField(null=True)
    gross = MoneyField(null=True)
    commission = MoneyField(null=True)
    fees = MoneyField(null=True)
    net = MoneyField(null=True)
    settlement_date = models.DateField(null=True)

    class Meta:
        ordering = ["notice", "sale"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["notice", "sale"], name="a_notice_covers_a_sale_once"),
            models.CheckConstraint(
                # A check passes on null: what is not stated breaks nothing.
                condition=Q(shares__gt=0, price__gt=0, gross__gte=0, commission__gte=0)
                & Q(fees__gte=0, net__gte=0),
                name="a_notice_states_no_negative_figure",
            ),
        ]
        triggers = AGENT_NOTICE_SALE_TRIGGERS

    def __str__(self) -> str:
        return f"Line {self.pk} of notice {self.notice_id}"

    def figures(self) -> Figures:
        """What the notice states of the sale."""
        return Figures(**{name: getattr(self, name) for name in FIGURES})
