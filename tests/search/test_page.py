"""What the search finds, for whom, and as of which day."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Approval
from placements.models import Placement, Sale
from tests.factories import PlacementFactory, UserFactory, sell_many
from tests.pages.plain_text import breaks_the_policy, links, words

Books = dict[str, Sale]
_GROUP = re.compile(r'<section class="found".*?</section>', re.DOTALL)
_TITLE = re.compile(r"<h2[^>]*>(.*?)</h2>")
_HIT = re.compile(r'<div class="found-head"><a href="([^"]*)">(.*?)</a>')


def search(client: Client, text: str, **query: str) -> dict[str, list[str]]:
    """The names found, by the title of their group."""
    answer = client.get("/search/", {"q": text, **query})
    assert answer.status_code == 200
    return {
        _TITLE.findall(section)[0]: [
            unescape(re.sub("<[^>]*>", "", name)) for _, name in _HIT.findall(section)
        ]
        for section in _GROUP.findall(answer.content.decode())
    }


def marked(client: Client, text: str) -> list[str]:
    answer = client.get("/search/", {"q": text})
    return [unescape(each) for each in re.findall("<mark>(.*?)</mark>", answer.content.decode())]


def test_a_number_finds_what_has_it_under_every_agreement(reader: Client, books: Books) -> None:
    found = search(reader, "1")
    assert found["Placements"] == ["Placement 1", "Placement 1"]
    assert found["Sales"] == ["Sale OA-1", "Sale SA-1"]
    assert found["Warrants"] == ["Warrant 1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("placement 1", {"Placements": ["Placement 1", "Placement 1"]}),
        ("sale 2", {"Sales": ["Sale SA-2"]}),
        ("reversal 3", {"Sales": ["Reversal SA-3"]}),
        ("warrant 1", {"Warrants": ["Warrant 1"]}),
        ("sale 99", {}),
    ],
)
def test_a_kind_before_the_number_leaves_the_others_out(
    reader: Client, books: Books, text: str, found: dict[str, list[str]]
) -> None:
    assert search(reader, text) == found


def test_a_request_is_found_by_its_number(reader: Client, books: Books) -> None:
    request = Approval.objects.order_by("pk").last()
    assert request is not None
    assert search(reader, f"request {request.pk}") == {"Requests": [f"Request {request.pk}"]}


@pytest.mark.parametrize(
    "text",
    [
        *("$2,012,700", "2012700.00", "2,012,700.00"),  # gross
        *("80,508", "$80,508.00"),  # commission
        *("1,932,192", "(1,932,192.00)"),  # net
        *("500,000", "500000"),  # shares
        "4.0254",
    ],
)
def test_an_amount_finds_the_sales_with_exactly_that_figure(
    reader: Client, books: Books, text: str
) -> None:
    assert search(reader, text)["Sales"] == ["Sale SA-1"]


def test_an_amount_finds_a_sale_and_its_reversal(reader: Client, books: Books) -> None:
    assert search(reader, "$10,480") == {"Sales": ["Reversal SA-3", "Sale SA-2"]}


def test_an_amount_that_no_figure_has_finds_nothing(reader: Client, books: Books) -> None:
    assert search(reader, "$10,480.01") == {}


def test_an_amount_finds_placements_and_agreements(reader: Client, books: Books) -> None:
    assert search(reader, "1,000,000")["Placements"] == ["Placement 1", "Placement 1"]
    assert search(reader, "$25,000,000") == {"Agreements": ["Sales Agreement"]}


def test_a_day_finds_its_sales_settlements_and_moves(reader: Client, books: Books) -> None:
    found = search(reader, "Nov 9, 2001")
    assert found["Sales"] == ["Sale OA-1", "Sale SA-1"]
    assert found["Days"] == [
        "Traded on Nov 9, 2001",
        "The books as of Nov 9, 2001",
        "Recorded on Nov 9, 2001",
    ]
    assert search(reader, "11/15/2001")["Days"][0] == "Settling on Nov 15, 2001"
    assert search(reader, "2001-10-01")["Placements"] == ["Placement 1", "Placement 1"]


def test_a_month_finds_what_its_days_have(reader: Client, books: Books) -> None:
    found = search(reader, "Nov 2001")
    assert found["Sales"] == ["Reversal SA-3", "Sale OA-1", "Sale SA-1", "Sale SA-2"]
    assert found["Days"][0] == "Traded in November 2001"


def test_a_name_finds_holders_agreements_and_documents(reader: Client, books: Books) -> None:
    assert search(reader, "montrose") == {"Holders": ["Montrose Investments Ltd."]}
    assert search(reader, "other agr") == {"Agreements": ["Other Agreement"]}
    assert search(reader, "class b") == {"Warrants": ["Class B Warrants"]}
    assert search(reader, "notice")["Documents"] == ["Cantor_notice-424B3.pdf"]
    assert search(reader, "424b3 cant")["Documents"] == ["Cantor_notice-424B3.pdf"]


def test_the_whole_reference_leads_to_its_sale(reader: Client, books: Books) -> None:
    for text in ("X-10", "x/0010", "X 10"):
        answer = reader.get("/search/", {"q": text})
        assert answer.headers["Location"] == books["other"].get_absolute_url()


def test_a_reference_with_which_another_begins_leads_nowhere(reader: Client, books: Books) -> None:
    assert search(reader, "x 1") == {"Sales": ["Sale OA-1", "Sale SA-2"]}


def test_the_beginning_of_a_reference_finds_it(reader: Client, books: Books) -> None:
    assert search(reader, "424b3-2001") == {"Sales": ["Sale SA-1"]}


def test_a_code_leads_to_the_record_of_its_agreement(reader: Client, books: Books) -> None:
    sale, placement = (reader.get("/search/", {"q": text}) for text in ("sa-2", "SA-P1"))
    assert sale.headers["Location"] == books["wrong"].get_absolute_url()
    assert placement.headers["Location"] == books["block"].placement.get_absolute_url()
    assert search(reader, "ZZ-1") == {}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("sale 2", ["2"]),
        ("2,012,700.00", ["$2,012,700.00"] * 2),  # the placement's and the sale's
        ("4.0254", ["$4.0254"]),
        ("424b3 2001", ["424B3-2001"]),
        ("montrose", ["Montrose"]),
    ],
)
def test_the_part_that_matches_is_marked(
    reader: Client, books: Books, text: str, part: list[str]
) -> None:
    assert marked(reader, text) == part


def test_a_number_is_not_marked_in_a_date(reader: Client, books: Books) -> None:
    assert set(marked(reader, "9")) == set()
    assert set(marked(reader, "1")) == {"1"}
    assert "Nov <mark>" not in reader.get("/search/", {"q": "1"}).content.decode()


def test_what_came_later_is_not_found_on_an_earlier_day(reader: Client, books: Books) -> None:
    assert search(reader, "$10,480", as_of="2001-11-12") == {"Sales": ["Sale SA-2"]}
    assert search(reader, "sale 2", as_of="2001-10-31") == {}
    assert search(reader, "x-10", as_of="2001-10-31") == {}
    assert search(reader, "class b", as_of="2001-10-31") == {}


def test_the_day_of_the_page_goes_along(reader: Client, books: Books) -> None:
    answer = reader.get("/search/", {"q": "sale 2", "as_of": "2001-11-12"})
    assert f"{books['wrong'].get_absolute_url()}?as_of=2001-11-12" in links(answer)
    exact = reader.get("/search/", {"q": "X-10", "as_of": "2001-11-12"})
    assert exact.headers["Location"] == f"{books['other'].get_absolute_url()}?as_of=2001-11-12"


def test_without_a_result_the_page_says_what_can_be_searched(reader: Client, books: Books) -> None:
    answer = words(reader.get("/search/", {"q": "<nothing>"}))
    assert "Nothing was found for “<nothing>” as of Nov 13, 2001." in answer
    assert "What can be searched" in answer
    assert "What can be searched" in words(reader.get("/search/"))


def test_a_group_shows_twenty_and_says_that_there_are_more(reader: Client, books: Books) -> None:
    placement = books["block"].placement
    sell_many(placement, 25, shares=7, by=UserFactory())
    answer = reader.get("/search/", {"q": "28"})
    hits = _HIT.findall(answer.content.decode())
    assert len(hits) == 20
    assert hits[0][1] == "Sale SA-<mark>28</mark>"  # a number is surer than an amount
    assert "These are 20 of more" in words(answer)


def test_a_longer_text_than_any_in_the_books_is_told_so(reader: Client) -> None:
    answer = reader.get("/search/", {"q": "a" * 121})
    assert answer.status_code == 400
    assert "Enter at most 120 characters." in words(answer)


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "\\",
        "'",
        "a & b:*",
        "!a | (",
        "1e400",
        "9" * 100,
        "99999999999999999.99",
        "\u202e",
        "\U0010ffff",
        "²",
        "½",
        "٣٣",
        "-",
        "/",
        "()",
        "NaN",
        "0000-00-00",
        "9999-12-31",
    ],
)
def test_odd_texts_find_nothing_or_something_but_are_never_a_failure(
    reader: Client, books: Books, text: str
) -> None:
    assert reader.get("/search/", {"q": text}).status_code == 200


def test_a_very_long_text_is_refused(reader: Client) -> None:
    assert reader.get("/search/", {"q": "a" * 100_000}).status_code == 400


def test_strangers_and_those_who_may_not_read_find_nothing(books: Books) -> None:
    assert Client().get("/search/", {"q": "1"}).status_code == 302
    administrator = Client()
    administrator.force_login(UserFactory(group="Administrator"))
    assert administrator.get("/search/", {"q": "1"}).status_code == 403
    assert "/search/" not in links(administrator.get("/help/"))


def test_the_page_keeps_the_policy(reader: Client, books: Books) -> None:
    assert breaks_the_policy(reader.get("/search/", {"q": "1"})) == []


TEXTS = ("1", "X-1", "4.00", "12,000", "Nov 9, 2001", "Nov 2001", "cantor", "notice")


def _counts(client: Client) -> dict[str, int]:
    counts = {}
    for text in TEXTS:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/search/", {"q": text}).status_code == 200
        counts[text] = len(asked)
    return counts


def test_the_number_of_queries_does_not_grow_with_the_books(reader: Client, books: Books) -> None:
    few = _counts(reader)
    by = UserFactory()
    placement = Placement.objects.get(agreement__slug="sales-agreement")
    sell_many(placement, 60, shares=7, by=by)
    for status in ("draft", "accepted", "closed") * 5:
        PlacementFactory(agreement=placement.agreement, status=status, shares_offered=7, by=by)
    assert _counts(reader) == few
    assert max(few.values()) <= 35
