"""`close_period`, `reopen_period` and the dataset `closings`."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from neoequity.books.models import Approval, Closing
from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.models import Placement
from tests.books import nothing_changes
from tests.constraints.rows import run
from tests.factories import AgreementFactory, IssuerFactory
from tests.periods.closings import anna, carl, close, reopen
from tests.roles import unguarded

NOTES = (
    *("--note", "unsettled=Delivered in January.", "--note", "earlier=Nothing was sold."),
    *("--note", "documents=Kept on paper.", "--note", "warrants=Issued in January."),
)


def say(*words: str) -> str:
    """What the command prints."""
    printed = StringIO()
    call_command(*words, stdout=printed)
    return printed.getvalue()


@pytest.fixture
def people(db: None, in_january: None) -> tuple[User, User]:
    return anna(), carl()


@pytest.mark.usefixtures("people")
def test_what_is_open_without_a_note_is_told_and_nothing_is_closed(sold: Placement) -> None:
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        say("close_period", "2001Q4", "--user", "anna")
    assert str(refusal.value).splitlines() == [
        "1 sale is not settled on Dec 31, 2001: $4,000.00 gross. Say in a note why that may stay.",
        "2 documents are missing. Say in a note why that may stay.",
        "4 earlier months are open. Say in a note why that may stay.",
    ]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2001Q5"], "“2001Q5” is not a quarter such as 2001Q4 or a month such as 2001-10"),
        (["2001Q4", "--issuer", "elsewhere"], "There is no issuer “elsewhere”."),
        (["2001Q4", "--note", "ledger=Never mind."], "“ledger=Never mind.” is no note"),
        (["2001Q4", "--note", "unsettled"], "“unsettled” is no note"),
        (["2001Q4", "--user", "nobody"], "There is no user “nobody”."),
    ],
)
def test_what_the_command_cannot_read_is_told(
    sold: Placement, words: list[str], sentence: str
) -> None:
    with nothing_changes(), pytest.raises(CommandError, match="(?s)" + sentence):
        say("close_period", *words)


@pytest.mark.usefixtures("people")
def test_of_several_issuers_one_is_named(sold: Placement) -> None:
    IssuerFactory(slug="elsewhere", name="Elsewhere, Inc.")
    with pytest.raises(CommandError, match="name one with --issuer"):
        say("close_period", "2001Q4")
    assert "2001Q4 of Elsewhere, Inc. is closed" in say(
        "close_period", "2001Q4", "--issuer", "elsewhere", "--user", "anna"
    )


@pytest.mark.usefixtures("people")
def test_two_people_reopen_a_period_by_command(sold: Placement) -> None:
    close()
    asked = say("reopen_period", "2001Q4", "--user", "anna", "--reason", "A sale was forgotten.")
    request = Approval.objects.get(kind="reopening")
    reopens = "Reopen 2001Q4 of NeoTherapeutics, Inc. (closing 1)."
    assert asked.strip() == f"Request {request.pk} is awaiting a CFO's decision: {reopens}"
    with nothing_changes(), pytest.raises(CommandError, match="anna may not approve"):
        say("approve", str(request.pk), "--user", "anna")
    done = say("approve", str(request.pk), "--user", "carl")
    assert done.strip() == f"Request {request.pk} is approved: {reopens}"
    assert Closing.objects.get().is_reopened


@pytest.mark.usefixtures("people")
def test_what_was_never_closed_is_not_reopened(sold: Placement) -> None:
    with nothing_changes(), pytest.raises(CommandError, match="was never closed"):
        say("reopen_period", "2001Q4", "--user", "anna", "--reason", "A sale was forgotten.")


@pytest.mark.usefixtures("people")
def test_closings_are_exported_with_their_totals_and_their_reopening(sold: Placement) -> None:
    closing = close()
    reopen(closing)
    header, row = say("export", "closings").split()
    assert header.startswith("agreement,issuer,closing,period,starts_on,ends_on,gross,shares,")
    assert row.startswith(
        "sales-agreement,neotherapeutics,1,2001Q4,2001-10-01,2001-12-31,4000.00,1000,160.00,"
        "3840.00,0.00,25000000.00,4000.00,1000,160.00,3840.00,0.00,4000.00,24996000.00,2002-01-12,"
    )
    assert f",anna,{closing.head_position},{closing.head_digest}," in row
    assert row.endswith(",carl,0.00,0.00")
    assert len(say("export", "closings", "--as-of", "2002-01-11").split()) == 1


@pytest.mark.usefixtures("people")
def test_on_a_day_and_at_a_moment_before_its_reopening_a_closing_has_none(sold: Placement) -> None:
    closing = close(today=date(2002, 1, 3))
    reopened = reopen(closing)
    just_before = (reopened.recorded_at - timedelta(microseconds=1)).isoformat()
    for then in (("--as-of", "2002-01-11"), ("--known-at", just_before)):
        _, row = say("export", "closings", *then).split()
        assert row.endswith(f",{closing.head_digest},,,0.00,0.00")
    _, row = say("export", "closings", "--known-at", reopened.recorded_at.isoformat()).split()
    assert row.endswith(",carl,0.00,0.00")
    long_before = (closing.recorded_at - timedelta(microseconds=1)).isoformat()
    assert len(say("export", "closings", "--known-at", long_before).split()) == 1


@pytest.mark.usefixtures("people")
def test_the_export_of_closings_is_narrowed_to_an_agreement(sold: Placement) -> None:
    AgreementFactory(other=True)
    close()
    assert len(say("export", "closings").split()) == 3
    _, row = say("export", "closings", "--agreement", "other-agreement").split()
    assert row.startswith("other-agreement,neotherapeutics,1,2001Q4,")


# The chain


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE placements_closingtotal SET gross = gross + 0.01", "Closing 1 (2001Q4)"),
        ("UPDATE books_closing SET ends_on = ends_on - 1", "Closing 1 (2001Q4)"),
        (
            "UPDATE books_closing SET checklist = jsonb_set(checklist, '{0,note}', '\"x\"')",
            "Closing 1 (2001Q4)",
        ),
        (
            "UPDATE books_reopening SET reason = 'Another.'",
            "The reopening of closing 1 (2001Q4)",
        ),
    ],
)
def test_a_closing_that_was_changed_with_the_triggers_off_is_named(
    sold: Placement, statement: str, name: str
) -> None:
    reopen(close())
    assert prove_books().differences == []
    with unguarded():
        run(statement)
    [difference] = prove_books().differences
    assert difference.startswith(f"{name} does not fit its seal, position ")
