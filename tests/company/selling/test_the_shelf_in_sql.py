"""The database holds an acceptance against the shelf exactly as the check before a sale does."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.record import ask_figure
from neoequity.people.models import User
from placements.actions.placement import draft_placement, move_placement
from placements.models import Placement, Shelf
from tests.company.selling.proposals import agreement_of, approved_with, moved
from tests.constraints.rows import update
from tests.factories import TODAY, PlacementFactory, approved
from tests.splits.conftest import split
from tests.transactions import undone

SEVERAL = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
SOLD_BEFORE = Decimal("22460000.00")
SOLD = Decimal("3822967.00")  # under the Sales Agreement, as published
REASON = "More is registered on Monday."
_A_SENTENCE = "must fit into what its shelf registration has left"


def proposed(
    issuer: Issuer, slug: str, shares: int, minimum: str, expected: str | None, *, by: User
) -> Placement:
    """Proposed while the shelf had no limit; a split may follow."""
    placement = draft_placement(
        agreement_of(issuer, slug),
        shares_offered=shares,
        minimum_price=Decimal(minimum),
        expected_price=Decimal(expected) if expected else None,
        on=TODAY,
        by=by,
    )
    approved_with(placement, REASON, by=by)
    return moved(placement, "propose", by=by)


def more_authorized(issuer: Issuer, *, by: User) -> None:
    facts = {"issuer": issuer, "name": "authorized_shares", "value": Decimal(900_000_000)}
    approved(ask_figure(**facts, day=TODAY, by=by, today=TODAY))


def refused_by_the_action(placement: Placement, on: date, *, by: User) -> list[str]:
    """The names of the checks that refuse the acceptance."""
    try:
        with undone():
            move_placement(placement, "accept", on=on, by=by, today=on)
    except Refused as refused:
        return [reason.field for reason in refused.reasons]
    return []


def refused_in_sql(placement: Placement, on: date) -> list[str]:
    """The same by raw SQL, as the sentence says it."""
    try:
        with transaction.atomic(), undone():
            update(placement, status="accepted", status_on=on, accepted_on=on)
    except IntegrityError as error:
        return ["shelf"] if _A_SENTENCE in str(error) else [str(error)]
    return []


@SEVERAL
@given(
    shares=st.integers(1, 400_000),
    expected=st.sampled_from([None, "4.00", "4.25"]),
    open_shares=st.sampled_from([0, 1, 100_000]),
    left=st.integers(-2, 2),
    splits=st.booleans(),
    expires_in=st.sampled_from([None, 0, 1, 2]),
)
@example(100_000, "4.25", 100_000, 0, False, None)
@example(100_000, None, 100_000, -1, True, 1)
def test_raw_sql_is_refused_as_the_action_is(
    published: Issuer,
    treasurer: User,
    shares: int,
    expected: str | None,
    open_shares: int,
    left: int,
    splits: bool,
    expires_in: int | None,
) -> None:
    """`left` is by how many cents the shelf has more than the placement needs."""
    with undone():
        more_authorized(published, by=treasurer)  # a split would exhaust them
        if open_shares:
            other = proposed(published, "other-agreement", open_shares, "3.80", None, by=treasurer)
            moved(other, "accept", by=treasurer)
        placement = proposed(published, "sales-agreement", shares, "4.00", expected, by=treasurer)
        on = TODAY
        if splits:
            on = TODAY + timedelta(days=1)
            split(treasurer, new=2, old=1, on=on, today=on)
        needs = shares * Decimal(expected or "4.00") + open_shares * Decimal("3.80")
        Shelf.objects.filter(pk=placement.agreement.shelf_id).update(
            amount=SOLD_BEFORE + SOLD + needs + Decimal(left) / 100,
            expires_on=None if expires_in is None else TODAY + timedelta(days=expires_in),
        )
        refused = refused_by_the_action(placement, on, by=treasurer)
        event(f"refused by {refused}")
        assert refused_in_sql(placement, on) == refused


def test_a_shelf_is_kept_before_a_figure_of_the_company_is_known(treasurer: User) -> None:
    made = PlacementFactory(proposed=True, shares_offered=100_000, by=treasurer)
    placement = Placement.objects.select_related("agreement").get(pk=made.pk)
    Shelf.objects.filter(pk=placement.agreement.shelf_id).update(
        amount=Decimal("399999.99"), sold_before_gross=Decimal("0.00")
    )
    assert refused_by_the_action(placement, TODAY, by=treasurer) == ["shelf"]
    assert refused_in_sql(placement, TODAY) == ["shelf"]
