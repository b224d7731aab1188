"""What changes the share ledger, worked by hand on the published sales."""

from datetime import date
from decimal import Decimal

from django.utils.timezone import now

from neoequity.books.models import Issuer
from neoequity.company.models import Figure
from neoequity.company.models.share_ledger import ShareBooks, share_books
from neoequity.company.terms.overhang import OTHERS
from neoequity.company.terms.shares import ChangeKind, RowKind
from placements.actions.delivery import deliver
from placements.models import Agreement, Sale
from tests.company.shares.stating import happened, stated
from tests.factories import TODAY, reverse_sale, usual
from warrants.actions.issue import issue_warrant
from warrants.actions.register import exercise
from warrants.actions.split import record_split
from warrants.models import Holder, Warrant

LATER = date(2001, 12, 10)
SPLIT_ON = date(2001, 11, 26)


def _deliver(reference: str, agreement: str, on: date) -> None:
    sale = Sale.objects.get(agreement__slug=agreement, agent_reference=reference)
    deliver([sale], delivered_on=on, by=usual(), today=LATER, remark="Late")


def _deliver_the_rest(on: date) -> None:
    _deliver("424B3-2001-11-12", "sales-agreement", on)
    _deliver("424B3-2001-11-12", "other-agreement", on)


def _issue() -> Warrant:
    """10,480 at $4.1990 for the first placement of the Other Agreement, as of Oct 31, 2001."""
    agreement = Agreement.objects.get(slug="other-agreement")
    placement = agreement.placements.get(number=1)
    return issue_warrant(agreement, placement, by=usual(), today=TODAY)


def _exercise(warrant: Warrant, shares: int, on: date) -> None:
    agent = Holder.objects.get(slug="cantor-fitzgerald")
    exercise(warrant, holder=agent, shares=shares, on=on, way="cash", by=usual(), today=LATER)


def _split(issuer: Issuer, new: int = 1, old: int = 25) -> None:
    record_split(
        issuer,
        effective_on=SPLIT_ON,
        new=new,
        old=old,
        source="Certificate of Amendment",
        by=usual(),
        today=LATER,
    )


def _parts(books: ShareBooks) -> dict[str, int]:
    return {part.name: part.shares for part in books.overhang.parts}


def test_an_exercise_and_a_1_for_25_split_are_counted_in_the_shares_of_each_day(
    published: Issuer,
) -> None:
    _deliver_the_rest(date(2001, 11, 15))
    warrant = _issue()
    _exercise(warrant, 1_480, date(2001, 11, 20))
    _split(published)
    _exercise(warrant, 100, date(2001, 12, 3))

    before = share_books(published, date(2001, 11, 25))
    assert before.outstanding == 22_032_172 + 969_710 + 1_480 == 23_003_362
    assert _parts(before) == {
        OTHERS: 5_180_277,
        "Agent's warrants, Other Agreement": 9_000,
        "Class B Warrants": 3_413_600,
        "Agent's warrants earned and due": 96_971,  # 94,971 and 2,000
    }
    assert before.headroom.left == 18_296_790  # an exercise moves shares and leaves the headroom
    assert before.runs_out_below == Decimal("1.7534")

    after = share_books(published, SPLIT_ON)
    assert after.outstanding == 920_134  # 23,003,362 / 25 = 920,134.48
    assert _parts(after) == {
        OTHERS: 207_211,  # 207,211.08
        "Agent's warrants, Other Agreement": 360,
        "Class B Warrants": 136_544,  # 2 x 68,272
        "Agent's warrants earned and due": 3_878,  # 3,798.84 and 80
    }
    assert after.headroom.left == 50_000_000 - 920_134 - 344_115 - 3_878 == 48_731_873
    assert after.runs_out_below == Decimal("0.6584")  # $32,080,550.70 / 48,731,873 = 0.65831

    exercised = share_books(published, LATER)
    assert exercised.outstanding == 920_234
    assert _parts(exercised)["Agent's warrants, Other Agreement"] == 260
    assert exercised.headroom.left == 48_731_873
    assert [(row.kind, row.change) for row in exercised.rows[-3:]] == [
        (ChangeKind.EXERCISE, 1_480),
        (RowKind.SPLIT, -22_083_228),
        (ChangeKind.EXERCISE, 100),
    ]
    assert exercised.rows[-1].source == "Agent's warrants, Other Agreement"


def test_shares_sold_before_a_split_and_delivered_after_it_are_issued_as_new_ones(
    published: Issuer,
) -> None:
    _split(published)
    _deliver("424B3-2001-11-12", "sales-agreement", date(2001, 11, 28))
    waiting = share_books(published, date(2001, 11, 27))
    assert waiting.outstanding == 881_286  # 22,032,172 / 25 = 881,286.88
    assert waiting.unsettled == 38_788  # 969,710 / 25 = 38,788.4
    delivered = share_books(published, date(2001, 11, 28))
    assert delivered.outstanding == 881_286 + 37_988  # 949,710 / 25 = 37,988.4
    assert delivered.unsettled == 800


def test_a_2_for_1_split_doubles_every_count_but_the_authorized_shares(published: Issuer) -> None:
    _split(published, 2, 1)
    books = share_books(published, LATER)
    assert (books.outstanding, books.unsettled) == (44_064_344, 1_939_420)
    assert (books.overhang.held, books.overhang.unissued) == (17_187_754, 214_902)
    assert books.authorized == 50_000_000
    assert books.headroom.left == -13_406_420
    assert books.runs_out_below is None


def test_a_late_delivery_counts_from_its_own_day(published: Issuer) -> None:
    _deliver("424B3-2001-11-12", "sales-agreement", date(2001, 11, 15))
    _deliver("424B3-2001-11-12", "other-agreement", date(2001, 11, 19))
    friday = share_books(published, date(2001, 11, 16))
    assert (friday.outstanding, friday.unsettled) == (22_981_882, 20_000)
    monday = share_books(published, date(2001, 11, 19))
    assert (monday.outstanding, monday.unsettled) == (23_001_882, 0)
    assert monday.headroom.left == friday.headroom.left == 18_296_790


def test_the_reversal_of_a_delivered_sale_takes_its_shares_back_on_its_own_day(
    published: Issuer,
) -> None:
    known = now()
    sale = Sale.objects.get(agent_reference="424B2-2001-11-01")
    on = date(2001, 11, 12)
    reverse_sale(sale, on=on, reason="Wrong account", by=usual(), today=TODAY)
    books = share_books(published, on)
    assert books.outstanding == 21_927_372
    assert (books.rows[-1].event, books.rows[-1].change) == ("Taken back on reversal", -104_800)
    assert books.rows[-1].source == "Other Agreement"
    assert books.unsettled == 969_710
    assert share_books(published, date(2001, 11, 11)).outstanding == 22_032_172
    assert share_books(published, on, known_at=known).outstanding == 22_032_172


def test_a_sale_reversed_before_it_was_delivered_never_counts(published: Issuer) -> None:
    sale = Sale.objects.get(agent_reference="424B3-2001-11-12", agreement__slug="other-agreement")
    reverse_sale(sale, on=date(2001, 11, 12), reason="Busted", by=usual(), today=TODAY)
    books = share_books(published, TODAY)
    assert (books.outstanding, books.unsettled) == (22_032_172, 949_710)
    assert share_books(published, date(2001, 11, 11)).unsettled == 969_710


def test_what_was_known_before_the_deliveries_is_not_outstanding(published: Issuer) -> None:
    known = now()
    _deliver_the_rest(date(2001, 11, 15))
    then = share_books(published, LATER, known_at=known)
    assert (then.outstanding, then.unsettled) == (22_032_172, 969_710)
    assert share_books(published, LATER, known_at=now()).outstanding == 23_001_882


def test_as_known_now_is_the_same_as_without_a_moment(published: Issuer) -> None:
    _deliver_the_rest(date(2001, 11, 15))
    _exercise(_issue(), 1_480, date(2001, 11, 20))
    _split(published)
    known, plain = share_books(published, LATER, known_at=now()), share_books(published, LATER)
    assert known.rows == plain.rows
    assert (known.headroom, known.to_sell) == (plain.headroom, plain.to_sell)


def test_the_transfer_agents_difference_is_told_and_changes_nothing(published: Issuer) -> None:
    stated(published, "transfer_agent_count", "22032000", date(2001, 11, 1), page="Statement")
    books = share_books(published, TODAY)
    [compared] = [row for row in books.rows if row.kind == RowKind.COMPARISON]
    assert (compared.difference, compared.change, compared.page) == (-172, 0, "Statement")
    assert books.outstanding == 22_032_172


def test_a_corrected_count_governs_and_the_old_one_is_what_was_known(published: Issuer) -> None:
    known = now()
    wrong = published_count(published)
    stated(
        published,
        "shares_outstanding",
        "21927732",
        wrong.day,
        replaces=wrong,
        remark="Digits transposed",
    )
    books = share_books(published, TODAY)
    assert books.outstanding == 21_927_732 + 104_800
    assert books.figures["shares_outstanding"].remark == "Digits transposed"
    assert len(books.counts) == 2
    assert share_books(published, TODAY, known_at=known).outstanding == 22_032_172


def published_count(issuer: Issuer) -> Figure:
    return share_books(issuer, TODAY).figures["shares_outstanding"]


def test_an_exercise_outside_the_register_moves_shares_and_leaves_the_headroom(
    published: Issuer,
) -> None:
    before = share_books(published, TODAY)
    happened(published, "exercise", 10_000, date(2001, 11, 5), page="Form 10-Q")
    books = share_books(published, TODAY)
    assert books.outstanding == 22_042_172
    assert _parts(books)[OTHERS] == 5_170_277
    assert books.headroom.left == before.headroom.left
    assert (books.rows[-1].event, books.rows[-1].page) == ("Issued on exercise", "Form 10-Q")


def test_shares_issued_granted_converted_and_canceled_change_the_count(published: Issuer) -> None:
    day = date(2001, 11, 5)
    for event, shares in (("issue", 500), ("grant", 300), ("conversion", 200)):
        happened(published, event, shares, day)
    happened(published, "cancellation", 1_500, day)
    books = share_books(published, TODAY)
    assert [(row.event, row.change) for row in books.rows[-4:]] == [
        ("Issued", 500),
        ("Issued as a grant", 300),
        ("Issued on conversion", 200),
        ("Canceled", -1_500),
    ]
    assert books.outstanding == 22_032_172 - 500


def test_what_the_register_holds_is_not_available_if_stated_for_another_day(
    published: Issuer,
) -> None:
    stated(published, "options_and_warrants", "9000000", date(2001, 11, 9), page="Form 10-Q")
    books = share_books(published, TODAY)
    assert (books.stated, books.overhang.others, books.headroom.left) == (None, None, None)
    stated(published, "in_the_register", "3413600", date(2001, 11, 9), page="Form 10-Q")
    assert share_books(published, TODAY).overhang.held == 9_000_000
