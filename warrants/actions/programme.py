"""Loading the warrants of a programme file: holders, series and their opening figures."""

from collections.abc import Iterator
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.settling import Settling
from warrants.actions.entering import next_warrant_number
from warrants.models import Entry, Holder, Series, Warrant
from warrants.terms.programme import OpeningFacts, SeriesFacts, WarrantProgramme


@action(needs="warrants.add_series", told="Loaded a programme file")
def load_warrants(
    programme: WarrantProgramme, issuer_slug: str, *, by: User, today: date
) -> list[str]:
    """Create the holders and series that are missing; returns the names of those created.

    Rows that match the file stay as they are. Raises Refused with a sentence for each fact that
    differs from the books.
    """
    if not programme.holders and not programme.series:
        return []
    loading = Settling()
    # Loads take turns by this lock, too.
    issuer = Issuer.objects.select_for_update(no_key=True).get(slug=issuer_slug)
    for holder in programme.holders:
        facts = {"issuer": issuer, **holder._asdict()}
        loading.settle(Holder.objects, f"Holder {holder.name}", facts, key="slug")
    for facts_of_series in programme.series:
        _settle_series(loading, issuer, facts_of_series, by=by, today=today)
    refuse_if_any(loading.differences)
    return loading.made


@action(needs="warrants.add_series", told="Entered an opening warrant")
def open_warrant(
    series: Series, *, holder: Holder, shares: int, remark: str = "", by: User, today: date
) -> Warrant:
    """Enter a holder's warrants of a series as an issue on the day of the opening figures.

    Raises Refused for a second opening of the same holder, in a closed period, and after a later
    split has adjusted the series.
    """
    issuer = Issuer.objects.select_for_update(no_key=True).get(pk=series.issuer_id)
    lock_periods([issuer.pk])
    refuse_if_any(_reasons_against_opening(series, holder, shares, today))
    warrant = Warrant.objects.create(
        issuer=issuer,
        number=next_warrant_number(issuer),
        series=series,
        shares=shares,
        issued_on=series.opened_on,
    )
    Entry.objects.create(
        warrant=warrant,
        number=1,
        kind="issue",
        on=series.opened_on,
        holder_to=holder,
        shares=shares,
        reason=remark,
        recorded_by=by,
    )
    warrant.refresh_from_db()
    return warrant


def _reasons_against_opening(
    series: Series, holder: Holder, shares: int, today: date
) -> Iterator[Reason]:
    yield from reasons_against_days(series.issuer_id, [series.opened_on])
    if shares <= 0:
        yield Reason("Opening figures are for at least one share.", "shares")
    if series.opened_on > today:
        yield Reason(
            f"The {series.name} open on {series.opened_on}, in the future; today is {today}."
        )
    if _opening(series, holder) is not None:
        yield Reason(f"{holder.name} has opening figures of the {series.name} already.", "holder")
    split = series.issuer.splits.filter(effective_on__gt=series.opened_on).first()
    if split is not None:
        yield Reason(
            f"The stock split of {split.effective_on} has adjusted the {series.name}: opening "
            f"figures of {series.opened_on} come too late."
        )


def _opening(series: Series, holder: Holder) -> Entry | None:
    return Entry.objects.filter(
        warrant__series=series, kind="issue", reverses=None, holder_to=holder
    ).first()


def _settle_series(
    loading: Settling, issuer: Issuer, facts: SeriesFacts, *, by: User, today: date
) -> None:
    fields = {"issuer": issuer, **facts._asdict()}
    openings: tuple[OpeningFacts, ...] = fields.pop("openings")
    series = loading.settle(Series.objects, facts.name, fields, key="slug")
    for opening in openings:
        holder = Holder.objects.get(slug=opening.holder)
        name = f"{facts.name}, {holder.name}"
        entry = _opening(series, holder)
        if entry is not None:
            loading.compare(name, "shares", entry.shares, opening.shares)
            loading.compare(name, "remark", entry.reason, opening.remark)
            continue
        open_warrant(
            series, holder=holder, shares=opening.shares, remark=opening.remark, by=by, today=today
        )
        loading.made.append(name)
