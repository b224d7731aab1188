"""One voice on every page: dates as Nov 9, 2001, and the field's words instead of our own."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve

from neoequity.books.days import on_page, written
from neoequity.management.commands.prepare import PROGRAMME
from neoequity.people.models import SYSTEM_ACCOUNTS, User
from tests.clients import logged_in
from tests.pages.plain_text import links, words
from tests.worlds import built_once

_OF_A_FILE = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w-])|\b[0-9]{4}Q[1-4]\b")
_DAY_FIRST = re.compile(  # “p. S-4” before a month is a page, “$963.84” a figure beside it
    r"(?<![\w.-])[0-9]{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* [0-9]{4}\b"
)
#: What pages said before they spoke as the field does.
OURS = (
    "speaks against",
    "see the sentence beside",
    "price a share",
    "its life",
    "its story",
    "who has it",
    "what it has",
    "how it comes about",
    "workings",
    "the days it",
    "Together",
    "reckon",
    "clocks",
    "none answers",
    "all answer",
    "what if they were called",
    "most that may be sold",
    "share of the shares sold",
    "exercise price to average",
    "either side may end",
    "stay unsold",
    "nothing waits for",
    "what is approved is done",
    "asked for himself",
    "himself",
    "log of logins",
    "log in",
    "logged in",
    "login",
    "may enter",
    "known of them",
    "why it may stay open",
    "kept as it came",
    "whatever is attached",
    "whoever",
    "passes this filter",
    "none by",
    "stands there twice",
    "stands on line",
    "reading ended here",
    "kept are",
    "is no record",
    "is no status",
    "rest on this one",
    "the database holds to this rule",
    "has a wrong",
    "0 is not",
    "the longer the more there is",
    "nobody sets up",
)
#: Of each kind of page, so many: the agreements, placements, sales and warrants first linked to.
_OF_A_KIND = 3


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Settled on 2001-11-09.", "Settled on Nov 9, 2001."),
        ("From 2001-10-02 to 2001-10-03", "From Oct 2, 2001 to Oct 3, 2001"),
        ("2001Q4 of NeoTherapeutics", "Q4 2001 of NeoTherapeutics"),
        ("2001-10 is closed", "October 2001 is closed"),
        ("2001-02-30 is no day", "2001-02-30 is no day"),
        ("the notice 424B3-2001-11-12", "the notice 424B3-2001-11-12"),
        ("reference 0002001-10", "reference 0002001-10"),
        ("on Nov 9, 2001", "on Nov 9, 2001"),
    ],
)
def test_a_sentence_has_its_dates_as_on_the_page(sentence: str, shown: str) -> None:
    assert on_page(sentence) == shown


def test_a_day_is_written_month_first() -> None:
    assert written(date(2001, 11, 9)) == "Nov 9, 2001"


@built_once
def chief(db: None) -> Client:
    """Somebody whom no permission stops, in the example's books."""
    call_command("load_programme", str(PROGRAMME), with_history=True, stdout=StringIO())
    return logged_in(User.objects.create_superuser("chief"))


@built_once
def texts(chief: Client) -> dict[str, str]:
    """The text of each kind of page, by its address."""
    return _texts(chief)


def test_no_page_has_a_date_of_another_form(texts: dict[str, str]) -> None:
    other = {
        path: _OF_A_FILE.findall(text) + _DAY_FIRST.findall(text) for path, text in texts.items()
    }

    assert {path: dates for path, dates in other.items() if dates} == {}


@pytest.mark.parametrize("words", OURS)
def test_no_page_speaks_in_words_of_our_own(words: str, texts: dict[str, str]) -> None:
    assert [path for path, text in texts.items() if _stands(words, text)] == []


@pytest.mark.parametrize("account", sorted(SYSTEM_ACCOUNTS))
def test_an_account_of_a_machine_stands_only_where_its_username_is_told(
    account: str, texts: dict[str, str]
) -> None:
    of_accounts = ("/people/", "/admin/people/", "/history/")

    named = [path for path, text in texts.items() if account in text]

    assert [path for path in named if not path.startswith(of_accounts)] == []


def _stands(words: str, text: str) -> bool:
    """Words with a capital are meant as a label, others wherever they stand."""
    how = re.IGNORECASE if words.islower() else re.NOFLAG
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, how) is not None


def _other_dates(text: str) -> list[str]:
    return _OF_A_FILE.findall(text) + _DAY_FIRST.findall(text)


def _texts(browser: Client) -> dict[str, str]:
    """The text of each kind of page that links lead to, from the first screen and the admin on."""
    waiting, seen, texts = ["/", "/admin/"], dict[str, int](), dict[str, str]()
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path)
        if kind is None or path in texts or seen.get(kind, 0) >= _OF_A_KIND:
            continue
        answer = browser.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        seen[kind] = seen.get(kind, 0) + 1
        texts[path] = words(answer)
        waiting += [link.split("#")[0].split("?")[0] or path for link in links(answer)]
    assert len(texts) > 60
    return texts


def _kind(path: str) -> str | None:
    """What names the address; None for one that leads out, or to what is saved and not shown."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return None
    return None if "logout" in name or "export" in name else name
