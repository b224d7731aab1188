"""The datasets of notices, failed deliveries and instructions: one row a sale, byte for byte."""

from datetime import date, time
from decimal import Decimal
from io import StringIO

from django.core.management import call_command

from neoequity.people.models import User
from placements.actions.agent_notice import StatedSale, receive_notice
from placements.actions.delivery_failure import fail_delivery
from placements.models import Sale
from placements.terms.agent_notice import Figures
from tests.clients import logged_in
from tests.factories import TODAY
from tests.settlement.instructions import DUE_ON, drafted


def exported(dataset: str, **asked: str) -> list[str]:
    out = StringIO()
    call_command("export", dataset, stdout=out, **asked)
    return out.getvalue().splitlines()


def test_a_notice_has_a_row_for_each_sale_with_what_is_stated_and_the_difference(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    stated = Figures(price=Decimal("4.00"), commission=Decimal("159.99"))
    notice = receive_notice(
        sale.agreement,
        [StatedSale(second), StatedSale(sale, stated)],
        received_on=TODAY,
        received_time=time(16, 5),
        by=treasurer,
        today=TODAY,
    )
    header, first, last = exported("agent_notices", as_of="2001-11-13")
    assert header == (
        "agreement,notice,received_on,received_time,sale,shares,price,gross,commission,fees,net,"
        "settlement_date,gross_difference,commission_difference,fees_difference,net_difference,"
        "remark,replaces,reason,recorded_at,recorded_by"
    )
    start = f"sales-agreement,{notice.pk},2001-11-13,'16:05:00"
    assert first.startswith(f"{start},1,,4.000000,,159.99,,,,,-0.01,,,")
    assert last.startswith(f"{start},2,,,,,,,,,,,,")


def test_a_failure_has_its_days_and_its_reason(sale: Sale, treasurer: User) -> None:
    failure = fail_delivery(
        sale,
        failed_on=DUE_ON,
        new_day=date(2001, 11, 16),
        reason="Wrong account.",
        by=treasurer,
        today=DUE_ON,
    )
    _, row = exported("delivery_failures", as_of="2001-11-15")
    told = f"sales-agreement,1,{failure.pk},2001-11-15,2001-11-16,Wrong account.,"
    assert row.startswith(told)
    assert exported("delivery_failures", as_of="2001-11-14")[1:] == []


def test_an_instruction_has_a_row_for_each_sale_in_the_status_of_the_day(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    drafted(sale, second, by=treasurer)
    to = "U.S. Stock Transfer Corporation,Cantor Fitzgerald & Co.,'0197,4711-NEOT,,"
    assert exported("delivery_instructions", as_of="2001-11-15") == [
        (
            "agreement,instruction,settlement_day,status,status_on,sale,shares,transfer_agent,"
            "recipient,participant,account,reference,remark"
        ),
        f"sales-agreement,1,2001-11-15,draft,2001-11-15,1,1000,{to}",
        f"sales-agreement,1,2001-11-15,draft,2001-11-15,2,500,{to}",
    ]


def test_each_is_a_workbook_too(sale: Sale, treasurer: User) -> None:
    receive_notice(
        sale.agreement,
        [StatedSale(sale)],
        received_on=TODAY,
        received_time=time(16, 5),
        by=treasurer,
        today=TODAY,
    )
    drafted(sale, by=treasurer)
    for dataset in ("agent_notices", "delivery_instructions"):
        answer = logged_in(treasurer).get(f"/exports/{dataset}.xlsx?as_of=2001-11-15")
        assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
