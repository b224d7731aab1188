"""Stock splits of an issuer."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from neoequity.books.days import written
from neoequity.books.history.tracking import PathKept
from neoequity.books.issuers import Issuer
from neoequity.books.models import Approval
from placements.terms.split import Ratio, StockSplit, combined
from placements.triggers.split import SPLIT_TRIGGERS


class Split(PathKept):
    """A stock split of the issuer: `new` shares for `old` ones from `effective_on`.

    `approval` is the request for it, where there was one.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="splits")
    effective_on = models.DateField()
    new = models.PositiveIntegerField("new shares")
    old = models.PositiveIntegerField("for old shares")
    source = models.CharField(max_length=200)
    approval = models.OneToOneField(
        Approval,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="approved request",
    )
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "effective_on"], name="an_issuer_splits_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(new__gt=0, old__gt=0) & ~Q(new=F("old")),
                name="a_split_changes_the_number_of_shares",
            ),
        ]
        triggers = SPLIT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.new} for {self.old} on {written(self.effective_on)}"

    @property
    def ratio(self) -> Ratio:
        """New shares for old ones."""
        return Ratio(self.new, self.old)

    @staticmethod
    def joined(splits: Iterable["Split"]) -> Ratio:
        """Several splits as one ratio."""
        return combined(split.ratio for split in splits)

    @classmethod
    def between(cls, issuer_id: int, after: date, until: date) -> models.QuerySet["Split"]:
        """The issuer's splits after one day and until another, in order."""
        return cls.objects.filter(issuer=issuer_id, effective_on__gt=after, effective_on__lte=until)

    @classmethod
    def by_issuer(
        cls,
        until: date = date.max,
        known_at: datetime | None = None,
        issuers: Collection[int] | None = None,
    ) -> dict[int, list[StockSplit]]:
        """The splits by a day and, if given, recorded by a moment, in order; one query.

        By the key of the issuer, for these `issuers` or all; an issuer without splits is missing,
        and looking up its key gives an empty list.
        """
        rows = cls.objects.filter(effective_on__lte=until).order_by("effective_on")
        if known_at is not None:
            rows = rows.filter(recorded_at__lte=known_at)
        if issuers is not None:
            rows = rows.filter(issuer__in=issuers)
        return cls.stock_splits(rows)

    @staticmethod
    def stock_splits(rows: "Iterable[Split]") -> dict[int, list[StockSplit]]:
        """These splits, which are in order, by the key of the issuer."""
        splits: dict[int, list[StockSplit]] = defaultdict(list)
        for row in rows:
            splits[row.issuer_id].append(StockSplit(row.effective_on, row.ratio))
        return splits
