"""The Auditor: an earlier day, the history, and the search."""

from playwright.sync_api import Page, expect

from tests.browser.guide.closing import DAY
from tests.browser.guide.desk import AUDITOR, PHONE, TREASURY, Desk
from tests.browser.guide.steps import step

CHAPTER = "Look back, find and prove"


@step(CHAPTER, "Look at an earlier day", day=DAY)
def earlier_day(desk: Desk) -> Page:
    """Choose a day at the top right: every page and every export then shows what had happened by
    the end of that day. A banner says so, and nothing can be entered meanwhile. The address keeps
    the day, so a link to it shows the same figures to everybody."""
    page = desk.of(AUDITOR)
    page.goto("/?as_of=2001-11-09")
    expect(page.locator(".banner-asof")).to_be_visible()
    return page


@step(CHAPTER, "Follow every change", day=DAY)
def history(desk: Desk) -> Page:
    """*History* tells who did what, when, by which way and why, for every record; the database
    itself writes it. Filter it by person, kind of record, field or days, or open the history of one
    record from its page. The filter can be exported as CSV."""
    page = desk.of(AUDITOR)
    page.goto("/history/")
    return page


@step(CHAPTER, "Search", day=DAY)
def searching(desk: Desk) -> Page:
    """Press `/` on any page to search: numbers of placements, sales, warrants and requests, the
    agent’s references however they are spelled, holders, exact amounts, days and months, and the
    names of documents. The part that matches is marked. An exact reference leads straight to its
    sale."""
    page = desk.of(AUDITOR)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("$3,822,967")
    page.keyboard.press("Enter")
    expect(page.locator("main mark").first).to_be_visible()
    return page


@step(CHAPTER, "Look a term up", day=DAY)
def glossary(desk: Desk) -> Page:
    """*Help* at the foot of every page says in short what each group does, and leads to the
    glossary: each term in two or three sentences, with the page on which it rests."""
    page = desk.of(AUDITOR)
    page.goto("/help/glossary/#capacity")
    return page


@step(CHAPTER, "Work on a phone", day=DAY)
def on_a_phone(desk: Desk) -> Page:
    """Every page works on a phone: tables become cards, and the menu folds. A CFO can read and
    approve from wherever they are."""
    page = desk.of(TREASURY, PHONE)
    page.goto("/")
    return page


@step(CHAPTER, "Light or dark", day=DAY)
def dark(desk: Desk) -> Page:
    """The appearance follows your system; the switch at the foot of the page chooses light or dark
    for this browser. Paper is always light, and every page prints."""
    page = desk.of(AUDITOR, scheme="dark")
    page.goto("/")
    return page
