"""The exports of a small ledger, byte for byte."""

from datetime import UTC, date
from decimal import Decimal

from placements.exports import DATASETS
from placements.models import Agreement, Sale
from tests.exports.conftest import Exported
from tests.factories import PlacementFactory

SALES = (
    "agreement,placement,sale,kind,trade_date,settlement_date,status,method,shares,price,gross,"
    "commission,net,cumulative_gross,remaining_capacity,agent_reference,reverses,recorded_at,"
    "recorded_by,deductions,remark,settlement_reason,adjusts,agent,paid_on,cash_received"
)
AGREEMENTS = (
    "agreement,issuer,agent,shelf,signed_on,capacity,gross_sold,gross_settled,reserved,"
    "remaining_capacity,shares_sold,commission,net,deductions,terminated_on"
)
PLACEMENTS = (
    "agreement,placement,status,proposed_on,accepted_on,closed_on,shares_offered,minimum_price,"
    "shares_sold,gross,average_price"
)


def recorded(sale: Sale) -> str:
    """When and by whom, and what was neither deducted nor said nor paid, as the last cells say."""
    sale.refresh_from_db()
    at = sale.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{at.replace('+00:00', 'Z')},treasurer,0.00,,,,Cantor Fitzgerald & Co.,,0.00"


def test_sales_as_of_today(ledger: list[Sale], exported: Exported) -> None:
    settled, wrong, overdue, reversal, nasdaq = map(recorded, ledger)

    assert exported("sales") == [
        SALES,
        (
            "other-agreement,1,1,sale,2001-11-09,2001-11-15,unsettled,nasdaq,20000,3.720000,74400.00,"
            f"2976.00,71424.00,74400.00,8325600.00,424B3-2001-11-12,,{nasdaq}"
        ),
        (
            "sales-agreement,1,1,sale,2001-10-26,2001-10-31,settled,negotiated,100000,4.250000,"
            f"425000.00,17000.00,408000.00,425000.00,24575000.00,S-1,,{settled}"
        ),
        (
            "sales-agreement,1,2,sale,2001-11-09,2001-11-15,reversed,negotiated,1000,4.025400,4025.37,"
            f"161.01,3864.36,429025.37,24570974.63,S-2,,{wrong}"
        ),
        (
            "sales-agreement,1,3,sale,2001-11-01,2001-11-06,overdue,negotiated,2000,4.500000,9000.00,"
            f"360.00,8640.00,438025.37,24561974.63,S-3,,{overdue}"
        ),
        (
            "sales-agreement,1,4,reversal,2001-11-12,,reversed,negotiated,-1000,4.025400,-4025.37,"
            f"-161.01,-3864.36,434000.00,24566000.00,,2,{reversal}"
        ),
    ]


def test_before_its_reversal_takes_effect_a_sale_still_counts(
    ledger: list[Sale], exported: Exported
) -> None:
    lines = exported("sales", date(2001, 11, 9), agreement="sales-agreement")

    cells = [line.split(",") for line in lines[1:]]
    assert [(row[2], row[3], row[6]) for row in cells] == [
        ("1", "sale", "settled"),
        ("2", "sale", "unsettled"),
        ("3", "sale", "overdue"),
    ]
    assert cells[-1][13:15] == ["438025.37", "24561974.63"]


def test_running_totals_run_over_the_rows_of_the_day(
    ledger: list[Sale], exported: Exported
) -> None:
    rows = [line.split(",") for line in exported("sales", date(2001, 11, 1))[1:]]

    assert [(row[2], row[13]) for row in rows] == [("1", "425000.00"), ("3", "434000.00")]


def test_agreements(ledger: list[Sale], exported: Exported) -> None:
    assert exported("agreements") == [
        AGREEMENTS,
        (
            'other-agreement,"NeoTherapeutics, Inc.",Cantor Fitzgerald & Co.,333-64444,2001-06-12,'
            "8400000.00,74400.00,0.00,105000.00,8325600.00,20000,2976.00,71424.00,0.00,"
        ),
        (
            'sales-agreement,"NeoTherapeutics, Inc.",Cantor Fitzgerald & Co.,333-53108,2001-06-12,'
            "25000000.00,434000.00,425000.00,3592000.00,24566000.00,102000,17360.00,416640.00,0.00,"
        ),
    ]


def test_placements(ledger: list[Sale], exported: Exported) -> None:
    PlacementFactory(agreement=Agreement.objects.get(slug="sales-agreement"), closed=True)

    assert exported("placements") == [
        PLACEMENTS,
        "other-agreement,1,accepted,2001-10-01,2001-10-01,,50000,,20000,74400.00,3.720000",
        (
            "sales-agreement,1,accepted,2001-10-01,2001-10-01,,1000000,4.000000,102000,434000.00,"
            "4.254902"
        ),
        "sales-agreement,2,closed,2001-10-01,2001-10-01,2001-10-01,1000000,4.000000,0,0.00,",
    ]


def test_one_agreement_alone(ledger: list[Sale], exported: Exported) -> None:
    for dataset in DATASETS.keys() - {"closings", "receipts"}:  # nothing is closed or paid here
        lines = exported(dataset, agreement="other-agreement")
        assert [line.split(",")[0] for line in lines] == ["agreement", "other-agreement"]


def test_the_figures_of_the_three_datasets_agree(ledger: list[Sale], exported: Exported) -> None:
    for day in (date(2001, 10, 31), date(2001, 11, 9), date(2001, 11, 12)):
        asked = {"as_of": day, "agreement": "sales-agreement"}
        sold = [Decimal(line.split(",")[10]) for line in exported("sales", **asked)[1:]]
        placed = [Decimal(line.split(",")[9]) for line in exported("placements", **asked)[1:]]
        position = exported("agreements", **asked)[1].split(",")
        last = exported("sales", **asked)[-1].split(",")
        assert sum(sold) == sum(placed) == Decimal(position[7]) == Decimal(last[13])
        assert position[10] == last[14]
