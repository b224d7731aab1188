"""Who an agreement is with: name, agent, shelf and signing day change as its terms do."""

from csv import DictReader
from datetime import date
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from placements.actions.agreement import IN_USE, KEPT_IN_USE, write_agreement
from placements.models import Agreement, Placement, Shelf
from placements.selectors.known_at import agreement_names
from placements.selectors.ledger import prove_ledger
from placements.selectors.positions import positions
from tests.amendments.changing import amended, ask_for, corrected
from tests.books import nothing_changes, refused
from tests.clients import logged_in
from tests.constraints.rows import refused_by_database, update
from tests.exports.conftest import Exported, exported
from tests.exports.test_known_at import now
from tests.factories import (
    TODAY,
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    UserFactory,
    approved,
    proposed,
    sell,
)
from tests.pages.plain_text import words
from tests.periods.closings import close
from tests.worlds import built_once

__all__ = ["exported"]
pytestmark = pytest.mark.django_db


def cells(lines: list[str]) -> list[dict[str, str]]:
    return list(DictReader(lines))


PAGE = "/agreements/sales-agreement/"
SIGNED, NOVEMBER = date(2001, 6, 12), date(2001, 11, 1)
ACME, CANTOR = "Acme & Co.", "Cantor Fitzgerald & Co."


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placement() -> Placement:
    made: Placement = PlacementFactory(accepted=True, shares_offered=10_000)
    return made


@built_once
def agreement(placement: Placement) -> Agreement:
    return Agreement.objects.get(pk=placement.agreement.pk)


@built_once
def auditor() -> Client:
    return logged_in(UserFactory(group="Auditor"))


def another_issuer() -> Issuer:
    made: Issuer = IssuerFactory(slug="spectrum", name="Spectrum", ticker="SPPI")
    return made


def other_shelf() -> Shelf:
    made: Shelf = ShelfFactory(file_number="333-70000", prospectus_date=None)
    return made


def columns(name: str, value: Any) -> dict[str, Any]:
    """A term as its column holds it."""
    return {f"{name}_id": value.pk} if hasattr(value, "pk") else {name: value}


IDENTITY: dict[str, Any] = {
    "name": "Controlled Equity Offering",
    "agent": ACME,
    "signed_on": date(2001, 6, 11),
}


@pytest.mark.parametrize("name", [*IDENTITY, "shelf"])
def test_in_use_it_is_written_over_by_nobody(agreement: Agreement, name: str) -> None:
    person = UserFactory()
    value = other_shelf() if name == "shelf" else IDENTITY[name]
    setattr(agreement, name, value)
    with nothing_changes(), refused(IN_USE):
        write_agreement(agreement, changed=[name], by=person)
    with refused_by_database("The terms of an agreement in use change by an amendment"):
        update(agreement, **columns(name, value))
    with refused_by_database("The terms of an agreement in use change by an amendment"):
        Agreement.objects.filter(pk=agreement.pk).update(**{name: value})


@pytest.mark.parametrize("name", ["issuer", "slug"])
def test_in_use_it_keeps_its_issuer_and_short_name(agreement: Agreement, name: str) -> None:
    person = UserFactory()
    value = another_issuer() if name == "issuer" else "renamed"
    setattr(agreement, name, value)
    with nothing_changes(), refused(KEPT_IN_USE):
        write_agreement(agreement, changed=[name], by=person)
    with refused_by_database("placements stand keeps its issuer, its short name and its code"):
        update(agreement, **columns(name, value))


def test_before_the_first_placement_it_is_entered_freely() -> None:
    agreement, issuer, person = AgreementFactory(), another_issuer(), UserFactory()
    shelf = ShelfFactory(file_number="333-70000", issuer=issuer)
    told = {**IDENTITY, "issuer": issuer, "shelf": shelf, "slug": "controlled-equity"}
    for name, value in told.items():
        setattr(agreement, name, value)
    write_agreement(agreement, changed=list(told), by=person)
    [version] = agreement.versions.all()
    assert (version.name, version.agent, version.shelf) == (*list(IDENTITY.values())[:2], shelf)
    assert version.effective_on == version.signed_on == date(2001, 6, 11)


def test_an_agreement_needs_a_name_and_an_agent(agreement: Agreement) -> None:
    person = UserFactory()
    for name, sentence in (("name", "Enter a name."), ("agent", "Enter the name of the agent.")):
        with refused(sentence):
            ask_for(agreement, **{name: " "}, by=person)
    with refused("A name has at most 80 characters."):
        ask_for(agreement, name="x" * 81, by=person)


def test_a_placement_stays_under_its_agreement(placement: Placement) -> None:
    draft, other = PlacementFactory(agreement=placement.agreement), AgreementFactory(other=True)
    with refused_by_database("A placement stays under its agreement"):
        update(draft, agreement_id=other.pk)


def test_a_new_agent_name_and_shelf_count_from_the_day_of_the_amendment(
    agreement: Agreement, exported: Exported, auditor: Client
) -> None:
    shelf = other_shelf()
    version = amended(
        agreement, agent=ACME, name="Offering", shelf=shelf, effective_on=NOVEMBER, today=TODAY
    )
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert (agreement.name, agreement.agent, agreement.shelf) == ("Offering", ACME, shelf)
    assert (version.name, version.agent, version.shelf) == ("Offering", ACME, shelf)

    before, since = date(2001, 10, 31), NOVEMBER
    assert [agreement.agent_on(day) for day in (SIGNED, before, since, TODAY)] == [
        *(CANTOR, CANTOR),
        *(ACME, ACME),
    ]
    assert agreement_names(before) == {agreement.pk: "Sales Agreement"}
    assert agreement_names(since) == {agreement.pk: "Offering"}
    for day, agent, file_number in ((before, CANTOR, "333-53108"), (since, ACME, "333-70000")):
        [row] = cells(exported("agreements", day))
        assert (row["agreement"], row["agent"], row["shelf"]) == (
            *("sales-agreement", agent),
            file_number,
        )
    then = words(auditor.get(PAGE, {"as_of": "2001-10-31"}))
    assert "(NEOT) with Cantor Fitzgerald & Co., signed Jun 12, 2001" in then
    assert "Form S-3 333-53108" in then
    assert "Offering" not in then
    today = words(auditor.get(PAGE))
    assert "(NEOT) with Acme & Co., signed Jun 12, 2001" in today
    assert "Agent: from Cantor Fitzgerald & Co. to Acme & Co." in today
    assert "Agent Acme & Co. Amendment No. 1, p. 2 version 2, from Nov 1, 2001" in today


@pytest.mark.parametrize(
    "page", ["/", "/sales/", "/placements/", "/settlements/", "/warrants/", "{sale}", "{placement}"]
)
def test_every_page_calls_it_by_the_name_of_its_day(
    placement: Placement, auditor: Client, page: str
) -> None:
    sale = sell(placement, trade_date=date(2001, 10, 31))
    amended(placement.agreement, name="Offering", effective_on=NOVEMBER, today=TODAY)
    address = page.format(sale=sale.get_absolute_url(), placement=placement.get_absolute_url())
    then, today = auditor.get(address, {"as_of": "2001-10-31"}), auditor.get(address)
    assert "Sales Agreement" in words(then)
    # The filter finds an agreement by the name it has today.
    assert "Offering" not in words(then).replace("All agreements Offering", "")
    assert "Offering" in words(today)
    assert "Sales Agreement" not in words(today).split("Latest activity")[0].replace(
        "Recorded sale 1 of the Sales Agreement", ""
    )


def test_what_it_was_called_was_known_at_each_moment(
    agreement: Agreement, exported: Exported, auditor: Client
) -> None:
    then = now()
    corrected(agreement, agent=ACME, name="Offering")
    [row] = cells(exported("agreements", SIGNED, known_at=then))
    assert row["agent"] == CANTOR
    [row] = cells(exported("agreements", SIGNED))
    assert row["agent"] == ACME
    shown = words(auditor.get(PAGE, {"known_at": then.isoformat()}))
    assert "with Cantor Fitzgerald & Co., signed Jun 12, 2001" in shown


@pytest.mark.parametrize("right", [date(2001, 6, 1), date(2001, 6, 29)])
def test_a_wrong_signing_day_is_put_right_by_a_correction_for_every_day(
    agreement: Agreement, exported: Exported, right: date
) -> None:
    then = now()
    version = corrected(agreement, signed_on=right)
    assert (version.number, version.kind, version.effective_on) == (2, "correction", right)
    agreement = Agreement.objects.get(pk=agreement.pk)
    assert agreement.signed_on == right
    assert agreement.versions.get(number=1).effective_on == SIGNED
    for day in (date(2001, 5, 1), date(2001, 6, 5), SIGNED, TODAY):
        [position] = positions(day)
        assert position.in_force.versions[-1].number == 2
        [row] = cells(exported("agreements", day))
        assert row["signed_on"] == right.isoformat()
        [row] = cells(exported("agreements", day, known_at=then))
        assert row["signed_on"] == "2001-06-12"
    assert prove_ledger().differences == []


def test_the_signing_of_an_amended_agreement_is_corrected_for_the_days_before_as_well(
    agreement: Agreement, exported: Exported
) -> None:
    corrected(agreement, agent=ACME)
    amended(agreement, name="Offering", effective_on=NOVEMBER, today=TODAY)
    version = corrected(agreement, signed_on=date(2001, 6, 1))
    assert (version.number, version.effective_on) == (4, NOVEMBER)
    for day, number in ((date(2001, 6, 5), 2), (SIGNED, 2), (NOVEMBER, 4)):
        [position] = positions(day)
        assert position.in_force.versions[-1].number == number
        [row] = cells(exported("agreements", day))
        assert (row["signed_on"], row["agent"]) == ("2001-06-01", ACME)


def test_an_amendment_leaves_the_signing_day_alone(agreement: Agreement) -> None:
    person = UserFactory()
    with refused(
        "An amendment leaves the signing day as it is, 2001-06-12. If the day is wrong, ask for a "
        "correction."
    ):
        ask_for(agreement, signed_on=date(2001, 6, 11), by=person)


def test_an_agreement_is_signed_before_its_placements_are_proposed() -> None:
    person = UserFactory()
    agreement: Agreement = AgreementFactory()
    placement = PlacementFactory(agreement=agreement)
    proposed(placement, by=person, on=date(2001, 10, 1))
    with refused(
        "The agreement cannot be signed on 2001-10-02, after placement 1 was proposed on "
        "2001-10-01."
    ):
        ask_for(
            agreement,
            kind="correction",
            effective_on=SIGNED,
            signed_on=date(2001, 10, 2),
            by=person,
        )


@pytest.mark.parametrize("right", [date(2001, 5, 31), date(2001, 7, 2)])
def test_a_signing_is_not_moved_into_or_out_of_a_closed_period(
    agreement: Agreement, right: date
) -> None:
    person, anna = UserFactory(), UserFactory(username="anna", group="Controller")
    close("2001-06", by=anna, today=date(2001, 9, 12))
    with pytest.raises(Refused) as refusal:
        ask_for(agreement, kind="correction", effective_on=SIGNED, signed_on=right, by=person)
    assert any("was closed by anna" in reason.sentence for reason in refusal.value.reasons)


def test_a_shelf_of_another_issuer_is_refused(agreement: Agreement) -> None:
    person = UserFactory()
    shelf = ShelfFactory(file_number="333-70000", issuer=another_issuer())
    with refused("Not NeoTherapeutics, Inc. but Spectrum registered Form S-3 333-70000."):
        ask_for(agreement, shelf=shelf, by=person)


def test_another_person_approves_it(agreement: Agreement) -> None:
    person = UserFactory()
    request = ask_for(agreement, agent=ACME, by=person)
    agreement.refresh_from_db()
    assert agreement.agent == CANTOR
    approved(request)
    agreement.refresh_from_db()
    assert agreement.agent == ACME
