"""The part of the settlements page that tells of cash: what is open, by day, age and sale."""

from datetime import date
from typing import NamedTuple

from django.http import Http404

from neoequity.books.models import ExceptionalDay
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from placements.models import Agreement, ReceiptPart, Sale
from placements.selectors.cash import (
    AgedCash,
    CashEntry,
    CashGroup,
    CashSum,
    OpenCash,
    by_age,
    cash_groups,
    entries_in,
    open_cash,
    sides_of,
    total_of,
)
from placements.selectors.receipts import parts_for
from placements.terms.cash import STATES, CashState

_ROWS = 50
#: Farther than anybody turns pages, and within what the database counts.
_LAST_PAGE = 1_000_000
_NOTHING_IS_OPEN = (CashState.SETTLED, CashState.UNDELIVERED)
#: So many days are shown with what is open of them; the sums are those of all.
MOST_DAYS = 20


class Listed(NamedTuple):
    """A page of the entries in one state."""

    state: CashState
    name: str
    entries: list[CashEntry]
    page: int
    has_next: bool

    @property
    def previous(self) -> int:
        """The number of the page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The number of the page after."""
        return self.page + 1


class Cash(NamedTuple):
    """What is open as of a day: by day and agent (the first of them), in sum, and by age."""

    days: list[OpenCash]
    further: int
    total: CashSum
    ages: list[AgedCash]
    states: dict[CashState, str]
    listed: Listed | None


def cash_on(request: DatedRequest) -> Cash:
    """Cash expected, received and open on the page's day; with `?cash=`, the entries in a state."""
    state = _asked(request)
    groups = cash_groups(request.as_of, every=state in _NOTHING_IS_OPEN)
    agreements = Agreement.objects.prefetch_related("versions").in_bulk(
        {group.agreement for group in groups}
    )
    days = open_cash(groups, agreements)
    return Cash(
        days[:MOST_DAYS],
        len(days[MOST_DAYS:]),
        total_of(days),
        by_age(groups, request.as_of, ExceptionalDay.exceptions()),
        {each: name for each, name in STATES.items() if each is not CashState.REVERSED},
        None if state is None else _listed(state, groups, request),
    )


class CashOf(NamedTuple):
    """The cash side of one entry on a day: None for a reversal, which is seen with its sale."""

    entry: CashEntry | None
    parts: list[ReceiptPart]


def cash_of(sale: Sale, as_of: date) -> CashOf:
    """What an entry expects and received by the day, and of which receipts; two queries."""
    sides = sides_of([sale.pk], as_of).get(sale.pk)
    entry = sides and CashEntry(sale, sides, sides.state(as_of))
    return CashOf(entry, list(parts_for(sale, as_of)))


def _asked(request: DatedRequest) -> CashState | None:
    asked = request.GET.get("cash", "")
    if not asked:
        return None
    if asked not in STATES:
        raise Http404(f"There is no state “{asked[:20]}”.")
    return CashState(asked)


def _listed(state: CashState, groups: list[CashGroup], request: DatedRequest) -> Listed:
    page = min(max(read_key(request.GET.get("page", "")) or 1, 1), _LAST_PAGE)
    entries = entries_in([state], groups, request.as_of, rows=_ROWS, page=page)
    return Listed(state, STATES[state], entries[:_ROWS], page, len(entries) > _ROWS)
