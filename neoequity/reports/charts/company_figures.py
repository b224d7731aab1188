"""What the charts of shares and warrants draw, from the share ledger and the warrant register."""

from collections.abc import Iterable
from datetime import date, datetime

from neoequity.books.models import Issuer
from neoequity.company.selectors.share_ledger import Ledger
from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.dilution import Source, Stack, dilution
from neoequity.reports.charts.warrants import Outstanding, Warrants, warrants
from warrants.selectors.figures import figures_of
from warrants.selectors.register import WarrantThen, warrants_as_of


def stack_of(ledger: Ledger, as_of: date) -> Stack:
    """The sources of the issuer's share ledger, in its order; no query."""
    sources = [Source(layer.name, layer.shares) for layer in ledger.layers]
    return Stack(as_of, ledger.books.outstanding, sources)


def outstanding_of(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Outstanding:
    """The issuer's warrants that can still be exercised, in shares of the day; four queries."""
    rows = warrants_as_of(as_of, known_at).filter(issuer=issuer)
    found = _outstanding(rows, as_of, known_at)
    return Outstanding(as_of, found.get(issuer, []))


def charts_of_warrants(as_of: date) -> list[Chart]:
    """The warrants of each issuer that has any outstanding; four queries, however many issuers."""
    found = _outstanding(warrants_as_of(as_of), as_of, None)
    charts = {issuer: warrants(Outstanding(as_of, own)) for issuer, own in found.items()}
    if len(charts) == 1:
        return list(charts.values())
    return [
        chart._replace(title=f"{chart.title}, {issuer.name}") for issuer, chart in charts.items()
    ]


def chart_of_dilution(ledger: Ledger, as_of: date) -> Chart:
    """The dilution stack of a share ledger that was read already; no query."""
    return dilution(stack_of(ledger, as_of))


def _outstanding(
    rows: Iterable[WarrantThen], as_of: date, known_at: datetime | None
) -> dict[Issuer, list[Warrants]]:
    """What can still be exercised, by issuer; callable series are among them."""
    every = list(rows)
    figures = figures_of(every, as_of, known_at)
    found: dict[Issuer, list[Warrants]] = {}
    for row in every:
        figure = figures[row.pk]
        if figure.outstanding and (row.expires_on is None or row.expires_on >= as_of):
            own = Warrants(figure.outstanding, figure.exercise_price, row.expires_on)
            found.setdefault(row.issuer, []).append(own)
    return found
