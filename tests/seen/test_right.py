"""The right to the books of some companies: who gives it, who ends it, and what the proof finds."""

import pytest

from neoequity.books.models import Issuer
from neoequity.people.actions import issue_link, keep_issuers, reset_second_factor
from neoequity.people.models import User
from neoequity.people.proof import prove_people
from neoequity.people.sight import issuers_of, sees_all
from neoequity.work.actions import ask_for_proof
from tests.books import refused
from tests.clients import logged_in
from tests.constraints.rows import run
from tests.factories import TODAY, IssuerFactory, UserFactory
from tests.roles import unguarded
from tests.worlds import built_once

KEPT_BY_ALL = "Accounts are kept by people who see the books of every company."


@built_once
def keeper(db: None) -> User:
    person: User = UserFactory(username="keeper", group="Administrator")
    return person


@built_once
def clerk(db: None) -> User:
    person: User = UserFactory(username="clerk", group="Treasury")
    return person


@built_once
def acme(db: None) -> Issuer:
    issuer: Issuer = IssuerFactory(slug="acme", name="Acme Corp.")
    return issuer


@built_once
def bolt(db: None) -> Issuer:
    issuer: Issuer = IssuerFactory(slug="bolt", name="Bolt, Inc.")
    return issuer


def test_whoever_has_no_right_to_a_single_company_sees_all(clerk: User) -> None:
    assert sees_all(clerk)


def test_a_right_is_given(clerk: User, acme: Issuer, keeper: User) -> None:
    keep_issuers(clerk, [acme], by=keeper)
    assert issuers_of(clerk) == frozenset([acme.pk])


def test_a_right_is_ended(clerk: User, acme: Issuer, bolt: Issuer, keeper: User) -> None:
    keep_issuers(clerk, [acme, bolt], by=keeper)
    keep_issuers(clerk, [bolt], by=keeper)
    assert issuers_of(clerk) == frozenset([bolt.pk])


def test_nobody_gives_themselves_a_right(keeper: User, acme: Issuer) -> None:
    with refused("Users cannot change their own rights."):
        keep_issuers(keeper, [acme], by=keeper)


def test_who_sees_some_companies_keeps_no_accounts(
    keeper: User, clerk: User, acme: Issuer, bolt: Issuer
) -> None:
    keep_issuers(keeper, [acme], by=UserFactory(username="root", is_superuser=True))
    with refused(KEPT_BY_ALL):
        keep_issuers(clerk, [bolt], by=keeper)


def test_who_sees_some_companies_opens_no_other_account(
    keeper: User, clerk: User, acme: Issuer
) -> None:
    keep_issuers(keeper, [acme], by=UserFactory(username="root", is_superuser=True))
    with refused(KEPT_BY_ALL):
        issue_link(clerk, by=keeper)
    with refused(KEPT_BY_ALL):
        reset_second_factor(clerk, by=keeper)


def test_a_full_proof_is_for_who_sees_every_company(
    keeper: User, clerk: User, acme: Issuer
) -> None:
    keep_issuers(clerk, [acme], by=keeper)
    with refused("A full proof covers every company; you see only some."):
        ask_for_proof(by=clerk, today=TODAY)


def test_a_right_leaves_its_history(keeper: User, clerk: User, acme: Issuer) -> None:
    keep_issuers(clerk, [acme], by=keeper)
    page = logged_in(keeper).get(f"/admin/people/user/{clerk.pk}/history/")
    assert "company access" in page.content.decode().lower()


def test_a_right_given_past_the_product_is_found(clerk: User, acme: Issuer) -> None:
    with unguarded():
        run(
            "INSERT INTO people_issuerright (user_id, issuer_id) VALUES (%s, %s)",
            [clerk.pk, acme.pk],
        )
    assert any("company access" in each.lower() for each in prove_people().differences)


def test_a_right_ended_past_the_product_is_found(keeper: User, clerk: User, acme: Issuer) -> None:
    keep_issuers(clerk, [acme], by=keeper)
    with unguarded():
        run("DELETE FROM people_issuerright WHERE user_id = %s", [clerk.pk])
    assert any("company access" in each.lower() for each in prove_people().differences)


@pytest.mark.parametrize("path", ["/", "/sales/"])
def test_the_header_offers_no_choice_where_there_is_one_company(
    clerk: User, acme: Issuer, bolt: Issuer, keeper: User, path: str
) -> None:
    keep_issuers(clerk, [acme], by=keeper)
    page = logged_in(clerk).get(path).content.decode()
    assert "All companies" not in page
    assert bolt.name not in page
