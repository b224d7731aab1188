"""The books of the agreements that notices name: read once, and locked when posting."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from neoequity.books import held
from neoequity.books.accounts import User
from neoequity.books.calendar import FIRST_DAY, covers
from neoequity.books.models import Closing, ExceptionalDay
from neoequity.books.money import decimals_of
from neoequity.books.periods.locks import closed_around, lock_periods, locks_of
from neoequity.books.periods.rules import reasons_against_days
from neoequity.books.refusal import Reason
from neoequity.books.round_trip import answers, attach
from placements.actions.commission import cost_of_sales
from placements.actions.earlier import (
    EarlierCapacity,
    earlier_capacities,
    sold_before,
)
from placements.actions.inserting import last_number, unsaved
from placements.actions.suspensions import moves_of, past_suspensions
from placements.models import (
    Agreement,
    FeeTier,
    Placement,
    Sale,
    Split,
    TermCitation,
    TermVersion,
)
from placements.models.counted import by_placement, restated, trades_under
from placements.models.standing import moves_from, standing_by_day
from placements.terms.commission import Adjustment, Move
from placements.terms.fees import Slice
from placements.terms.notice import AgreementTerms, SaleNotice, reasons_against, settles_on
from placements.terms.reference import Booked, reference_key
from placements.terms.stated import apart


def lock_agreements(ids: Iterable[int]) -> None:
    """Lock these agreements until the transaction ends, always in order of their keys."""
    _lock(Agreement.objects.filter(pk__in=set(ids)))


def _lock(agreements: QuerySet[Agreement]) -> dict[int, int]:
    """Lock these rows and return the key of the issuer of each."""
    locked = agreements.order_by("pk").select_for_update(no_key=True)
    return dict(locked.values_list("pk", "issuer_id"))


class AgreementContext:
    """One agreement in the book, with the running totals of what is being booked."""

    def __init__(
        self,
        agreement: Agreement,
        last_number: int,
        past: list[Move],
        sold_before: Mapping[int, Decimal],
    ) -> None:
        self.agreement = agreement
        self.sold: Decimal = agreement.gross_sold
        self.last_number = last_number
        self.schedules = agreement.schedules()
        self.past = past
        self.placements: dict[int, Placement] = {}
        self.references: dict[str, Booked] = {}  # by their `reference_key`
        self.earlier: list[EarlierCapacity] = earlier_capacities(agreement, sold_before)
        self.entered: list[Sale] = []
        self.settles: dict[date, date] = {}  # by trade date, where the notice says nothing
        self._terms: dict[date, AgreementTerms] = {}

    def terms(self, day: date) -> AgreementTerms:
        """The terms that a sale of this day must meet."""
        if day not in self._terms:
            self._terms[day] = self.agreement.terms(day)
        return self._terms[day]

    def workings(self, sale: Sale) -> list[Slice]:
        """The tiers an entered sale falls in, after all that stands from its day and before."""
        standing = self.schedules.standing(self.past, sale.trade_date)
        return self.schedules.workings(standing, sale.trade_date, sale.gross)


class _Stated(NamedTuple):
    """The rows that notices name, and those around them."""

    exceptions: list[ExceptionalDay]
    agreements: list[Agreement]
    last_numbers: list[tuple[int, int]]
    tiers: list[FeeTier]
    citations: list[TermCitation]
    versions: list[TermVersion]
    closings: list[Any]
    placements: list[Placement]
    splits: list[Split]
    moves: list[Any]
    booked: list[Any]


def _stated_in(
    issuer_of: Mapping[int, int], notices: Sequence[SaleNotice], days: Collection[date]
) -> _Stated:
    """All that stands in the books around these notices; one round trip.

    `issuer_of` has the keys of their agreements, each with that of its issuer.
    """
    agreements = Agreement.objects.filter(pk__in=issuer_of)
    issuers = set(issuer_of.values())
    under = {"agreement__in": list(issuer_of)}
    numbers = {notice.placement for notice in notices}
    placements = Placement.objects.filter(**under, number__in=numbers)
    references = {reference_key(notice.agent_reference) for notice in notices}
    booked = Sale.objects.filter(**under, reference_key__in=references)
    stated = _Stated(
        *answers(
            ExceptionalDay.objects.all(),
            agreements,
            agreements.order_by().values_list("pk", last_number()),
            FeeTier.objects.filter(**under),
            TermCitation.objects.filter(**under),
            TermVersion.objects.filter(**under),
            closed_around(Closing.standing().filter(issuer__in=issuers), days),
            placements,
            Split.objects.filter(issuer__in=issuers),
            moves_of(placements.order_by()),
            booked.order_by().values_list(
                "agreement_id", "reference_key", "number", "agent_reference"
            ),
        )
    )
    attach(stated.agreements, "fee_tiers", stated.tiers)
    attach(stated.agreements, "term_citations", stated.citations)
    attach(stated.agreements, "versions", stated.versions)
    return stated


class PostingContext:
    """All that notices are checked against, in two round trips and, when posting, two locks."""

    def __init__(self, notices: Sequence[SaleNotice], *, lock: bool) -> None:
        agreements = Agreement.objects.filter(slug__in={notice.agreement for notice in notices})
        issuer_of = _lock(agreements) if lock else dict(agreements.values_list("pk", "issuer_id"))
        if lock:
            lock_periods(issuer_of.values())
        days = {notice.trade_date for notice in notices}
        stated = _stated_in(issuer_of, notices, days)
        self.exceptions = ExceptionalDay.exceptions(stated.exceptions)
        rows = stated.agreements
        schedules = {agreement.pk: agreement.schedules() for agreement in rows}
        splits = Split.stock_splits(stated.splits)
        since = min((day for day in days if covers(day)), default=FIRST_DAY)
        sold, trades, *moves = answers(
            sold_before(rows),
            trades_under(
                [row.pk for row in stated.placements if issuer_of[row.agreement_id] in splits]
            ),
            *standing_by_day(schedules, since),
            *held.closed_days(issuer_of.values()),
        )
        past, sold_by_version = moves_from(schedules, *moves[:2]), dict(sold)
        self.closed_days = moves[2:]
        last = dict(stated.last_numbers)
        self.pages = {
            agreement.slug: AgreementContext(
                agreement, last[agreement.pk], past[agreement.pk], sold_by_version
            )
            for agreement in rows
        }
        by_id = {page.agreement.pk: page for page in self.pages.values()}
        self.locks = locks_of(issuer_of.values(), stated.closings)
        for placement in stated.placements:
            page = by_id[placement.agreement_id]
            placement.agreement = page.agreement
            page.placements[placement.number] = placement
        self.counted = restated(stated.placements, splits, by_placement(trades))
        self.suspensions = past_suspensions(stated.moves)
        for agreement_id, key, number, reference in stated.booked:
            by_id[agreement_id].references[key] = Booked(number, str(reference))

    def reasons_against(self, notice: SaleNotice, today: date) -> list[Reason]:
        """Every reason against booking this notice on top of what the book contains."""
        page = self.pages.get(notice.agreement)
        if page is None:
            return [Reason(f"There is no agreement “{notice.agreement}”.", "agreement")]
        placement = page.placements.get(notice.placement)
        if placement is None:
            sentence = f"The {page.agreement.name} has no placement {notice.placement}."
            return [Reason(sentence, "placement")]
        locks = self.locks[page.agreement.issuer_id]
        state = self.counted[placement.pk].state(notice.trade_date)
        if placement.pk in self.suspensions:
            state = state._replace(suspensions=self.suspensions[placement.pk])
        reasons = [
            *reasons_against_days(locks, [notice.trade_date], "trade_date"),
            *reasons_against(
                notice,
                terms=page.terms(notice.trade_date),
                placement=state,
                sold=page.sold,
                booked_references=page.references,
                today=today,
                exceptions=self.exceptions,
            ),
            *held.reasons_of_days(self.closed_days, page.agreement, notice.trade_date),
        ]
        for earlier in page.earlier:
            reasons += earlier.against(notice, page.agreement.name)
        return reasons

    def enter(self, notice: SaleNotice, by: User | None = None) -> Sale:
        """The unsaved row for a notice without reasons against it; advances the running totals.

        Its commission is set by `price`, once every notice is entered.
        """
        page = self.pages[notice.agreement]
        placement = page.placements[notice.placement]
        gross, terms = notice.gross_amount, page.terms(notice.trade_date)
        rates = terms.commission_maximum_rate, terms.second_fee_rate
        page.sold += gross
        page.last_number += 1
        reference = notice.agent_reference
        page.references[reference_key(reference)] = Booked(page.last_number, reference)
        self.counted[placement.pk].enter(notice.trade_date, notice.shares)
        for earlier in page.earlier:
            earlier.enter(notice)
        sale = unsaved(
            page.agreement,
            placement,
            by,
            {
                "number": page.last_number,
                "trade_date": notice.trade_date,
                "settlement_date": self._settles(notice, page),
                "settlement_reason": notice.settlement_reason,
                "method": notice.method,
                "shares": notice.shares,
                "price": notice.price,
                "price_decimals": decimals_of(notice.price),
                "gross": gross,
                "deductions": notice.deductions,
                **apart(notice.commission, gross, *rates),
                "agent_reference": notice.agent_reference,
                "remark": notice.remark,
            },
        )
        page.entered.append(sale)
        return sale

    def _settles(self, notice: SaleNotice, page: AgreementContext) -> date:
        """The settlement date stated, or the rule's, which is counted once for each trade date."""
        if notice.settlement_date:
            return notice.settlement_date
        day = notice.trade_date
        if day not in page.settles:
            page.settles[day] = settles_on(notice, page.terms(day), self.exceptions)
        return page.settles[day]

    def price(self) -> dict[str, list[Adjustment]]:
        """Set commission and net of every entered sale, in trade order.

        Returns the adjustments to be posted with them, by the slug of the agreement.
        """
        adjustments = {}
        for slug, page in self.pages.items():
            posting = cost_of_sales(page.schedules, page.entered, page.past)
            for sale, commission in zip(page.entered, posting.commissions, strict=True):
                sale.commission = commission + sale.apart
                sale.net = sale.gross - sale.commission - sale.deductions
            adjustments[slug] = posting.adjustments
        return adjustments
