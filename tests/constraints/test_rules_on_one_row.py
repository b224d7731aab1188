"""Every constraint of every model, broken by a raw statement that it refuses by its name.

The models are asked for their constraints, so that a new one without a case here fails. What a
posted row may hold, a cross being what the cases below try:

|                 | sale                  | reversal              |
|-----------------|-----------------------|-----------------------|
| shares, gross   | above zero (x: zero)  | below zero (x: zero)  |
| commission      | zero or above (x)     | zero or below (x)     |
| deductions      | zero or above (x)     | zero or below (x)     |
| settlement date | after the trade (x)   | none (x: any)         |
| reference       | given (x: none)       | none (x: given)       |
| reason          | free                  | given (x: none)       |
"""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from neoequity.books.models import Approval, MarketClosure
from neoequity.clock import real_day
from placements.models import Sale, TermVersion
from placements.terms.limits import LIMITS
from tests.constraints.attempts import (
    Attempt,
    again,
    attached_again,
    attachment,
    change,
    decision,
    document,
    in_turn,
    on_record,
    reversal,
    reversed_twice,
    sale,
    unguarded,
)
from tests.constraints.conftest import House
from tests.constraints.frames import each_ruled, refused_by_rule, rules
from tests.constraints.kept import raw
from tests.constraints.rows import adjustment_of, columns_of, insert, run, update
from tests.constraints.settlement import RULES_OF_SETTLEMENT
from tests.constraints.test_raw_receipts import RULED as OF_CASH
from tests.constraints.versions import version_of
from tests.limits import edges_of

ZERO = Decimal("0.00")
ONE_DAY = timedelta(days=1)
ONE_CENT = {"gross": Decimal("0.01"), "commission": ZERO, "net": Decimal("0.01")}
#: Tested with the register that they adjust, in tests/warrants/constraints.
OF_SPLITS = {
    "an_issuer_splits_once_a_day",
    "a_split_changes_the_number_of_shares",
    "Split.approval",
}
NO_MONEY = {"gross": ZERO, "commission": ZERO, "net": ZERO}


def version(**changes: Any) -> Attempt:
    """INSERT the version that was approved, but for these columns."""
    return lambda house: insert(TermVersion, version_of(house, **changes))


def approved_twice(house: House) -> None:
    columns = version_of(house)
    insert(TermVersion, columns)
    insert(TermVersion, {**columns, "number": 3})


def numbered_twice(house: House) -> None:
    columns = version_of(house)
    insert(TermVersion, columns)
    another = Approval.objects.filter(kind="proposal").latest("pk")
    insert(TermVersion, {**columns, "approval_id": another.pk})


def spelled_differently(house: House) -> None:
    spelled = f"{house.waiting.agent_reference}".lower().replace("-", " / ")
    sale(agent_reference=f"{spelled}.")(house)


def closed_twice(house: House) -> None:
    insert(MarketClosure, columns_of(MarketClosure.objects.get(day=date(2001, 11, 12))))


#: Held against each end of each limit in test_limits.py.
LIMITED: dict[str, list[Attempt]] = {
    f"{edge.limit.constraint}{suffix}": [
        change("other", **{edge.term: edge.outside})
        if not suffix
        else version(**{edge.term: edge.outside})
    ]
    for suffix in ("", "_in_a_version")
    for limit in LIMITS
    for edge in edges_of(limit)
}

CASES: dict[str, list[Attempt]] = {
    # Unique columns
    "Issuer.slug": [again("agreement.issuer")],
    "Shelf.file_number": [again("agreement.shelf")],
    "Agreement.slug": [again("other", code="X")],
    "ExceptionalDay.day": [again("day")],
    "MarketClosure.day": [closed_twice],
    "Sale.reverses": [reversed_twice],
    "Delivery.sale": [again("delivery")],
    "ChainHead.issuer": [unguarded(again("head"))],
    "there_is_one_change_log": [
        unguarded(raw("INSERT INTO books_changelog SELECT 2, length, digest FROM books_changelog"))
    ],
    "a_change_is_logged_once": [
        unguarded(
            raw(
                "INSERT INTO books_loggedchange SELECT position + 10^6, kind, entry, fields, "
                "digest, context_id FROM books_loggedchange LIMIT 1"
            )
        )
    ],
    "a_person_takes_a_header_for_one_column": [
        raw(
            'INSERT INTO placements_rememberedcolumn (person_id, header, "column") '
            "SELECT u.id, 'qty', c FROM people_user u, (VALUES ('shares'), ('')) AS v (c)"
        )
    ],
    "Reopening.closing": [again("reopened", approval_id=10**6)],
    "Reopening.approval": [again("reopened", closing_id=10**6)],
    "TermVersion.approval": [approved_twice],
    # Proofs on record
    "a_proof_has_the_digest_of_the_change_log": [
        again("proof", log_digest=digest) for digest in ("", "0" * 63, "G" * 64)
    ],
    "a_proof_has_its_verdict": [again("proof", sentence="")],
    # Events of programme files
    "an_event_of_a_file_is_loaded_once": [unguarded(again("loaded"))],
    "a_loaded_event_has_the_digest_of_its_facts": [
        again("loaded", position=2, sha256=digest) for digest in ("", "0" * 63, "G" * 64)
    ],
    # Versions of the terms
    "a_version_number_is_used_once": [numbered_twice],
    "only_the_first_version_is_the_original": [
        *(version(approval_id=None), version(recorded_by_id=None), version(number=1)),
        unguarded(version(kind="original")),
    ],
    "a_later_version_names_its_document_and_reason": [version(document=""), version(reason="")],
    # Agreement, its terms and totals
    "a_code_names_one_agreement_of_an_issuer": [again("other", slug="third")],
    "a_code_is_a_few_capitals_and_digits": [
        again("other", slug="third", code=code) for code in ("", "sa", "1A")
    ],
    "gross_sold_stays_between_zero_and_capacity": [
        unguarded(change("agreement", capacity=Decimal("7999.99"))),
        reversal(gross=Decimal("-8000.01"), net=Decimal("-7840.01"), shares=-2000),
    ],
    "shares_and_commission_sold_are_never_negative": [
        reversal(commission=Decimal("-320.01"), net=Decimal("-3679.99"))
    ],
    **LIMITED,
    **RULES_OF_SETTLEMENT,
    "capacity_is_positive": [
        again("other", slug="third", capacity=ZERO),
        again("other", slug="third", capacity=Decimal("-1.00")),
    ],
    "an_agreement_has_a_name_and_an_agent": [change("other", name=""), change("other", agent="")],
    "an_agreement_allows_some_method": [change("other", methods=[])],
    "shares_settle_after_the_trade_date": [change("other", settlement_days=0)],
    "a_fee_tier_starts_at_an_amount_once": [unguarded(again("tier"))],
    "a_fee_rate_is_a_fraction_from_zero_up": [
        unguarded(change("tier", rate=rate)) for rate in ("1", "-0.01")
    ]
    + [unguarded(change("tier", above="-0.01"))],
    "a_term_has_one_page": [again("page")],
    "a_day_has_one_total_an_agreement": [unguarded(again("total"))],
    "sales_that_went_the_same_way_are_one_aggregate": [unguarded(again("aggregate"))],
    "a_aggregate_is_never_short_of_sales": [unguarded(change("aggregate", sales=-1))],
    "exceptional_day_names_its_source": [change("day", source="")],
    # Placement
    "a_placement_number_is_used_once": [again("draft")],
    "a_placement_offers_shares": [
        change("draft", shares_offered=0),
        change("draft", shares_offered=-1),
    ],
    "shares_sold_are_never_negative": [unguarded(change("draft", shares_sold=-1))],
    "a_placement_has_a_minimum_or_an_expected_price": [
        change("draft", minimum_price=None),
        change("draft", minimum_price=0),
        change("draft", minimum_price=None, expected_price=0),
        change("draft", expected_price=0),
    ],
    "a_placement_past_draft_was_proposed_on_a_day": [
        unguarded(change("draft", status=status))
        for status in ("proposed", "accepted", "suspended", "declined")
    ],
    "an_accepted_placement_and_no_other_has_its_day": [
        again("draft", number=9, accepted_on=date(2001, 10, 1)),
        unguarded(change("placement", accepted_on=None)),
    ],
    "a_closed_placement_and_no_other_has_its_closing_day": [
        again("draft", number=9, closed_on=date(2001, 10, 1)),
        unguarded(change("placement", status="closed")),
    ],
    # Closed periods
    "a_closing_number_is_used_once": [unguarded(again("closing", checklist="[]"))],
    "a_period_is_over_when_it_is_closed": [
        unguarded(again("closing", number=9, checklist="[]", closed_on=date(2001, 8, 31)))
    ],
    "a_closing_totals_an_agreement_once": [unguarded(again("closed"))],
    "nobody_approves_a_reopening_of_their_own": [
        unguarded(lambda house: update(house.reopened, recorded_by_id=house.reopened.asked_by_id))
    ],
    "a_reopening_has_a_reason": [unguarded(change("reopened", reason=""))],
    # The chain
    "a_position_of_a_chain_is_sealed_once": [unguarded(again("seal", entry=10**6))],
    "an_entry_is_sealed_once": [unguarded(again("seal", position=10**6))],
    # Sale and reversal
    "a_sale_number_is_used_once": [again("waiting", agent_reference="RAW-3")],
    "an_agents_reference_is_booked_once": [
        again("waiting", number=3),
        spelled_differently,
    ],
    "a_sale_is_positive_and_a_reversal_negative": [
        sale(shares=0, **NO_MONEY),
        reversal(shares=0, **NO_MONEY),
        reversal(shares=1000, gross=4000, commission=0, net=4000),
    ],
    "a_price_is_positive": [
        sale(price=0, gross=5, commission=Decimal("0.20"), net=Decimal("4.80")),
        sale(price=-1, shares=1, gross=1, commission=0, net=1),
    ],
    "a_commission_has_the_sign_of_its_sale": [
        sale(commission=-1, net=4001),
        reversal(commission=1, net=-4001),
    ],
    "a_stated_commission_and_the_second_fee_are_all_of_it": [
        sale(commission_stated=159),
        sale(commission_stated=159, second_fee=2),
    ],
    "a_stated_commission_has_the_sign_of_its_sale": [
        sale(commission_stated=-1, second_fee=161),
        reversal(commission_stated=1, second_fee=-161),
    ],
    "a_second_fee_has_the_sign_of_its_sale": [sale(second_fee=-1), reversal(second_fee=1)],
    "deductions_have_the_sign_of_their_sale": [
        sale(deductions=-1, net=3841),
        reversal(deductions=1, net=-3841),
    ],
    "net_is_gross_less_commission_and_deductions": [sale(net=3841), reversal(net=-3841)],
    "gross_fits_shares_times_price": [
        sale(gross=Decimal("4005.01"), net=Decimal("3845.01")),
        sale(gross=Decimal("3994.99"), net=Decimal("3834.99")),
        sale(price_decimals=3, gross=Decimal("4000.51"), net=Decimal("3840.51")),
        sale(shares=1_000_000, price="0.0041", price_decimals=4, **ONE_CENT),
    ],
    "a_price_has_the_decimals_it_was_written_with": [
        sale(price="4.001"),
        sale(price_decimals=7),
        sale(price_decimals=-1),
    ],
    "an_adjustment_concerns_a_day_and_is_dated_on_it_or_later": [
        sale(concerns=date(2001, 11, 9)),
        lambda house: insert(Sale, adjustment_of(house.waiting, 3, concerns=None)),
        lambda house: insert(Sale, adjustment_of(house.waiting, 3, concerns=date(2001, 11, 12))),
    ],
    "a_sale_leaves_the_issuer_no_less_than_nothing": [
        sale(deductions=Decimal("3840.01"), net=Decimal("-0.01"))
    ],
    "an_entry_is_not_dated_in_the_future": [
        sale(trade_date=real_day() + ONE_DAY, settlement_date=date(2100, 1, 4)),
        reversal(trade_date=real_day() + ONE_DAY),
    ],
    "a_reference_is_one_that_a_notice_may_have": [
        sale(agent_reference=reference)
        for reference in ("", " CF", "=1+1", "CF\n", "Zürich", "a,b", "-1")
    ],
    "a_sale_has_a_settlement_date_and_a_reference": [
        sale(settlement_date=None),
        sale(settlement_date=date(2001, 11, 9)),
        sale(agent_reference=None),
        reversal(settlement_date=date(2001, 11, 15)),
        reversal(agent_reference="RAW-3"),
    ],
    "a_reversal_has_a_reason": [reversal(reason="")],
    # Documents
    "Document.sha256": [again("document")],
    "a_document_is_known_by_the_hash_of_its_bytes": [
        document(sha256=sha256(b"y").hexdigest()),
        document(sha256=sha256(b"x").hexdigest().upper()),
    ],
    "a_document_has_the_size_of_its_bytes": [document(size=2), document(b"")],
    "a_document_is_of_a_format_that_is_kept": [document(content_type="text/html")],
    "the_name_of_an_attachment_is_no_path": [
        attachment(name=name)
        for name in ("", "../notice.pdf", "a/b.pdf", "a\\b.pdf", ".bashrc", "a\nb.pdf", "a\x7f.pdf")
    ],
    "the_name_of_an_recordattachment_is_no_path": [on_record(name="../a.pdf"), on_record(name="")],
    "a_record_has_the_same_document_once": [in_turn(on_record(), on_record())],
    "a_document_proves_a_record_in_some_way": [on_record(kind="")],
    "an_attachment_proves_one_record_of_its_kind": [
        attachment(sale_id=None),
        attachment(kind="invoice"),
        attachment(kind="confirmation"),
        attachment(kind="amendment"),
        lambda house: attachment(delivery_id=house.delivery.pk)(house),
        lambda house: attachment(kind="other", placement_id=house.placement.pk)(house),
        lambda house: attachment(sale_id=None, agreement_id=house.agreement.pk)(house),
    ],
    "the_agreement_has_the_same_document_once": [attached_again("agreement", "amendment")],
    "the_placement_has_the_same_document_once": [attached_again("placement", "acceptance")],
    "the_sale_has_the_same_document_once": [attached_again("sale", "notice")],
    "the_delivery_has_the_same_document_once": [attached_again("delivery", "confirmation")],
    # Shelves
    "figures_of_a_shelf_are_not_negative": [
        change("agreement.shelf", **{column: amount})
        for column, amount in (
            ("amount", ZERO),
            ("sold_before_gross", -ONE_CENT["gross"]),
            ("sold_before_shares", -1),
            ("sold_before_warrants", -1),
            ("sold_before_warrant_price", ZERO),
        )
    ],
    "a_shelf_expires_after_it_became_effective": [
        change("agreement.shelf", effective_on="2001-01-26", expires_on="2001-01-25")
    ],
    # Four eyes
    "one_request_waits_for_a_record_at_a_time": [again("request", asked="{}")],
    "a_decision_has_its_person_and_moment": [
        *(decision(""), decision("perhaps")),
        change("request", decided_at="2001-11-13 12:00-05"),
        lambda house: update(house.request, decided_by_id=house.cfo.pk),
        *(unguarded(change("request", decision=each)) for each in ("approved", "rejected")),
        unguarded(change("request", decision="withdrawn")),
    ],
    "who_asks_is_not_who_decides": [
        unguarded(decision(by="person")),
        unguarded(decision("rejected", by="person", note="no")),
        in_turn(change("person", is_superuser=True), decision(by="person")),
        in_turn(change("person", is_superuser=True), decision("rejected", by="person", note="no")),
    ],
    "a_request_is_withdrawn_by_who_made_it": [decision("withdrawn")],
    "a_rejection_has_a_note": [decision("rejected")],
}


def test_every_rule_has_its_cases_here() -> None:
    assert {rule for rule, cases in CASES.items() if cases} == (
        rules("books", "placements") - OF_SPLITS - set(OF_CASH)
    )


@pytest.mark.parametrize(("rule", "attempt"), each_ruled(CASES))
def test_what_breaks_a_rule_is_refused_by_its_name(
    house: House, rule: str, attempt: Attempt
) -> None:
    refused_by_rule(house, rule, attempt)


@pytest.mark.parametrize("attempt", [sale(), reversal()], ids=["sale", "reversal"])
def test_the_true_row_itself_breaks_none(house: House, attempt: Attempt) -> None:
    attempt(house)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert Sale.objects.count() == 3
