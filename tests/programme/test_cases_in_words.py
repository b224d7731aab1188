"""Small programmes that are told in words: a capacity dated back, warrants whose sales went."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from placements.models import Agreement
from tests.factories import UserFactory
from tests.periods.closings import NOTES
from tests.programme.cases import exported, money, proved
from tests.programme.told import (
    FALLING,
    ISSUED,
    SOLD_OUT,
    TODAY,
    Content,
    amended,
    delivered,
    entry,
    event,
    moved,
    opened,
    programme,
    reversal,
    sold,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_last_day_of_2001(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


def day(text: str) -> date:
    return date.fromisoformat(f"2001-{text}")


def load(content: Content, folder: Path) -> None:
    file = written(content, folder / "case.toml")
    call_command("load_programme", str(file), with_history=True, stdout=StringIO())


def limits(*days: str) -> list[tuple[str, str, str]]:
    """Capacity, what was sold and what is left of it, as of these days."""
    names = ("capacity", "gross_sold", "remaining_capacity")
    found = [exported("agreements", each)[0] for each in days]
    return [(row[names[0]], row[names[1]], row[names[2]]) for row in found]


# A capacity dated before sales that were reversed meanwhile

#: $12,000,000 from 5 October until 9 November, $10,000,000 from 5 November on.
REVERSED = (
    *opened(),
    sold("N-1", day("10-05"), 6_000_000, "2.00"),
    sold("N-2", day("11-05"), 2_000_000, "5.00"),
    reversal("N-1", day("11-09")),
    moved("close", day("11-12")),
)


def capacity(amount: str, since: str) -> Content:
    return amended(day(since), terms={"capacity": amount})


def test_a_raised_capacity_counts_from_its_day_on(tmp_path: Path) -> None:
    load(programme(*REVERSED, capacity("40000000.00", "10-08"), tiers=FALLING), tmp_path)

    assert limits("10-05", "10-08", "11-05", "11-09") == [
        ("25000000.00", "12000000.00", "13000000.00"),
        ("40000000.00", "12000000.00", "28000000.00"),
        ("40000000.00", "22000000.00", "18000000.00"),
        ("40000000.00", "10000000.00", "30000000.00"),
    ]
    assert money("11-09") == ("10000000.00", "400000.00", "9600000.00")
    assert proved().startswith("The ledger agrees: ")


def test_a_lowered_capacity_is_refused_while_the_reversed_sale_still_counted(
    tmp_path: Path,
) -> None:
    with pytest.raises(CommandError) as refusal:
        load(programme(*REVERSED, capacity("15000000.00", "11-08"), tiers=FALLING), tmp_path)

    assert str(refusal.value).startswith(
        "Event 8 (amendment): On 2001-11-08 the Facility had sold $22,000,000.00 and reserved "
        "$4,000,000.00 for open placements, more than a capacity of $15,000,000.00"
    )
    assert not Agreement.objects.exists()


def test_a_lowered_capacity_counts_from_the_day_on_which_it_fits(tmp_path: Path) -> None:
    load(programme(*REVERSED, capacity("15000000.00", "11-12"), tiers=FALLING), tmp_path)

    assert limits("11-11", "11-12") == [
        ("25000000.00", "10000000.00", "15000000.00"),
        ("15000000.00", "10000000.00", "5000000.00"),
    ]
    assert proved().startswith("The ledger agrees: ")


# A warrant issued, and then its sale reversed


def warrants() -> list[tuple[str, ...]]:
    names = ("warrant", "placement", "shares", "exercise_price", "exercised", "outstanding")
    return [tuple(row[name] for name in names) for row in exported("warrants")]


def test_a_sale_booked_again_at_another_price_flags_its_warrant(tmp_path: Path) -> None:
    again = (
        reversal("N-1", day("11-09")),
        sold("N-1-A", day("11-09"), 100_000, "4.10"),
        delivered("N-1-A", day("11-15")),
    )
    load(programme(*ISSUED, *again, warrants=True), tmp_path)

    heading, finding, agrees, *_ = proved().splitlines()
    assert heading == "Findings:"
    assert finding == (
        "Warrant 1 for 10,000 shares at $5.2000 stands issued for placement 1 of the Facility; its "
        "sales now earn 10,000 shares at $5.3300. Cancel what is outstanding with a reason, then "
        "issue the warrant anew."
    )
    assert agrees.startswith("The ledger agrees: ")
    assert warrants() == [("1", "1", "10000", "5.2000", "0", "10000")]


def test_cancelled_and_issued_anew_it_is_flagged_no_more(tmp_path: Path) -> None:
    again = (
        reversal("N-1", day("11-09")),
        sold("N-1-A", day("11-09"), 100_000, "4.10"),
        delivered("N-1-A", day("11-15")),
        entry("cancel", day("11-20"), 10_000, reason="The price was another."),
        event("issue", placement=1, on=day("11-20")),
    )
    load(programme(*ISSUED, *again, warrants=True), tmp_path)

    assert proved().startswith("The ledger agrees: ")
    assert warrants() == [
        ("1", "1", "10000", "5.2000", "0", "0"),
        ("2", "1", "10000", "5.3300", "0", "10000"),
    ]


OVER_ISSUED = [
    (
        "Facility, placement 1: 10,000 warrant shares are issued; 0 shares remain sold and earn 0, "
        "so 10,000 are over-issued (p. 1)."
    ),
    (
        "Facility: 10,000 warrant shares are issued and owed on 0 shares sold; the NASD's "
        "limit is 0 (p. 1)."
    ),
]


def another_issuer() -> Content:
    """Another company's programme with nothing to explain but that its sale has no document."""
    content = programme(
        *opened(1_000, "4.00"),
        sold("N-1", day("11-09"), 1_000, "4.00"),
        delivered("N-1", day("11-15")),
    )
    content["issuer"] |= {"slug": "other-bio", "name": "Other Bio, Inc.", "ticker": "OTHR"}
    content["shelf"][0]["file_number"] = "333-20002"
    [agreement] = content["agreement"]
    agreement["slug"] = "other-facility"
    agreement["terms"]["shelf"]["value"] = "333-20002"
    for told in content["history"]["event"]:
        told["agreement"] = "other-facility"
    return content


def closed(issuer: str, *topics: str) -> str:
    """`close_period 2001-11` with a note on each topic; what it prints, or why it is refused."""
    said = StringIO()
    notes = [f"--note={topic}={NOTES[topic]}" for topic in topics]
    person = ("--issuer", issuer, "--user", "anna")
    try:
        call_command("close_period", "2001-11", *person, *notes, stdout=said)
    except CommandError as refusal:
        return str(refusal)
    return said.getvalue()


def test_partly_exercised_it_is_a_finding_and_closings_go_on_with_a_note(tmp_path: Path) -> None:
    partly = (entry("exercise", day("11-19"), 3_000), reversal("N-1", day("11-20")))
    load(programme(*ISSUED, *partly, warrants=True), tmp_path)
    load(another_issuer(), tmp_path)
    UserFactory(username="anna", group="Controller")

    assert warrants() == [("1", "1", "10000", "5.2000", "3000", "7000")]
    heading, *findings, agrees = proved().splitlines()[:4]
    assert (heading, findings) == ("Findings:", OVER_ISSUED)
    assert agrees.startswith("The ledger agrees: 2 agreements, ")

    assert "2 findings stand on Nov 30, 2001" in closed("example-bio", "documents", "earlier")
    own = closed("example-bio", "documents", "earlier", "findings")
    assert own.startswith("2001-11 of Example Bio, Inc. is closed (closing 1).")
    other = closed("other-bio", "documents", "earlier")
    assert other.startswith("2001-11 of Other Bio, Inc. is closed (closing 1).")


# A programme that pools its warrants

#: Placement 1 is sold out and settled; 50,000 shares of placement 2 can still be sold.
POOLED = (
    *SOLD_OUT,
    event("placement", number=2, shares_offered=50_000, expected_price="5.00"),
    moved("propose", day("10-22"), 2),
    moved("accept", day("10-22"), 2),
)


def test_one_placement_sold_and_another_open_owe_no_pooled_warrant_yet(tmp_path: Path) -> None:
    content = programme(*POOLED, warrants=True, warrant_pooled=True)
    load(content, tmp_path)

    assert proved().startswith("The ledger agrees: ")  # nothing is overdue
    content["history"]["event"].append(event("issue", on=day("11-16")))
    with pytest.raises(CommandError) as refusal:
        load(content, tmp_path)
    assert str(refusal.value) == (
        f"Event {len(POOLED) + 1} (issue): More may still be sold under the programme: its warrant "
        "is accruing (p. 1)."
    )


def test_once_both_are_sold_the_pooled_warrant_has_one_average(tmp_path: Path) -> None:
    """130% of ($400,000 + $250,000) over 150,000 shares is $5.6333."""
    rest = (
        sold("N-2", day("11-20"), 50_000, "5.00") | {"placement": 2},
        moved("close", day("11-21"), 2),
        delivered("N-2", day("11-26")),
        event("issue", on=day("11-27")),
    )
    load(programme(*POOLED, *rest, warrants=True, warrant_pooled=True), tmp_path)

    assert warrants() == [("1", "", "15000", "5.6333", "0", "15000")]
    assert proved().startswith("The ledger agrees: ")
