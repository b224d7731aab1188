"""Several questions in one query: the same rows as question by question."""

from django.db import connection
from django.db.models import Max, Sum
from django.test.utils import CaptureQueriesContext

from neoequity.books.round_trip import answers, attach
from neoequity.people.models import User
from placements.models import Agreement, DayTotal, FeeTier, Placement, TermVersion
from tests.factories import sell


def columns(row: Agreement | TermVersion | Placement) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_of_models_have_the_values_and_types_of_a_query_of_their_own(
    placement: Placement,
) -> None:
    for question in (Agreement.objects.all(), TermVersion.objects.all(), Placement.objects.all()):
        [rows] = answers(question)
        assert [repr(columns(row)) for row in rows] == [repr(columns(row)) for row in question]


def test_tuples_and_annotations_are_those_of_a_query_of_their_own(
    placement: Placement, treasurer: User
) -> None:
    sell(placement, by=treasurer)
    sums = DayTotal.objects.order_by().values_list("day").annotate(total=Sum("gross"))
    with_last = Agreement.objects.annotate(last=Max("sales__number"))
    told, agreements = answers(sums, with_last)
    assert (told, agreements[0].last) == (list(sums), 1)


def test_all_are_asked_in_one_query_and_what_can_have_no_rows_is_empty(
    placement: Placement,
) -> None:
    with CaptureQueriesContext(connection) as queries:
        none, placements, tiers = answers(
            Placement.objects.filter(pk__in=[]),
            Placement.objects.all(),
            FeeTier.objects.filter(above=-1),
        )
    assert (none, placements, tiers, len(queries)) == ([], [placement], [], 1)


def test_attached_rows_are_read_without_a_query_and_know_their_parent(
    agreement: Agreement,
) -> None:
    [parents, tiers] = answers(Agreement.objects.all(), FeeTier.objects.all())
    attach(parents, "fee_tiers", tiers)
    with CaptureQueriesContext(connection) as queries:
        attached = list(parents[0].fee_tiers.all())
        assert {tier.agreement.pk for tier in attached} == {agreement.pk}
    assert (attached, len(queries)) == (list(agreement.fee_tiers.all()), 0)
