"""The help: a glossary whose marks lead somewhere, and the guide in short."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory

from neoequity.help.glossary import BY_SLUG, TERMS
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.worlds import built_once

_TERM = re.compile(r'\{% term "([^"]+)" %\}')
_PAGE = re.compile(r"\bS-([0-9]+)\b")


def templates() -> list[Path]:
    return sorted((settings.BASE_DIR / "templates").rglob("*.html"))


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(group="Auditor"))


def test_every_mark_in_a_template_has_its_term_in_the_glossary() -> None:
    marks = {slug for path in templates() for slug in _TERM.findall(path.read_text("utf-8"))}
    assert len(marks) > 10
    assert marks <= set(BY_SLUG)


def test_every_related_term_is_in_the_glossary() -> None:
    assert {slug for term in TERMS for slug in term.see} <= set(BY_SLUG)


def test_terms_stand_in_alphabetical_order_and_once() -> None:
    names = [term.name.lower() for term in TERMS]
    assert names == sorted(set(names))
    assert len(BY_SLUG) == len(TERMS)


def test_every_term_is_two_to_four_sentences_and_has_its_source() -> None:
    for term in TERMS:
        sentences = re.findall(r"[.](?= [A-Z]|$)", term.meaning)
        assert 1 <= len(sentences) <= 4, term.slug
        assert term.source, term.slug


def test_the_pages_that_the_glossary_cites_are_pages_of_the_supplement() -> None:
    cited = {int(page) for term in TERMS for page in _PAGE.findall(term.source)}
    assert cited <= {4, 7, 9, 10, 11, 12, 13}


def test_the_glossary_has_an_anchor_for_each_term(reader: Client) -> None:
    page = reader.get("/help/glossary/").content.decode()
    assert [slug for slug in BY_SLUG if f'<div id="{slug}">' not in page] == []


def test_a_mark_says_what_it_opens_and_keeps_the_day(rf: RequestFactory) -> None:
    request = rf.get("/")
    mark = Template('{% load glossary %}{% term "net-proceeds" %}').render(
        Context({"request": request})
    )
    assert 'href="/help/glossary/#net-proceeds"' in mark
    assert 'aria-label="What “net proceeds” means"' in mark


@pytest.mark.parametrize("address", ["/help/", "/help/glossary/"])
def test_strangers_sign_in_before_they_read_the_help(address: str) -> None:
    assert Client().get(address).status_code == 302


def test_a_reader_finds_the_way_to_every_list(reader: Client) -> None:
    found = links(reader.get("/help/"))
    lists = ("/placements/", "/sales/", "/settlements/", "/warrants/", "/approvals/", "/periods/")
    assert [address for address in (*lists, "/history/", "/search/") if address not in found] == []


def test_an_administrator_is_led_to_people_and_not_to_the_books(db: None) -> None:
    office = logged_in(UserFactory(group="Administrator", is_staff=True))
    page = office.get("/help/")
    assert "What an Administrator does" in words(page)
    assert {"/people/", "/people/logins/", "/admin/"} <= set(links(page))
    assert "/sales/" not in links(page)


def test_the_help_is_reached_from_every_page(reader: Client) -> None:
    assert "/help/" in links(reader.get("/history/"))


@pytest.mark.parametrize("address", ["/help/", "/help/glossary/"])
def test_the_pages_keep_the_policy(reader: Client, address: str) -> None:
    assert breaks_the_policy(reader.get(address)) == []
