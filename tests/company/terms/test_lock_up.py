"""The lock-up, worked by hand across Thanksgiving with two agreements and a Class B call (p. S-11).

Sales Agreement, Placement 1: terms on Thu Nov 1, last sale Fri Nov 9, settled Thu Nov 15.
  Five trading days before Nov 1: Oct 31, 30, 29, 26, 25. Five after Nov 15: 16, 19, 20, 21, 23.
Other Agreement, Placement 1: terms on Mon Nov 19, last sale Tue Nov 20, settled Mon Nov 26.
  Five before Nov 19: 16, 15, 14, 13, 12 (Veterans Day, a trading day). Five after Nov 26: 27, 28,
  29, 30, Dec 3.
Class B call: notice on Wed Nov 21, to be answered until Wed Dec 5.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books.calendar import DayKind, is_trading_day
from neoequity.company.terms.lock_up import (
    Act,
    Clash,
    Consent,
    Kind,
    LockUpTerms,
    Placed,
    Window,
    clashes,
    reasons_against,
    told,
    window,
)
from neoequity.company.terms.spans import Span

CANTOR = "Cantor Fitzgerald & Co."
SALES = LockUpTerms("sales-agreement", "Sales Agreement", CANTOR, 5, 5, "p. S-11")
OTHER = LockUpTerms("other-agreement", "Other Agreement", CANTOR, 5, 5, "p. S-12")


def october(day: int) -> date:
    return date(2001, 10, day)


def november(day: int) -> date:
    return date(2001, 11, day)


def december(day: int) -> date:
    return date(2001, 12, day)


FIRST = window(SALES, Placed(1, november(1), november(15), november(9)))
SECOND = window(OTHER, Placed(1, november(19), november(26), november(20)))
CALL = Act(
    Kind.CALL, "The Class B call", Span(november(21), december(5)), "Montrose Investments Ltd."
)
SECOND_AS_AN_ACT = Act(
    Kind.PLACEMENT,
    "Placement 1 under the Other Agreement",
    Span(november(19), november(20)),
    CANTOR,
    "other-agreement",
    1,
)


def consent(
    since: date,
    until: date | None,
    slug: str = "sales-agreement",
    covers: frozenset[Kind] = frozenset({Kind.CALL}),
    approved: bool = True,
    attached: bool = True,
) -> Consent:
    return Consent(slug, Span(since, until), covers, approved, attached)


def sentences(found: list[Clash]) -> list[str]:
    return [reason.sentence for reason in reasons_against(found)]


def test_the_window_of_the_worked_case_runs_from_october_25_to_the_day_after_thanksgiving() -> None:
    assert FIRST.span == Span(october(25), november(23))


def test_the_second_window_counts_veterans_day_and_skips_thanksgiving() -> None:
    assert SECOND.span == Span(november(12), december(3))


def test_a_placement_that_may_still_sell_has_no_last_day() -> None:
    still_open = window(SALES, Placed(1, november(1), november(15), None))
    assert still_open.span == Span(october(25), None)


def test_a_placement_closed_without_a_sale_locks_nothing_beyond_its_closing() -> None:
    unsold = window(SALES, Placed(1, november(1), None, november(9)))
    assert unsold.span == Span(october(25), november(9))


def test_the_days_before_and_after_are_terms_of_the_agreement() -> None:
    short = SALES._replace(days_before=0, days_after=1)
    assert window(short, Placed(1, november(1), november(15), november(9))).span == Span(
        november(1), november(16)
    )


def test_an_unscheduled_closure_moves_both_ends() -> None:
    closed = DayKind(False, True, "added by a user")
    exceptions = {october(30): closed, november(19): closed}
    placed = Placed(1, november(1), november(15), november(9))
    assert window(SALES, placed, exceptions).span == Span(october(24), november(26))


def test_the_class_b_call_clashes_with_both_placements_on_the_days_they_share() -> None:
    assert [
        (clash.window.terms.slug, clash.days) for clash in clashes([FIRST, SECOND], [CALL])
    ] == [
        ("sales-agreement", Span(november(21), november(23))),
        ("other-agreement", Span(november(21), december(3))),
    ]


def test_a_refusal_names_the_act_the_window_the_days_and_the_page() -> None:
    assert sentences(clashes([FIRST], [CALL])) == [
        (
            "The Class B call, from Nov 21, 2001 to Dec 5, 2001, falls in the lock-up of Placement "
            "1 under the Sales Agreement, from Oct 25, 2001 to Nov 23, 2001: attach the written "
            "consent of Cantor Fitzgerald & Co. for Nov 21, 2001 to Nov 23, 2001 and have it "
            "approved (p. S-11)."
        )
    ]


def test_a_consent_for_all_shared_days_clears_the_clash_under_its_own_agreement_only() -> None:
    given_by = [consent(november(21), november(23))]
    first, second = clashes([FIRST, SECOND], [CALL], given_by)
    assert (first.cleared, second.cleared) == (True, False)
    assert second.uncovered == (Span(november(21), december(3)),)


def test_a_consent_that_ends_too_early_leaves_its_clash_refused() -> None:
    partly = [consent(november(21), november(30), "other-agreement")]
    (clash,) = clashes([SECOND], [CALL], partly)
    assert not clash.cleared
    assert "for Dec 1, 2001 to Dec 3, 2001 and" in sentences([clash])[0]


def test_two_consents_together_clear_a_clash() -> None:
    both = [
        consent(november(28), december(3), "other-agreement"),
        consent(november(21), november(27), "other-agreement"),
    ]
    assert sentences(clashes([SECOND], [CALL], both)) == []


def test_a_weekend_between_two_consents_is_not_covered() -> None:
    both = [
        consent(november(21), november(23), "other-agreement"),
        consent(november(26), december(3), "other-agreement"),
    ]
    (clash,) = clashes([SECOND], [CALL], both)
    assert clash.uncovered == (Span(november(24), november(25)),)


@pytest.mark.parametrize(
    "worthless",
    [
        consent(november(1), december(31), approved=False),
        consent(november(1), december(31), attached=False),
        consent(november(1), december(31), covers=frozenset({Kind.GRANT, Kind.SALE})),
    ],
    ids=["not approved", "no document", "other acts"],
)
def test_a_consent_counts_only_when_approved_attached_and_for_such_an_act(
    worthless: Consent,
) -> None:
    (clash,) = clashes([FIRST], [CALL], [worthless])
    assert not clash.cleared


def test_a_placement_under_the_other_agreement_with_the_same_agent_is_told_not_refused() -> None:
    found = clashes([FIRST], [SECOND_AS_AN_ACT])
    assert sentences(found) == []
    assert list(told(found)) == [
        (
            "Placement 1 under the Other Agreement, from Nov 19, 2001 to Nov 20, 2001, falls in "
            "the lock-up of Placement 1 under the Sales Agreement, from Oct 25, 2001 to Nov 23, "
            "2001; Cantor Fitzgerald & Co. is the agent of both, so that no other consent is "
            "needed (p. S-11)."
        )
    ]


def test_a_placement_with_another_agent_is_refused_as_any_other_offer() -> None:
    with_another = SECOND_AS_AN_ACT._replace(party="B. Riley Securities, Inc.")
    found = clashes([FIRST], [with_another])
    assert len(sentences(found)) == 1
    assert list(told(found)) == []


def test_a_placement_does_not_clash_with_its_own_window() -> None:
    assert clashes([SECOND], [SECOND_AS_AN_ACT]) == []


def test_a_new_placement_looks_back_for_what_was_done_in_the_five_days_before() -> None:
    """Terms of Nov 1 look back to Oct 25: a grant of that day clashes, one of Oct 24 does not."""
    new = window(SALES, Placed(2, november(1), None, None))
    grants = [
        Act(Kind.GRANT, f"The grant of Oct {day}, 2001", Span(october(day), october(day)), "staff")
        for day in (24, 25)
    ]
    assert sentences(clashes([new], grants)) == [
        (
            "The grant of Oct 25, 2001, on Oct 25, 2001, falls in the lock-up of Placement 2 under "
            "the Sales Agreement, from Oct 25, 2001 on: attach the written consent of Cantor "
            "Fitzgerald & Co. for Oct 25, 2001 and have it approved (p. S-11)."
        )
    ]


def test_an_offer_without_an_end_clashes_until_the_window_ends() -> None:
    endless = Act(Kind.OFFER, "The debenture offer", Span(november(23), None), "Strong River")
    (clash,) = clashes([FIRST], [endless])
    assert clash.days == Span(november(23), november(23))


def test_an_offer_that_begins_the_day_after_the_window_is_free() -> None:
    later = Act(Kind.OFFER, "The debenture offer", Span(november(24), None), "Strong River")
    assert clashes([FIRST], [later]) == []


law = settings(deadline=None)
trading_days = st.dates(date(1990, 1, 1), date(2050, 1, 1)).filter(is_trading_day)


@law
@given(trading_days, st.integers(0, 30), st.integers(0, 10), st.integers(0, 10))
def test_the_window_has_exactly_the_trading_days_of_its_terms_around_the_placement(
    agreed: date, lasts: int, before: int, after: int
) -> None:
    terms = SALES._replace(days_before=before, days_after=after)
    settled = agreed + timedelta(days=lasts)
    span = window(terms, Placed(1, agreed, settled, settled)).span
    assert span.until is not None
    days = [span.since + timedelta(days=n) for n in range((span.until - span.since).days + 1)]
    trading = [day for day in days if is_trading_day(day)]
    assert sum(day < agreed for day in trading) == before
    assert sum(day > settled for day in trading) == after


spans = st.builds(
    lambda since, length: Span(
        november(1) + timedelta(days=since),
        None if length is None else november(1) + timedelta(days=since + length),
    ),
    st.integers(0, 20),
    st.none() | st.integers(0, 10),
)


@given(spans, spans, st.lists(spans, max_size=4))
def test_a_clash_is_cleared_exactly_when_each_of_its_days_has_a_consent(
    locked: Span, done: Span, covered: list[Span]
) -> None:
    consents = [consent(*span) for span in covered]
    found = clashes([Window(SALES, 1, locked)], [CALL._replace(span=done)], consents)
    horizon = [november(1) + timedelta(days=n) for n in range(60)]
    shared = [day for day in horizon if locked.includes(day) and done.includes(day)]
    assert bool(found) == bool(shared)
    open_days = [day for day in shared if not any(span.includes(day) for span in covered)]
    assert all(clash.cleared == (not open_days) for clash in found)
