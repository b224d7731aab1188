"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import (
    history_by_issuer,
    history_by_row,
    kept_apart,
    rows_by_issuer,
    rows_by_row,
)
from neoequity.books.triggers.seen import of_row

# Each is attached to one record, of one of these kinds.
ATTACHED = " OR ".join(
    f"({of_row(f'placements_{kind}', f'{kind}_id')})"
    for kind in ("agreement", "placement", "sale", "delivery")
)


class Migration(migrations.Migration):

    dependencies = [
        ("placements", "0007_deliveries_by_day"),
        ("books", "0004_issuers_apart"),
    ]

    operations = [
        *rows_by_issuer(
            "placements_agreement",
            "placements_loadedevent",
            "placements_shelf",
            "placements_split",
        ),
        *rows_by_row(
            placements_agentnotice=("placements_agreement", "agreement_id"),
            placements_agentnoticesale=("placements_agentnotice", "notice_id"),
            placements_cashtotal=("placements_agreement", "agreement_id"),
            placements_closingtotal=("books_closing", "closing_id"),
            placements_daytotal=("placements_agreement", "agreement_id"),
            placements_delivery=("placements_sale", "sale_id"),
            placements_deliveryfailure=("placements_sale", "sale_id"),
            placements_deliveryinstruction=("placements_agreement", "agreement_id"),
            placements_deliveryinstructionline=("placements_deliveryinstruction", "instruction_id"),
            placements_feetier=("placements_agreement", "agreement_id"),
            placements_placement=("placements_agreement", "agreement_id"),
            placements_receipt=("placements_agreement", "agreement_id"),
            placements_receiptpart=("placements_receipt", "receipt_id"),
            placements_sale=("placements_agreement", "agreement_id"),
            placements_saleaggregate=("placements_agreement", "agreement_id"),
            placements_termcitation=("placements_agreement", "agreement_id"),
            placements_termversion=("placements_shelf", "shelf_id"),
        ),
        *kept_apart({"placements_attachment": ATTACHED}),
        *history_by_issuer(
            "placements_agreementevent",
            "placements_shelfevent",
        ),
        *history_by_row(
            placements_deliveryinstructionevent=("placements_agreement", "agreement_id"),
            placements_deliveryinstructionlineevent=("placements_deliveryinstruction", "instruction_id"),
            placements_feetierevent=("placements_agreement", "agreement_id"),
            placements_placementevent=("placements_agreement", "agreement_id"),
            placements_termcitationevent=("placements_agreement", "agreement_id"),
        ),
    ]

SCHEMA = """
8b8d9a3bf500 policy books_approval.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy books_closing.rows_of_the_issuers_that_are_seen
96485ca8390e policy placements_agentnotice.rows_of_the_issuers_that_are_seen
0645c005383c policy placements_agentnoticesale.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy placements_agreement.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy placements_agreementevent.rows_of_the_issuers_that_are_seen
73d21c75f847 policy placements_attachment.rows_of_the_issuers_that_are_seen
0091f189adb1 policy placements_cashtotal.rows_of_the_issuers_that_are_seen
65fb5f34d53e policy placements_closingtotal.rows_of_the_issuers_that_are_seen
3ea30f7a2115 policy placements_daytotal.rows_of_the_issuers_that_are_seen
693ed613f9f4 policy placements_delivery.rows_of_the_issuers_that_are_seen
2cb9f7fb5a1f policy placements_deliveryfailure.rows_of_the_issuers_that_are_seen
34725e9f95e3 policy placements_deliveryinstruction.rows_of_the_issuers_that_are_seen
0513981ecbc5 policy placements_deliveryinstructionevent.rows_of_the_issuers_that_are_seen
3ce936dfbda9 policy placements_deliveryinstructionline.rows_of_the_issuers_that_are_seen
2d30887c9c82 policy placements_deliveryinstructionlineevent.rows_of_the_issuers_that_are_seen
53e73603db5d policy placements_feetier.rows_of_the_issuers_that_are_seen
5c5a0dbd3c0b policy placements_feetierevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy placements_loadedevent.rows_of_the_issuers_that_are_seen
3e95fb20fd74 policy placements_placement.rows_of_the_issuers_that_are_seen
57e63973b553 policy placements_placementevent.rows_of_the_issuers_that_are_seen
24262cbb7328 policy placements_receipt.rows_of_the_issuers_that_are_seen
be870b2c35e6 policy placements_receiptpart.rows_of_the_issuers_that_are_seen
f8085444f8f7 policy placements_sale.rows_of_the_issuers_that_are_seen
2c09a8c8f91a policy placements_saleaggregate.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy placements_shelf.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy placements_shelfevent.rows_of_the_issuers_that_are_seen
fcc7cce496a5 policy placements_termcitation.rows_of_the_issuers_that_are_seen
3c9cce0c2f1c policy placements_termcitationevent.rows_of_the_issuers_that_are_seen
cf7c8eff10d5 policy placements_termversion.rows_of_the_issuers_that_are_seen
cc8c08682518 table books_approval
cc8c08682518 table books_closing
cc8c08682518 table placements_agentnotice
cc8c08682518 table placements_agentnoticesale
cc8c08682518 table placements_agreement
cc8c08682518 table placements_agreementevent
cc8c08682518 table placements_attachment
cc8c08682518 table placements_cashtotal
cc8c08682518 table placements_closingtotal
cc8c08682518 table placements_daytotal
cc8c08682518 table placements_delivery
cc8c08682518 table placements_deliveryfailure
cc8c08682518 table placements_deliveryinstruction
cc8c08682518 table placements_deliveryinstructionevent
cc8c08682518 table placements_deliveryinstructionline
cc8c08682518 table placements_deliveryinstructionlineevent
cc8c08682518 table placements_feetier
cc8c08682518 table placements_feetierevent
cc8c08682518 table placements_loadedevent
cc8c08682518 table placements_placement
cc8c08682518 table placements_placementevent
cc8c08682518 table placements_receipt
cc8c08682518 table placements_receiptpart
cc8c08682518 table placements_sale
cc8c08682518 table placements_saleaggregate
cc8c08682518 table placements_shelf
cc8c08682518 table placements_shelfevent
cc8c08682518 table placements_termcitation
cc8c08682518 table placements_termcitationevent
cc8c08682518 table placements_termversion
"""
