"""The exports of the register, byte for byte: its warrants, and its entries one by one."""

from collections.abc import Callable
from datetime import UTC, date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.datasets import write_dataset
from neoequity.people.models import User
from placements.models import Agreement
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.warrants.factories import (
    HolderFactory,
    another_holder,
    issued_warrant,
    opened_warrant,
    reverse_entry,
    warrant_agreement,
)
from tests.worlds import built_once
from warrants.actions.register import cancel, exercise, expire, transfer
from warrants.actions.split import record_split
from warrants.models import Entry, Warrant

WARRANTS = (
    "agreement,placement,warrant,holder,issued_on,shares,exercise_price,cashless_from,"
    "transferable_from,registrable_from,expires_on,exercised,cancelled,outstanding"
)
ENTRIES = (
    "agreement,placement,warrant,entry,kind,on,holder_from,holder_to,shares,market_price,"
    "shares_issued,cash,reason,recorded_at,recorded_by,reverses"
)
LATER = date(2003, 1, 31)
SPLIT_ON = date(2002, 9, 6)
Exported = Callable[..., list[str]]


@built_once
def treasurer(db: None) -> User:
    person: User = UserFactory(username="treasurer")
    return person


@pytest.fixture
def exported() -> Exported:
    """The lines of an export; every one of them ends as RFC 4180 asks."""

    def export(dataset: str, as_of: date = LATER, **asked: object) -> list[str]:
        out = BytesIO()
        write_dataset(dataset, ExportQuery(as_of, **asked), out)  # type: ignore[arg-type]  # names as in ExportQuery
        *lines, rest = out.getvalue().decode("utf-8").split("\r\n")
        assert rest == ""
        assert not any("\n" in line for line in lines)
        return lines

    return export


@built_once
def register(treasurer: User) -> Warrant:
    """1,000 shares at $5.2000: 300 transferred, 100 exercised and taken back, 50 cancelled.

    Then 200 are exercised cashless a year later. Beside it the Class B Warrants of one holder.
    """
    warrant = issued_warrant(by=treasurer)
    agent = HolderFactory()
    officer = another_holder("agent_officer", name="=An Officer", slug="officer")
    told: dict[str, Any] = {"by": treasurer, "today": LATER}
    moved = date(2001, 12, 3)
    transfer(warrant, holder_from=agent, holder_to=officer, shares=300, on=moved, **told)
    wrong = exercise(warrant, holder=agent, shares=100, on=date(2001, 12, 4), way="cash", **told)
    reverse_entry(wrong, on=date(2001, 12, 5), reason="Wrong holder", **told)
    cancel(
        warrant, holder=officer, shares=50, on=date(2001, 12, 6), reason="+ agreed, in part", **told
    )
    exercise(
        warrant,
        holder=agent,
        shares=200,
        on=date(2002, 11, 15),
        way="cashless",
        market_price=Decimal("6.50"),
        **told,
    )
    holder = another_holder(name="Montrose Investments Ltd.", slug="montrose")
    opened_warrant(5_000, holder=holder, by=treasurer)
    return warrant


def recorded(entry: Entry) -> str:
    """When and by whom, and nothing reversed."""
    at = entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{at.replace('+00:00', 'Z')},treasurer"


def test_one_row_a_warrant_with_those_who_hold_it(register: Warrant, exported: Exported) -> None:
    assert exported("warrants") == [
        WARRANTS,
        (
            "sales-agreement,1,1,'=An Officer; Cantor Fitzgerald & Co.,2001-11-15,1000,5.2000,"
            "2002-11-15,2002-11-15,2002-11-15,2006-11-15,200,50,750"
        ),
    ]


def test_a_warrant_reads_as_on_the_day(register: Warrant, exported: Exported) -> None:
    def told(day: date) -> list[str]:
        cells = exported("warrants", day)[1].split(",")
        return [cells[3], *cells[11:]]

    agent, both = "Cantor Fitzgerald & Co.", "'=An Officer; Cantor Fitzgerald & Co."
    assert exported("warrants", date(2001, 11, 14)) == [WARRANTS]
    assert told(date(2001, 11, 15)) == [agent, "0", "0", "1000"]
    assert told(date(2001, 12, 4)) == [both, "100", "0", "900"]
    assert told(date(2001, 12, 5)) == [both, "0", "0", "1000"]
    assert told(date(2001, 12, 6)) == [both, "0", "50", "950"]


def test_a_warrant_reads_as_it_was_known(register: Warrant, exported: Exported) -> None:
    first, second = register.entries.order_by("number")[:2]

    assert exported("warrants", known_at=first.recorded_at - timedelta(seconds=1)) == [WARRANTS]
    known = exported("warrants", known_at=second.recorded_at)[1].split(",")
    assert known[11:] == ["0", "0", "1000"]
    assert exported("warrant_entries", known_at=first.recorded_at - timedelta(seconds=1)) == [
        ENTRIES
    ]


def test_entries_are_rows_and_a_reversal_is_one_with_negative_figures(
    register: Warrant, exported: Exported
) -> None:
    issue, moved, wrong, reversal, cancelled, cashless = map(recorded, register.entries.all())
    opening = recorded(Entry.objects.get(warrant__series__isnull=False))
    agent = "Cantor Fitzgerald & Co."
    mine = "sales-agreement,1,1"

    assert exported("warrant_entries") == [
        ENTRIES,
        f"{mine},1,issue,2001-11-15,,{agent},1000,,0,0.00,,{issue},",
        f"{mine},2,transfer,2001-12-03,{agent},'=An Officer,300,,0,0.00,,{moved},",
        f"{mine},3,cash_exercise,2001-12-04,{agent},,100,,100,520.00,,{wrong},",
        f"{mine},4,reversal,2001-12-05,{agent},,-100,,-100,-520.00,Wrong holder,{reversal},3",
        (
            f"{mine},5,cancellation,2001-12-06,'=An Officer,,50,,0,0.00,\"'+ agreed, in part\","
            f"{cancelled},"
        ),
        f"{mine},6,cashless_exercise,2002-11-15,{agent},,200,6.500000,40,0.00,,{cashless},",
        f",,2,1,issue,2001-11-01,,Montrose Investments Ltd.,5000,,0,0.00,,{opening},",
    ]


def test_entries_of_one_agreement_and_of_a_day(register: Warrant, exported: Exported) -> None:
    warrant_agreement(other=True)

    assert len(exported("warrant_entries", date(2001, 12, 3))) == 4
    assert len(exported("warrant_entries", agreement="sales-agreement")) == 7
    for dataset, header in (("warrants", WARRANTS), ("warrant_entries", ENTRIES)):
        assert exported(dataset, agreement="other-agreement") == [header]


def test_the_two_datasets_agree(register: Warrant, exported: Exported) -> None:
    entries = [line.split(",") for line in exported("warrant_entries", date(2001, 12, 5))[1:-1]]
    warrant = exported("warrants", date(2001, 12, 5))[1].split(",")

    exercised = sum(int(row[8]) for row in entries if row[4] in {"cash_exercise", "reversal"})
    assert str(exercised) == warrant[11] == "0"


def test_after_a_split_all_shares_count_as_on_the_day(treasurer: User, exported: Exported) -> None:
    warrant = issued_warrant(shares=101_000, by=treasurer)  # 10,100 warrant shares
    agent = HolderFactory()
    told: dict[str, Any] = {"by": treasurer, "today": LATER}
    exercise(warrant, holder=agent, shares=2_500, on=date(2002, 1, 2), way="cash", **told)
    cancel(warrant, holder=agent, shares=1_250, on=date(2002, 9, 5), reason="Agreed", **told)
    record_split(
        Issuer.objects.get(), effective_on=SPLIT_ON, new=1, old=25, source="Form 8-K", **told
    )
    exercise(warrant, holder=agent, shares=54, on=date(2002, 12, 2), way="cash", **told)

    def told_on(day: date) -> list[str]:
        cells = exported("warrants", day)[1].split(",")
        return [*cells[5:7], *cells[11:]]

    assert told_on(date(2002, 9, 4)) == ["10100", "5.2000", "2500", "0", "7600"]
    assert told_on(SPLIT_ON) == ["404", "130.0000", "100", "50", "254"]
    assert told_on(LATER) == ["404", "130.0000", "154", "50", "200"]
    known = exported("warrants", known_at=warrant.entries.get(number=2).recorded_at)[1]
    assert known.split(",")[5:7] == ["10100", "5.2000"]


def test_what_expired_is_in_the_entries_and_its_first_holder_stays_named(
    treasurer: User, exported: Exported
) -> None:
    warrant = issued_warrant(by=treasurer)
    day = date(2006, 11, 16)
    expire(warrant, on=day, by=treasurer, today=day)

    cells = exported("warrants", day)[1].split(",")
    assert (cells[3], cells[11:]) == ("Cantor Fitzgerald & Co.", ["0", "0", "0"])
    assert (
        ",expiry,2006-11-16,Cantor Fitzgerald & Co.,,1000," in exported("warrant_entries", day)[2]
    )


def test_a_pooled_warrant_names_no_placement(treasurer: User, exported: Exported) -> None:
    issued_warrant(warrant_agreement(warrant_pooled=True), by=treasurer)

    assert exported("warrants")[1].startswith("sales-agreement,,1,Cantor")


@pytest.mark.parametrize(
    ("dataset", "header"), [("warrants", WARRANTS), ("warrant_entries", ENTRIES)]
)
def test_an_empty_register_gives_a_header(
    dataset: str, header: str, db: None, exported: Exported
) -> None:
    assert exported(dataset) == [header]


def test_warrants_cost_the_same_number_of_queries(
    treasurer: User,
    exported: Exported,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    agreement: Agreement = warrant_agreement()
    for _ in range(5):
        issued_warrant(agreement, by=treasurer)

    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]  # pytest-django's
        assert len(exported("warrants")) == 6


# Page and command


@pytest.fixture
def reader(settings: Settings, treasurer: User) -> Client:
    settings.NEOEQUITY_TODAY = LATER
    return logged_in(treasurer)


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("warrants.csv", ["warrants"]),
        ("warrants.csv?as_of=2001-12-05", ["warrants", "--as-of", "2001-12-05"]),
        (
            "warrants.csv?known_at=2001-12-05T12:00Z",
            ["warrants", "--known-at", "2001-12-05T12:00Z"],
        ),
        ("warrant_entries.csv", ["warrant_entries"]),
        (
            "warrant_entries.csv?agreement=sales-agreement&as_of=2002-01-02",
            ["warrant_entries", "--agreement", "sales-agreement", "--as-of", "2002-01-02"],
        ),
    ],
)
def test_page_and_command_give_the_same_bytes(
    address: str, arguments: list[str], register: Warrant, reader: Client
) -> None:
    printed = StringIO()
    call_command("export", *arguments, stdout=printed)
    response = reader.get(f"/exports/{address}")

    assert response.status_code == 200
    assert response.getvalue() == printed.getvalue().encode()


def test_the_filters_of_the_register_narrow_its_csv(register: Warrant, reader: Client) -> None:
    def rows(query: str) -> int:
        return len(reader.get(f"/exports/warrants.csv?{query}").getvalue().splitlines()) - 1

    assert rows("holder=officer") == rows("state=outstanding") == 1
    assert rows("holder=officer&as_of=2001-12-01") == rows("state=expired") == 0
    assert reader.get("/exports/warrants.csv?state=lost").status_code == 400


def test_an_agreement_that_is_not_there_is_told(register: Warrant) -> None:
    with pytest.raises(CommandError, match=r"^There is no agreement “foo”\.$"):
        call_command("export", "warrant_entries", "--agreement", "foo")
