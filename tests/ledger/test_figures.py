"""Every stored figure that does not follow from the rows is found, by its name and both values."""

from hashlib import sha256

import pytest

from neoequity.books.models import Document
from neoequity.books.proof.proving import MOST_OF_A_KIND
from placements.selectors.ledger import prove_ledger
from tests.ledger.tampering import Tamper


def test_a_ledger_in_order_has_no_differences(ledger: None) -> None:
    proof = prove_ledger()

    assert proof.differences == []
    assert proof.looked_at.startswith(
        "2 agreements, 2 placements, 4 sales, 2 deliveries, 1 attachment; "
    )


SALE = "Sales Agreement, sale"
TAMPERED = {
    "total gross of an agreement": (
        (
            "UPDATE placements_agreement SET gross_sold = gross_sold + 0.01 "
            "WHERE slug = 'sales-agreement'"
        ),
        ["Sales Agreement: the gross sold is 434000.01; the rows give 434000.00."],
    ),
    "total shares of an agreement": (
        "UPDATE placements_agreement SET shares_sold = 1 WHERE slug = 'other-agreement'",
        ["Other Agreement: the number of shares sold is 1; the rows give 0."],
    ),
    "total commission of an agreement": (
        "UPDATE placements_agreement SET commission_sold = 0 WHERE slug = 'sales-agreement'",
        ["Sales Agreement: the commission on all sales is 0.00; the rows give 17360.00."],
    ),
    "the signing day of an agreement": (
        "UPDATE placements_agreement SET signed_on = '2001-06-11' WHERE slug = 'other-agreement'",
        [
            (
                "Other Agreement: the term “signed on” is 2001-06-11; its last version says "
                "2001-06-12."
            )
        ],
    ),
    "totals of a placement": (
        (
            "UPDATE placements_placement SET gross_sold = 1, shares_sold = 2 WHERE number = 1 "
            "AND agreement_id = (SELECT id FROM placements_agreement WHERE slug = "
            "'other-agreement')"
        ),
        [
            "Other Agreement, placement 1: the gross sold is 1.00; the rows give 0.00.",
            "Other Agreement, placement 1: the number of shares sold is 2; the rows give 0.",
        ],
    ),
    "what a day settled": (
        "UPDATE placements_daytotal SET settled = 0 WHERE day = '2001-11-13'",
        [
            (
                "Sales Agreement, 2001-11-13: the gross settled on the day is 0.00; the rows give "
                "425000.00."
            )
        ],
    ),
    "a day that is missing": (
        "DELETE FROM placements_daytotal WHERE day = '2001-10-26'",
        [
            "Sales Agreement, 2001-10-26: the gross of the day is 0.00; the rows give 425000.00.",
            (
                "Sales Agreement, 2001-10-26: the number of shares of the day is 0; the rows give "
                "100000."
            ),
            (
                "Sales Agreement, 2001-10-26: the commission of the day is 0.00; the rows give "
                "17000.00."
            ),
            "Sales Agreement, 2001-10-26: the net of the day is 0.00; the rows give 408000.00.",
        ],
    ),
    "a day on which nothing happened": (
        (
            "INSERT INTO placements_daytotal (agreement_id, day, gross, shares, commission, net, "
            "settled) SELECT id, '2001-07-02', 0, 0, 0, 5, 0 FROM placements_agreement "
            "WHERE slug = 'other-agreement'"
        ),
        ["Other Agreement, 2001-07-02: the net of the day is 5.00; the rows give 0.00."],
    ),
    "how many sales an aggregate has": (
        "UPDATE placements_saleaggregate SET sales = 2 WHERE trade_date = '2001-10-26'",
        [
            (
                "Sales Agreement, placement 1, the aggregate of 2001-10-26, negotiated, due "
                "2001-10-31, delivered 2001-11-13: the number of sales is 2; the rows give 1."
            )
        ],
    ),
    "a sale in the aggregate of another day": (
        "UPDATE placements_saleaggregate SET reversed_on = NULL WHERE reversed_on IS NOT NULL",
        [
            f"Sales Agreement, placement 1, the aggregate of 2001-11-09, negotiated, due "
            f"2001-11-15, delivered 2001-11-13{reversed_on}: "
            f"{what} is {kept}; the rows give {given}."
            for what, figure in (
                ("the number of sales", "1"),
                ("the number of shares", "1000"),
                ("the gross", "4030.00"),
                ("the commission", "161.20"),
                ("the net", "3868.80"),
            )
            for reversed_on, kept, given in (
                (", reversed 2001-11-13", "0", figure),
                ("", figure, "0"),
            )
        ],
    ),
    "a number that was left out": (
        "UPDATE placements_sale SET number = 9 WHERE number = 4",
        ["Sales Agreement: the number of the sale in place 4 is 9; it must be 4."],
    ),
    "a cent of commission moved from one sale to another": (
        (
            "UPDATE placements_sale SET commission = commission + CASE number WHEN 1 THEN 0.01 "
            "ELSE -0.01 END, net = net - CASE number WHEN 1 THEN 0.01 ELSE -0.01 END "
            "WHERE number IN (1, 4)"
        ),
        [
            (
                "Sales Agreement, 2001-10-26: the commission of the day is 17000.00; the rows give "
                "17000.01."
            ),
        ],
    ),
    "a reversal of another method": (
        "UPDATE placements_sale SET method = 'other' WHERE number = 3",
        [
            "Sales Agreement, reversal 3: the method is other; it must be negotiated.",
        ],
    ),
    "a reversal before its sale": (
        "UPDATE placements_sale SET trade_date = '2001-11-08' WHERE number = 3",
        [
            (
                "Sales Agreement, reversal 3: the day of effect is 2001-11-08; it must be "
                "2001-11-09 "
                "or later."
            ),
        ],
    ),
    "a trade before the placement was accepted": (
        "UPDATE placements_placement SET accepted_on = '2001-10-29', status_on = '2001-10-29'",
        [
            (
                f"{SALE} 1: the trade date is 2001-10-26; it must be 2001-10-29, the day of "
                "acceptance, or later."
            ),
        ],
    ),
    "a price below the minimum": (
        "UPDATE placements_placement SET minimum_price = 4.25",
        [
            f"{SALE} 2: the price is 4.030000; it must be 4.250000, the minimum, or more.",
        ],
    ),
    "a delivery before the trade": (
        (
            "UPDATE placements_delivery SET delivered_on = '2001-10-25' WHERE sale_id = "
            "(SELECT id FROM placements_sale WHERE number = 1)"
        ),
        [
            (
                f"{SALE} 1: the day of delivery is 2001-10-25; it must be 2001-10-26, the trade "
                "date, "
                "or later."
            ),
        ],
    ),
    "a placement accepted before it was proposed": (
        (
            "UPDATE placements_placement SET proposed_on = '2001-10-02' WHERE agreement_id = "
            "(SELECT id FROM placements_agreement WHERE slug = 'other-agreement')"
        ),
        [
            (
                "Other Agreement, placement 1: the day it was accepted is 2001-10-01; it must be "
                "2001-10-02 or later."
            ),
            (
                "Other Agreement, placement 1: the day of its status is 2001-10-01; it must be "
                "2001-10-02 or later."
            ),
        ],
    ),
}


def test_a_document_whose_bytes_were_changed_is_found_by_its_name(tamper: Tamper) -> None:
    [document] = Document.objects.all()
    kept = document.sha256
    tamper(
        "ALTER TABLE books_document DROP CONSTRAINT a_document_is_known_by_the_hash_of_its_bytes",
        "ALTER TABLE books_document DROP CONSTRAINT a_document_has_the_size_of_its_bytes",
        "UPDATE books_document SET content = 'another'",
    )

    follows = sha256(b"another").hexdigest()
    name = f"Document {document.pk} (“notice.pdf”)"
    assert {
        f"{name}: the SHA-256 is {kept}; the bytes kept give {follows}.",
        f"{name}: the number of bytes is {document.size}; the bytes kept give 7.",
    } <= set(prove_ledger().differences)


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_written_past_the_rules_is_found(what: str, tamper: Tamper) -> None:
    statement, sentences = TAMPERED[what]

    tamper(statement)

    found = prove_ledger().differences
    assert [sentence for sentence in sentences if sentence not in found] == []


def test_what_changed_without_an_event_is_found(tamper: Tamper) -> None:
    tamper("UPDATE placements_placement SET remark = 'quietly' WHERE number = 1")
    tamper("UPDATE placements_agreement SET capacity = 26000000 WHERE slug = 'sales-agreement'")

    told = [sentence.partition(": ")[2] for sentence in prove_ledger().differences]
    assert sorted(told) == [
        "capacity is “26000000.00”; the last change in its history left “25000000.00”.",
        "remark is “quietly”; the last change in its history left “”.",
        "remark is “quietly”; the last change in its history left “”.",
        "the term “capacity” is 26000000.00; its last version says 25000000.00.",
    ]


def test_sales_beyond_the_capacity_are_found(tamper: Tamper) -> None:
    tamper("UPDATE placements_agreement SET gross_sold = 0")
    tamper("UPDATE placements_agreement SET capacity = 400000 WHERE slug = 'sales-agreement'")

    assert (
        "Sales Agreement: the gross of all sales is 434000.00; it must be from 0 to 400000.00, its "
        "capacity."
    ) in prove_ledger().differences


def test_very_many_differences_of_a_kind_are_cut_short(tamper: Tamper) -> None:
    tamper(
        "INSERT INTO placements_daytotal (agreement_id, day, gross, shares, commission, net, "
        "settled) SELECT a.id, date '1990-01-01' + n, 1, 0, 0, 0, 0 "
        "FROM placements_agreement a, generate_series(1, 101) n WHERE a.slug = 'other-agreement'"
    )

    found = prove_ledger().differences
    assert len(found) == MOST_OF_A_KIND + 1
    assert found[-1] == "And more of this kind: totals of days."
