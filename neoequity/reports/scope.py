"""What a report is asked for, from the words of an address or a command, and what closed it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.models import ChainHead, Closing, Issuer, Seal
from neoequity.books.refusal import Reason, Refused
from neoequity.reports.report import Asked
from placements.models import Agreement
from placements.selectors.known_at import agreement_names, names_known_at

_DAY = timedelta(days=1)


class Head(NamedTuple):
    """What stands at the head of a report: whose figures, until when, known when, made by whom.

    `closing` is the last of the closings that hold all its days; None where one of them is open.
    `chain_length` entries were sealed, the last with `chain_digest`.
    """

    entity: str
    agreement: str
    since: date
    until: date
    as_of: date
    known_at: datetime | None
    closing: Closing | None
    maker: str
    made_at: datetime
    chain_length: int
    chain_digest: str


def asked_for(
    since: date,
    until: date,
    today: date,
    *,
    issuer: Issuer | str | None = None,
    agreement: str | None = None,
    known_at: datetime | None = None,
) -> Asked:
    """The days of an issuer, or of one agreement, as closed or as known at a moment.

    Where all the days are closed, and no moment is asked for, the figures are those of the last
    closing. Raises Refused with whole sentences.
    """
    if until < since:
        raise Refused(
            [Reason(f"{written(until)}, the last day, is before {written(since)}, the first.")]
        )
    if since > today:
        raise Refused([Reason(f"{written(since)} is in the future; today is {written(today)}.")])
    whose = issuer if isinstance(issuer, Issuer) else _issuer(issuer, agreement)
    asked = Asked(whose, since, until, min(until, today), today, known_at, agreement)
    closing = closing_of(asked)
    return asked._replace(known_at=closing.recorded_at) if closing else asked


def closing_of(asked: Asked) -> Closing | None:
    """The last of the closings in effect that hold all the days asked for; None if one is open.

    None as well where another moment is asked for than that of the closing.
    """
    holding = (
        Closing.standing()
        .filter(issuer=asked.issuer, starts_on__lte=asked.until, ends_on__gte=asked.since)
        .select_related("recorded_by")
    )
    closings = list(holding)
    if not _hold(((each.starts_on, each.ends_on) for each in closings), asked.since, asked.until):
        return None
    last = max(closings, key=lambda each: each.number)
    return last if asked.known_at in (None, last.recorded_at) else None


def head_of(asked: Asked, maker: str, made_at: datetime) -> Head:
    """The head of a report that somebody makes at a moment.

    A report of closed days has the chain as it was when the last of them was closed.
    """
    closing = closing_of(asked)
    chain = ChainHead.objects.get(issuer=asked.issuer)
    length, digest = chain.length, chain.digest
    if closing is not None:
        seal = Seal.objects.get(kind="closing", entry=closing.pk)
        length, digest = seal.position, seal.digest
    entity = names_known_at(Issuer, asked.known_at).get(asked.issuer.pk, asked.issuer.slug)
    name = ""
    if asked.agreement is not None:
        agreement = Agreement.objects.get(issuer=asked.issuer, slug=asked.agreement)
        names = agreement_names(asked.as_of, asked.known_at)
        name = names.get(agreement.pk, agreement.slug)
    return Head(
        entity, name, asked.since, asked.until, asked.as_of, asked.known_at, closing,
        maker, made_at, length, digest,
    )  # fmt: skip


def _hold(spans: Iterable[tuple[date, date]], since: date, until: date) -> bool:
    """Whether spans of days, whatever their order, hold every day from `since` to `until`."""
    for starts_on, ends_on in sorted(spans):
        if starts_on <= since <= ends_on:
            since = ends_on + _DAY
    return since > until


def _issuer(slug: str | None, agreement: str | None) -> Issuer:
    """The issuer of that name or of that agreement, or the only one.

    Names are compared here and not in the database, which refuses some texts altogether.
    """
    issuers = list(Issuer.objects.order_by("slug"))
    if slug is not None:
        issuers = [each for each in issuers if each.slug == slug]
        if not issuers:
            raise Refused([Reason(f"There is no issuer “{slug[:50]}”.")])
    if agreement is not None:
        owners = Agreement.objects.values_list("slug", "issuer_id")
        own = {issuer for name, issuer in owners if name == agreement}
        issuers = [each for each in issuers if each.pk in own]
        if not issuers:
            raise Refused([Reason(f"There is no agreement “{agreement[:50]}”.")])
    if len(issuers) > 1:
        names = ", ".join(each.slug for each in issuers)
        raise Refused([Reason(f"The books have several issuers: name one of {names}.")])
    if not issuers:
        raise Refused([Reason("The books have no issuer.")])
    return issuers[0]
