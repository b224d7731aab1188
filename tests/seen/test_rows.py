"""What the database itself keeps apart, asked as the application's role."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from neoequity.books.models import Issuer
from neoequity.books.seen import UnseenError, narrow, seeing, seen
from neoequity.books.triggers.seen import POLICY, SETTING
from placements.models import Agreement, Placement, PlacementEvent, Sale
from tests.architecture.sharding import distributed, tables
from tests.factories import IssuerFactory
from tests.permissions.people import CFO
from tests.seen.two import Two

#: The person who uploaded such a file sees it, and nobody else; it is no record yet.
OF_A_PERSON = {"statements_upload"}
#: Rows that a record of some kind has, and so no foreign key that is never empty.
OF_SOME_RECORD = {"placements_attachment"}


@pytest.mark.django_db
def test_every_table_with_a_way_to_its_issuer_has_the_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT polrelid::regclass::text FROM pg_policy JOIN pg_class c ON c.oid = polrelid "
            "WHERE polname = %s AND c.relrowsecurity",
            [POLICY],
        )
        kept = {name for (name,) in cursor.fetchall()} - {"claims_claim"}
    ways = {model._meta.db_table for model in tables() if distributed(model)}
    assert kept == (ways - OF_A_PERSON) | OF_SOME_RECORD


def test_a_statement_sees_the_issuers_of_its_frame(two: Two) -> None:
    with seeing([two.ours.pk]):
        ours = set(Agreement.objects.values_list("issuer", flat=True))
    with seeing([two.theirs.pk]):
        theirs = set(Agreement.objects.values_list("issuer", flat=True))
    assert (ours, theirs) == ({two.ours.pk}, {two.theirs.pk})


def test_nothing_is_seen_of_no_issuer(two: Two) -> None:
    with seeing([]):
        assert not Sale.objects.exists()
    assert Sale.objects.exists()


def test_a_frame_inside_another_takes_its_place(two: Two) -> None:
    both = Agreement.objects.count()
    with seeing([two.ours.pk]):
        with seeing(None):
            assert Agreement.objects.count() == both
        assert Agreement.objects.count() < both


def test_a_frame_is_narrowed_and_never_widened(two: Two) -> None:
    with seeing([two.ours.pk]):
        narrow(frozenset([two.theirs.pk]))
        assert seen() == frozenset()


def test_without_a_frame_nothing_is_narrowed() -> None:
    with pytest.raises(UnseenError):
        narrow(frozenset())


def test_a_row_of_an_issuer_that_is_not_seen_is_not_changed(two: Two) -> None:
    with seeing([two.ours.pk]):
        assert not Agreement.objects.filter(issuer=two.theirs).update(name="Ours")


def test_a_row_of_an_issuer_that_is_not_seen_is_not_inserted(two: Two) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        seeing([two.ours.pk]),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO placements_loadedevent (issuer_id, position, kind, sha256, "
            "recorded_by_id) VALUES (%s, 1, 'sale', %s, %s)",
            [two.theirs.pk, "0" * 64, two.house.people[CFO].pk],
        )


def test_the_setting_ends_with_its_transaction(two: Two) -> None:
    with seeing([two.ours.pk]):
        Agreement.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('{SETTING}', true)")
        assert cursor.fetchone()[0] in (None, "")


def test_a_cursor_that_the_database_keeps_sees_the_issuers_of_its_frame(two: Two) -> None:
    with seeing([two.ours.pk]):
        keys = {each.issuer_id for each in Agreement.objects.iterator()}
    assert keys == {two.ours.pk}


def test_a_session_writes_the_history_of_whichever_issuer_it_sees(two: Two) -> None:
    """The triggers of the history keep the plans that they made first."""
    for number, issuer in enumerate((two.ours, two.theirs) * 4):
        with seeing([issuer.pk]):
            changed = Placement.objects.filter(number=1).update(remark=f"seen {number}")
        assert changed
        assert PlacementEvent.objects.filter(remark=f"seen {number}").count() == changed


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_outside_a_transaction_such_a_cursor_does_so_too() -> None:
    ours, theirs = (IssuerFactory(slug=slug, name=slug).pk for slug in ("acme", "bolt"))
    with seeing([ours]):
        assert [each.pk for each in Issuer.objects.iterator()] == [ours]
    assert {each.pk for each in Issuer.objects.iterator()} >= {ours, theirs}
