"""Sales are posted in the admin as anywhere else, or refused with the same sentences."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.sale import Consideration, record_sale
from placements.admin import sales as admin_sales
from placements.models import Placement, Sale
from tests.admin.typed import address, books, notice_form, sentences, sentences_of
from tests.factories import TODAY, PlacementFactory, notice_of, sell

pytestmark = pytest.mark.django_db


def test_a_sale_is_posted_with_its_commission_and_settlement_date(
    admin: Client, chief: User, placement: Placement
) -> None:
    notice = notice_of(placement, 1000, "4.00", agent_reference="CF-9", remark="by telephone")

    response: Any = admin.post(address("sale_add"), notice_form(placement, notice))

    sale = Sale.objects.get()
    assert response.url == address("sale_changelist")
    assert (sale.gross, sale.commission, sale.net) == (
        Decimal("4000.00"),
        Decimal("160.00"),
        Decimal("3840.00"),
    )
    assert sale.settlement_date == date(2001, 11, 15)
    assert (sale.recorded_by, sale.agent_reference, sale.remark) == (chief, "CF-9", "by telephone")


def test_a_likely_duplicate_is_posted_with_a_warning(admin: Client, placement: Placement) -> None:
    sell(placement, 1000, "4.00", agent_reference="X-1")
    notice = notice_of(placement, 1000, "4.00", agent_reference="Y-7")

    response: Any = admin.post(address("sale_add"), notice_form(placement, notice), follow=True)

    assert Sale.objects.count() == 2
    assert [message.level_tag for message in response.context["messages"]].count("warning") == 1
    assert "This sale looks like sale 1 of the Sales Agreement" in response.content.decode()


RULES: dict[str, dict[str, Any]] = {
    "more shares than the placement has left": {"shares": 1_000_001},
    "more than the agreement has left": {"shares": 999_999, "price": "26.00"},
    "below the minimum price": {"price": "3.999999"},
    "a method that is not allowed": {"method": "ecn"},
    "before acceptance": {"trade_date": date(2001, 9, 28)},
    "in the future": {"trade_date": date(2001, 11, 14)},
    "on a Sunday": {"trade_date": date(2001, 11, 11)},
    "a gross that does not fit": {"gross": Decimal("4010.00")},
    "a reference booked already": {"agent_reference": "CF-BOOKED"},
    "a reference booked already in another spelling": {"agent_reference": "cf booked"},
    "a gross too far from a price of four decimals": {
        "price": Decimal("4.0300"),
        "gross": Decimal("4030.06"),
    },
    "a reference like a formula": {"agent_reference": "=1+1"},
    "another settlement date without a reason": {"settlement_date": date(2001, 11, 16)},
    "settlement on Veterans Day": {"settlement_date": date(2001, 11, 12)},
    "deductions above the gross": {"deductions": Decimal("4000.00")},
    "several at once": {"method": "nasdaq", "price": "3.00", "trade_date": date(2001, 11, 10)},
}


@pytest.mark.parametrize("rule", RULES)
def test_a_sale_that_breaks_a_rule_gets_the_actions_sentences_and_changes_nothing(
    admin: Client, chief: User, placement: Placement, rule: str
) -> None:
    sell(placement, agent_reference="CF-BOOKED")
    notice = notice_of(placement, **{"shares": 1000, "price": "4.00", **RULES[rule]})
    with pytest.raises(Refused) as refused:
        record_sale(notice, by=chief, today=TODAY)
    before = books()

    response = admin.post(address("sale_add"), notice_form(placement, notice))

    assert sentences(response) == sentences_of(refused.value)
    assert books() == before


def test_a_refusal_that_arises_only_in_posting_is_shown_as_well(
    admin: Client, placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_sales, "consider_sale", lambda *_, **__: Consideration([]))
    notice = notice_of(placement, 1000, "3.00")
    before = books()

    response = admin.post(address("sale_add"), notice_form(placement, notice))

    (sentence,) = sentences(response)["price"]
    assert "$4.0000" in sentence
    assert books() == before
    assert response.context["adminform"].form["agent_reference"].value() == notice.agent_reference


def test_a_refusal_of_the_database_is_a_sentence_and_no_failure(
    admin: Client, placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post_twice(notice: Any, **how: Any) -> None:
        sale = record_sale(notice, **how)
        Sale.objects.filter(pk=sale.pk).update(shares=1)

    monkeypatch.setattr(admin_sales, "record_sale", post_twice)
    before = books()

    response = admin.post(address("sale_add"), notice_form(placement, notice_of(placement)))

    assert sentences(response) == {
        "": ["A posted sale is never changed or deleted; reverse it and record the right one."]
    }
    assert books() == before


@pytest.mark.parametrize("typed", ["1,00", "1e3", "NaN", "-5", "0", "٣", "9" * 40, ""])
def test_shares_are_one_whole_number(admin: Client, placement: Placement, typed: str) -> None:
    form = notice_form(placement, notice_of(placement)) | {"shares": typed}

    response = admin.post(address("sale_add"), form)

    assert list(sentences(response)) == ["shares"]
    assert not Sale.objects.exists()


def test_only_placements_that_were_accepted_are_offered(
    admin: Client, placement: Placement
) -> None:
    PlacementFactory(agreement=placement.agreement, proposed=True)

    field = admin.get(address("sale_add")).context["adminform"].form.fields["placement"]

    assert [label for _, label in field.choices][1:] == [
        "Sales Agreement · placement 1 · 1,000,000 shares left · minimum $4.00"
    ]


def test_a_reader_and_a_stranger_post_nothing(reader: User, placement: Placement) -> None:
    client, form = Client(), notice_form(placement, notice_of(placement))
    assert client.post(address("sale_add"), form).status_code == 302

    client.force_login(reader)

    assert client.post(address("sale_add"), form).status_code == 403
    assert not Sale.objects.exists()
