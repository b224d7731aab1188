"""What the books hold for the checks before a sale: read by pages, and by actions under locks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.calendar import FIRST_DAY, Exceptions, trading_days_before
from neoequity.books.days import written
from neoequity.books.models import ExceptionalDay
from neoequity.books.money import ZERO
from neoequity.books.refusal import cite
from neoequity.company.models import limits
from neoequity.company.models.blackout import windows_of
from neoequity.company.models.holders import holders_on
from neoequity.company.models.limits import Offered, Volume
from neoequity.company.models.lock_ups import clashes_of_placement
from neoequity.company.models.representation import missing_of, papers_missing
from neoequity.company.models.share_changes import sold_by
from neoequity.company.models.share_ledger import ShareBooks, share_books
from neoequity.company.models.standing import company_figures
from neoequity.company.terms.held import AgreementHeld, CallableSeries, Held
from neoequity.company.terms.lock_up import Clash, reasons_against, told
from placements.models import Agreement, Placement, Split
from placements.models.counted import counted
from placements.terms.ending import is_ended
from placements.terms.lifecycle import RESERVING
from warrants.models import Series

#: Lock-ups look back from a day, and the calendar must cover what they see.
_EARLIEST = FIRST_DAY + timedelta(days=365)


class Seller(NamedTuple):
    """An agreement with the others of its issuer, all their terms, and the calendar: read once."""

    agreement: Agreement
    agreements: Sequence[Agreement]
    exceptions: Exceptions


def seller(agreement: Agreement) -> Seller:
    """The agreement as it is in the books now; five queries."""
    rows = Agreement.objects.filter(issuer=agreement.issuer_id).select_related("issuer", "shelf")
    agreements = list(rows.prefetch_related("versions", "term_citations", "fee_tiers"))
    own = next(each for each in agreements if each.pk == agreement.pk)
    return Seller(own, agreements, ExceptionalDay.exceptions())


def held_on(by: Seller, on: date, today: date, placement: Placement | None = None) -> Held:
    """What the books hold for a sale under an agreement on a day; a constant number of queries.

    Dollars and shares sold are those of now, whatever the day, as all sales together must fit. The
    `placement` that is asked about is left out of what is offered already. A day before the
    signing, which the check of the term refuses, is read as that of the signing.
    """
    agreement, agreements, exceptions = by
    on, issuer = max(on, agreement.signed_on, _EARLIEST), agreement.issuer
    figures, pages = company_figures(issuer, on), agreement.cited()
    if figures:
        books = share_books(issuer, on, figures=figures, agreements=agreements)
    else:  # nothing of the share ledger is available, so that it is not read
        books = ShareBooks(issuer, on, Split.by_issuer(on, issuers=[issuer.pk])[issuer.pk])
    offered = _offered(agreements, placement)
    outside = limits.left_out(issuer, on)
    prices = limits.last_prices(issuer, on)
    volume = limits.volume_held(books, prices)
    on_the_shelf = {each.pk: each for each in agreements if each.shelf_id == agreement.shelf_id}
    number = placement.number if placement else 0
    clashes = clashes_of_placement(
        agreement, number, on, max(on, today), agreements=agreements, exceptions=exceptions
    )
    return Held(
        agreement=AgreementHeld(
            name=agreement.name,
            capacity=agreement.capacity,
            sold=agreement.gross_sold,
            reserved=limits.reserved(offered, {agreement.pk}),
            methods=tuple(agreement.methods),
            signed_on=agreement.signed_on,
            terminable_from=agreement.termination_from,
            coverage=agreement.warrant_coverage_rate or ZERO,
            pages=pages | _page_of_the_end(agreement, on),
            terminated_on=_ended_by(agreement, on),
        ),
        shelf=limits.shelf_held(
            agreement.shelf,
            sum((each.gross_sold for each in on_the_shelf.values()), ZERO),
            limits.reserved(offered, on_the_shelf),
        ),
        shares=limits.shares_held(books, offered),
        twenty=limits.twenty_held(
            books,
            books.sold if on >= today else sold_by(issuer, today),
            offered,
            outside,
            counts=placement is None or placement.pk not in outside,
        ),
        blackouts=windows_of(issuer),
        papers_missing=missing_of(papers_missing([issuer.pk]), agreement.pk),
        clashes=tuple(reason.sentence for reason in reasons_against(clashes)),
        told=tuple(told(_own(clashes, agreement, number))),
        lock_up=_lock_up(agreement, on, pages, exceptions),
        lock_up_page=pages.get("lock_up_days_before", ""),
        minimum_bid=books.value("minimum_bid"),
        minimum_bid_page=books.page("minimum_bid"),
        bids=limits.bids_held(books, prices, exceptions),
        thresholds=limits.thresholds_held(books, holders_on(books)) if figures else (),
        compensation=limits.at_full_use(agreement, agreement.fee_schedule()),
        compensation_limit=agreement.compensation_limit_rate,
        volume=volume.shares,
        volume_page=_source(volume),
        participation=books.value("participation_rate"),
        series=tuple(
            CallableSeries(row.name, row.floor, row.page)
            for row in Series.objects.filter(issuer=issuer).order_by("pk")
        ),
    )


def _ended_by(agreement: Agreement, on: date) -> date | None:
    """The day of its end by the terms in force on a day, once that day has come."""
    ended = agreement.versions_by(on)[-1].terminated_on
    return ended if is_ended(ended, on) else None


def _page_of_the_end(agreement: Agreement, on: date) -> dict[str, str]:
    """The page of the end in force on the day; a later reinstatement is another paper."""
    cited = agreement.cited(agreement.versions_by(on))
    return {"terminated_on": cited.get("terminated_on", "")}


def _offered(agreements: Iterable[Agreement], placement: Placement | None) -> list[Offered]:
    """What open placements offer now, but for the one asked about."""
    rows = Placement.objects.filter(agreement__in=agreements, status__in=RESERVING)
    if placement is not None:
        rows = rows.exclude(pk=placement.pk)
    return [
        Offered(
            key,
            each.placement.agreement_id,
            each.left(),
            each.reserves(),
            each.placement.agreement.warrant_coverage_rate or ZERO,
        )
        for key, each in counted(rows.select_related("agreement")).items()
    ]


def _own(clashes: Iterable[Clash], agreement: Agreement, number: int) -> list[Clash]:
    """The clashes in which the placement itself is the act: each pair is told once."""
    key = (agreement.slug, number)
    return [clash for clash in clashes if (clash.act.slug, clash.act.placement) == key]


def _lock_up(
    agreement: Agreement, on: date, pages: Mapping[str, str], exceptions: Exceptions
) -> str:
    """The lock-up that terms agreed on the day begin, as a sentence; empty without one."""
    before, after = agreement.lock_up_days_before, agreement.lock_up_days_after
    if before is None or after is None:
        return ""
    since = trading_days_before(on, before, exceptions)
    return (
        f"Nothing offered meanwhile meets the lock-up. With terms agreed on {written(on)} it runs "
        f"from {written(since)}, {before} trading days before, until {after} trading days after "
        f"the settlement of the final sale{cite(pages.get('lock_up_days_before', ''))}."
    )


def _source(volume: Volume) -> str:
    return f"prices of {volume.days} days" if volume.days else volume.page
