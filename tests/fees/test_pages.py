"""Stated commissions on the pages: typed, previewed, imported, shown with their calculation."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from placements.models import AgentNoticeSale, Agreement, Placement, Sale
from placements.terms.programme import TierFacts
from tests.admin.typed import agreement_form
from tests.amendments.changing import amended
from tests.clients import logged_in
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.fees.conftest import stated_agreement
from tests.pages.plain_text import words
from tests.pages.test_importing import send
from tests.reports.reporting import rows
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

HEADER = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"
RARE = "commission,deductions,remark"


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def writer(db: None) -> Client:
    """Somebody who enters sales."""
    return logged_in(UserFactory(username="writer"))


@built_once
def chief(db: None) -> Client:
    """Somebody who may do all in the admin."""
    return logged_in(UserFactory(username="chief", is_staff=True, is_superuser=True))


def typed(placement: Placement, **said: Any) -> dict[str, Any]:
    return {
        "placement": placement.pk,
        "trade_date": "2001-11-09",
        "method": "negotiated",
        "shares": "1000",
        "price": "4.00",
        "agent_reference": "N-1",
        **said,
    }


def pasted(*lines: str) -> str:
    return "\n".join(
        [f"{HEADER},{RARE}", *(f"sales-agreement,1,2001-11-09,{line}" for line in lines)]
    )


def test_the_preview_shows_what_is_stated_the_maximum_and_the_second_fee(
    writer: Client, with_second_fee: Placement
) -> None:
    page = writer.post("/sales/preview/", typed(with_second_fee, commission="51.60"))
    said = words(page)
    assert "$51.60 as stated; at most 3.00% of the gross" in said
    assert "second fee of 1.00%: $40.00" in said
    assert "Ready to post." in said


def test_the_preview_asks_for_a_commission_that_is_missing(
    writer: Client, stated: Placement
) -> None:
    page = writer.post("/sales/preview/", typed(stated))
    assert "Enter the commission that the agent’s notice states" in words(page)


def test_the_form_posts_what_is_typed(writer: Client, stated: Placement) -> None:
    response = writer.post("/sales/new/", typed(stated, commission="51.60"))
    assert response.status_code == 302
    assert Sale.objects.get().commission_stated == Decimal("51.60")


def test_a_hand_made_post_past_the_maximum_posts_nothing(writer: Client, stated: Placement) -> None:
    response = writer.post("/sales/new/", typed(stated, commission="120.01"))
    assert response.status_code == 422
    assert not Sale.objects.exists()


def test_the_page_of_a_sale_says_as_stated_with_its_rate_and_the_maximum(
    writer: Client, with_second_fee: Placement
) -> None:
    sale = sell(with_second_fee, commission=Decimal("5.16"))
    said = words(writer.get(sale.get_absolute_url()))
    assert (
        "As stated in the agent’s notice: $5.16, 0.129% of the gross. The maximum is 3.00% (p. 5)."
    ) in said.replace("0.1290%", "0.129%")
    assert "Second fee, to the cent $4,000.00 1.00% $40.00" in said


def test_the_page_of_an_agreement_adds_up_what_sales_state(
    writer: Client, with_second_fee: Placement
) -> None:
    sell(with_second_fee, commission=Decimal("5.16"))
    sell(with_second_fee, commission=Decimal("4.00"))
    said = words(writer.get(with_second_fee.agreement.get_absolute_url()))
    assert "As stated with each sale, on gross proceeds of $8,000.00 $9.16" in said
    assert "Second fee of 1.00%, on each sale to the cent $80.00" in said
    assert "up to 4.00% commission, as each sale states it, second fee included" in said


def test_the_page_of_an_agreement_tells_stated_days_from_days_with_tiers(
    writer: Client, stated: Placement
) -> None:
    sell(stated, commission=Decimal("5.16"))
    tiers = [TierFacts(Decimal(0), Decimal("0.04"), "")]
    amended(stated.agreement, commission_maximum_rate=None, fee_tiers=tiers)
    page = words(writer.get(stated.agreement.get_absolute_url()))
    assert "none: as each sale states it, at most 3.00%" in page
    assert "As stated with each sale $5.16" in page


def test_pasted_rows_may_have_commission_deductions_and_remark(
    writer: Client, stated: Placement
) -> None:
    text = pasted("1000,4.00,,negotiated,N-1,51.60,0.75,transfer fee")
    page = words(writer.post("/sales/import/", {"paste": text}))
    assert "commission $51.60 · net $3,947.65" in page
    assert "Ready to post." in page


def test_a_pasted_row_without_its_commission_is_refused_beside_an_empty_cell(
    writer: Client, stated: Placement
) -> None:
    text = f"{HEADER}\nsales-agreement,1,2001-11-09,1000,4.00,,negotiated,N-1"
    response = writer.post("/sales/import/", {"paste": text})
    assert "Enter the commission that the agent’s notice states" in words(response)
    assert 'id="r0-commission"' in response.content.decode()


def run_import(path: Path, *lines: str) -> None:
    path.write_text(pasted(*lines), encoding="utf-8")
    call_command("import_sales", str(path))


def test_the_command_imports_commission_deductions_and_remark(
    stated: Placement, tmp_path: Path
) -> None:
    run_import(
        tmp_path / "notices.csv",
        "1000,4.00,,negotiated,N-1,51.60,0.75,transfer fee",
        "1000,4.00,,negotiated,N-2,0.00,,",
    )
    assert list(
        Sale.objects.order_by("number").values_list("commission", "deductions", "remark")
    ) == [
        (Decimal("51.60"), Decimal("0.75"), "transfer fee"),
        (Decimal("0.00"), Decimal("0.00"), ""),
    ]


def test_the_command_names_the_line_of_a_commission_past_the_maximum(
    stated: Placement, tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as refused:
        run_import(tmp_path / "notices.csv", "1000,4.00,,negotiated,N-1,120.01,,")
    assert str(refused.value) == (
        "Line 2: The commission of $120.01 is more than the $120.00 that 3.00% of the gross of "
        "$4,000.00 comes to, the maximum under the Sales Agreement (p. 5)."
    )
    assert not Sale.objects.exists()


def test_the_notice_of_a_recorded_sale_states_its_commission_and_differs_in_nothing(
    writer: Client, with_second_fee: Placement, tmp_path: Path
) -> None:
    file = tmp_path / "notice.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with file.open("rb") as document:
        writer.post("/sales/new/", typed(with_second_fee, commission="51.60", document=document))
    line = AgentNoticeSale.objects.get()
    assert line.commission == line.sale.commission == Decimal("91.60")


def test_the_admin_enters_an_agreement_with_a_maximum_and_no_tiers(chief: Client) -> None:
    agreement = stated_agreement()
    form = agreement_form(agreement, commission_maximum_rate="2.5")
    response = chief.post(f"/admin/placements/agreement/{agreement.pk}/change/", form)
    assert response.status_code == 302
    assert Agreement.objects.get().commission_maximum_rate == Decimal("0.025")


def test_the_admin_refuses_fee_tiers_beside_a_maximum(chief: Client) -> None:
    agreement = stated_agreement()
    tier = {
        "fee_tiers-TOTAL_FORMS": 1,
        "fee_tiers-INITIAL_FORMS": 0,
        "fee_tiers-0-above": "0",
        "fee_tiers-0-rate": "3",
    }
    form = {**agreement_form(agreement), **tier}
    response = chief.post(f"/admin/placements/agreement/{agreement.pk}/change/", form)
    assert "An agreement has fee tiers or a maximum commission" in words(response)
    assert not agreement.fee_tiers.exists()


def test_the_admin_posts_a_sale_with_its_commission(chief: Client, stated: Placement) -> None:
    chief.post("/admin/placements/sale/add/", typed(stated, commission="51.60"))
    assert Sale.objects.get().commission == Decimal("51.60")


def test_the_admin_shows_the_parts_of_a_commission(
    chief: Client, with_second_fee: Placement
) -> None:
    sale = sell(with_second_fee, commission=Decimal("51.60"))
    said = words(chief.get(f"/admin/placements/sale/{sale.pk}/change/"))
    assert re.search(r"of the commission, as stated:? \$51\.60", said, re.IGNORECASE)
    assert re.search(r"of the commission, second fee:? \$40\.00", said, re.IGNORECASE)


def test_an_amendment_to_a_maximum_is_previewed_in_words(writer: Client) -> None:
    placement: Placement = PlacementFactory()
    page = writer.get(f"/agreements/{placement.agreement.slug}/amend/")
    initial = page.context["form"].initial
    form = {name: value for name, value in initial.items() if value not in (None, False)}
    form |= {
        "kind": "amendment",
        "document": "Amendment No. 1",
        "reason": "as agreed",
        "shelf": placement.agreement.shelf_id,
        "expense_refundable": "False",
        "warrant_pooled": "False",
        "warrant_last_day_included": "True",
        "fee_tiers": "",
        "commission_maximum_rate": "3",
        "largest_commission": "",
    }
    said = words(writer.post(f"/agreements/{placement.agreement.slug}/amend/", form))
    assert "Commission as stated, at most not available 3.00%" in said
    assert "as each sale states it" in said


def test_the_commission_report_has_a_row_for_what_is_stated_and_one_for_the_second_fee(
    with_second_fee: Placement,
) -> None:
    sell(with_second_fee, 1001, commission=Decimal("100.00"))
    stated, second = rows("commission", "2001-10-01", "2001-12-31")
    assert (stated["rate"], stated["gross_in_tier"], stated["commission_in_tier"]) == (
        "",
        "4004.00",
        "100.000000",
    )
    assert (second["rate"], second["gross_in_tier"], second["commission_in_tier"]) == (
        "0.010000",
        "",
        "40.040000",
    )
    assert stated["commission"] == second["commission"] == "140.04"


def test_the_quarter_report_has_both_fees_as_commission(with_second_fee: Placement) -> None:
    sell(with_second_fee, 1001, commission=Decimal("100.00"), deductions=Decimal("0.04"))
    [sold] = [
        each for each in rows("quarter", "2001-10-01", "2001-12-31") if each["basis"] == "sold"
    ]
    assert (sold["gross"], sold["commission"], sold["deductions"], sold["net"]) == (
        "4004.00",
        "140.04",
        "0.04",
        "3863.92",
    )


def test_five_hundred_rows_with_every_column_are_checked_and_posted(
    writer: Client, stated: Placement
) -> None:
    day = "2001-11-15,as usual"
    lines = [f"10,4.00,,negotiated,N-{n},1.00,0.10,a fee,{day}" for n in range(500)]
    text = pasted(*lines).replace(RARE, f"{RARE},settlement_date,settlement_reason")
    page = writer.post("/sales/import/", {"paste": text})
    posted = send(writer, page, "post")
    assert "500 sales posted." in words(posted)
    assert Sale.objects.filter(commission=Decimal("1.00"), remark="a fee").count() == 500
