"""What the charts of shares and warrants draw, from the share ledger and the warrant register."""

from datetime import date, datetime

from neoequity.books.models import Issuer
from neoequity.company.selectors.share_ledger import Ledger
from neoequity.reports.charts.dilution import Source, Stack
from neoequity.reports.charts.warrants import Outstanding, Warrants
from warrants.selectors.figures import figures_of
from warrants.selectors.register import warrants_as_of


def stack_of(ledger: Ledger, as_of: date) -> Stack:
    """The sources of the issuer's share ledger, in its order; no query."""
    sources = [Source(layer.name, layer.shares) for layer in ledger.layers]
    return Stack(as_of, ledger.books.outstanding, sources)


def outstanding_of(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Outstanding:
    """The issuer's warrants that can still be exercised, in shares of the day; four queries."""
    rows = list(warrants_as_of(as_of, known_at).filter(issuer=issuer))
    figures = figures_of(rows, as_of, known_at)
    return Outstanding(
        as_of,
        [
            Warrants(figures[row.pk].outstanding, figures[row.pk].exercise_price, row.expires_on)
            for row in rows
            if figures[row.pk].outstanding
            if row.expires_on is None or row.expires_on >= as_of
        ],
    )
