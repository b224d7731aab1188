"""Figures of the company that documents state, and what changes the share count."""

from django.db import models
from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.fields import AnyFigureField, MoneyField
from neoequity.books.money import of_shares
from neoequity.company.models.record import ApprovedRecord
from neoequity.company.terms.choices import SHARE_EVENTS
from neoequity.company.terms.figures import FIGURES, in_words
from neoequity.company.triggers.figure import FIGURE_TRIGGERS
from neoequity.company.triggers.share_event import SHARE_EVENT_TRIGGERS
from placements.models import Agreement

_TITLES = [(name, stated.title) for name, stated in FIGURES.items()]


class Figure(ApprovedRecord):
    """A figure as a document states it on a day; its unit follows from its name.

    The latest by its day is in force; of two for one day, the one recorded last.
    """

    name = models.CharField("figure", max_length=30, choices=_TITLES)
    value = AnyFigureField()
    printed = models.CharField(
        "as printed",
        max_length=120,
        blank=True,
        help_text="If the document prints something else, such as a wrong year.",
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Only for a figure of one agreement, such as its offering expenses.",
    )

    class Meta(ApprovedRecord.Meta):
        verbose_name = "company figure"
        indexes = [models.Index(fields=["issuer", "name", "day"], name="figure_by_name_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__in=list(FIGURES)), name="a_figure_is_one_of_the_list"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="a_figure_is_not_negative"),
        ]
        triggers = FIGURE_TRIGGERS

    def __str__(self) -> str:
        return f"{FIGURES[self.name].title}, {written(self.day)}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """The value as pages write it."""
        return in_words(self.name, self.value)

    @property
    def stated_value(self) -> str:
        """The same, under the heading of its list."""
        return self.in_words


class ShareEvent(ApprovedRecord):
    """Shares issued or canceled outside the agreements and the warrant register.

    `shares` are those of its day; `gross` are the proceeds, if any.
    """

    event = models.CharField(max_length=20, choices=SHARE_EVENTS)
    shares = models.BigIntegerField()
    gross = MoneyField("gross proceeds", null=True, blank=True)

    class Meta(ApprovedRecord.Meta):
        verbose_name = "share event"
        constraints = [
            models.CheckConstraint(
                condition=Q(event__in=list(SHARE_EVENTS)), name="a_share_event_is_one_of_the_list"
            ),
            models.CheckConstraint(condition=Q(shares__gt=0), name="a_share_event_has_shares"),
            models.CheckConstraint(
                condition=Q(gross=None) | Q(gross__gte=0), name="proceeds_are_not_negative"
            ),
        ]
        triggers = SHARE_EVENT_TRIGGERS

    def __str__(self) -> str:
        return f"{SHARE_EVENTS[self.event]}, {written(self.day)}: {of_shares(self.shares)}"

    @property
    def change(self) -> int:
        """By how much it changes the shares outstanding; a cancellation lowers them."""
        return -self.shares if self.event == "cancellation" else self.shares
