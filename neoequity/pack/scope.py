"""The scope of a pack: an issuer's period, as of a day and as known at a moment."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import ChainHead, Closing, Issuer, Seal
from neoequity.books.periods.rules import Period
from neoequity.books.refusal import Reason, refuse_if_any

_MOMENT = timedelta(microseconds=1)


class Scope(NamedTuple):
    """A period of an issuer; `closing` is the current one, None while the period is open.

    `since` is the start of the period's history, the closing before it. `known_at` is None for what
    is known now. The chain is included up to `chain_position`, whose digest is `chain_digest`.
    """

    issuer: Issuer
    period: Period
    closing: Closing | None
    as_of: date
    known_at: datetime | None
    since: datetime | None
    head: ChainHead
    chain_position: int
    chain_digest: str

    @property
    def asked(self) -> ExportQuery:
        """The query for the datasets."""
        return ExportQuery(self.as_of, self.known_at, issuer=self.issuer.slug)

    @property
    def until(self) -> datetime | None:
        """The end of the history, exclusive; None for no end."""
        return None if self.known_at is None else self.known_at + _MOMENT

    @property
    def name(self) -> str:
        """The name of its file, without extension."""
        return f"{self.issuer.slug}-{self.period.label}"


def scope_of(issuer: Issuer, period: Period, today: date) -> Scope:
    """The scope of a period as closed, or as of now while it is open.

    Raises Refused for a period that has not begun.
    """
    if period.starts_on > today:
        sentence = (
            f"{period.label} begins on {written(period.starts_on)}; today is {written(today)}."
        )
        refuse_if_any([Reason(sentence)])
    closings = Closing.standing().select_related("recorded_by")
    closing = closings.filter(issuer=issuer, starts_on=period.starts_on, ends_on=period.ends_on)
    return _scope(issuer, period, closing.order_by("-number"), today)


def _scope(issuer: Issuer, period: Period, closings: Iterable[Closing], today: date) -> Scope:
    head = ChainHead.objects.get(issuer=issuer)
    closing = next(iter(closings), None)
    position, digest = head.length, head.digest
    known_at = None
    earlier = Closing.objects.filter(issuer=issuer, ends_on__lt=period.starts_on)
    if closing is not None:
        seal = Seal.objects.get(kind="closing", entry=closing.pk)
        position, digest, known_at = seal.position, seal.digest, closing.recorded_at
        earlier = earlier.filter(number__lt=closing.number)
    before = earlier.order_by("-number").first()
    return Scope(
        issuer=issuer,
        period=period,
        closing=closing,
        as_of=min(period.ends_on, today),
        known_at=known_at,
        since=before.recorded_at if before else None,
        head=head,
        chain_position=position,
        chain_digest=digest,
    )
