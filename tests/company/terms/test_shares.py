"""The share ledger, by hand from p. S-9 and S-13, and the laws it keeps."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.shares import (
    CHANGE_KINDS,
    Change,
    ChangeKind,
    Count,
    RowKind,
    Split,
    StatedBy,
    outstanding,
    roll_forward,
)
from placements.terms.split import Ratio

MISPRINT = "Printed “October 26, 2000”"
STATED = [
    Count(date(2001, 10, 2), 21_862_772, "p. S-9", source="Prospectus supplement"),
    Count(date(2001, 10, 26), 21_927_372, "p. S-13", MISPRINT, source="Prospectus supplement"),
]
SETTLED = [
    Change(date(2001, 10, 31), ChangeKind.SALE, 104_800, "OA-1"),
    Change(date(2001, 11, 15), ChangeKind.SALE, 949_710, "SA-1"),
    Change(date(2001, 11, 15), ChangeKind.SALE, 20_000, "OA-2"),
]
REVERSE = Split(date(2002, 9, 6), Ratio(1, 25), "Stockholders' meeting of Sep 5, 2002")


def test_the_counts_of_the_prospectus_and_what_settled_after_them_roll_forward() -> None:
    rows = roll_forward(STATED, SETTLED, [])
    assert [(row.on, row.change, row.outstanding) for row in rows] == [
        (date(2001, 10, 2), None, 21_862_772),
        (date(2001, 10, 26), 64_600, 21_927_372),
        (date(2001, 10, 31), 104_800, 22_032_172),
        (date(2001, 11, 15), 949_710, 22_981_882),
        (date(2001, 11, 15), 20_000, 23_001_882),
    ]


def test_a_later_count_tells_its_difference_with_its_page_and_remark() -> None:
    opening, second, *_ = roll_forward(STATED, SETTLED, [])
    assert opening.event == "Count of 21,862,772 stated by the company, opening"
    assert (opening.kind, opening.page, opening.difference) == (RowKind.OPENING, "p. S-9", None)
    assert second.event == (
        "Count of 21,927,372 stated by the company differs by +64,600 from the 21,862,772 carried"
    )
    assert (second.kind, second.difference) == (RowKind.COUNT, 64_600)
    assert (second.source, second.page, second.remark) == (
        "Prospectus supplement",
        "p. S-13",
        MISPRINT,
    )


def test_what_happened_on_the_day_of_a_count_belongs_to_it() -> None:
    exercised = Change(date(2001, 10, 26), ChangeKind.EXERCISE, 64_600)
    _, event, count = roll_forward(STATED, [exercised], [])
    assert (event.kind, event.outstanding) == (ChangeKind.EXERCISE, 21_927_372)
    assert (count.change, count.outstanding) == (0, 21_927_372)
    assert count.event == "Count of 21,927,372 stated by the company agrees"


def test_before_the_first_count_nothing_is_known_and_it_is_not_zero() -> None:
    early = Change(date(2001, 6, 21), ChangeKind.EXERCISE, 586_400)
    split = Split(date(2001, 6, 22), Ratio(2, 1))
    rows = roll_forward(STATED[:1], [early], [split])
    assert [(row.change, row.outstanding) for row in rows] == [
        (586_400, None),
        (None, None),
        (None, 21_862_772),
    ]
    assert outstanding(rows, date(2001, 10, 1)) is None
    assert outstanding([], date(2001, 10, 1)) is None


def test_a_change_of_the_opening_day_is_in_the_opening_count() -> None:
    rows = roll_forward(STATED[:1], [Change(STATED[0].on, ChangeKind.GRANT, 1_000)], [])
    assert [row.outstanding for row in rows] == [None, 21_862_772]


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2001, 10, 1), None),
        (date(2001, 10, 2), 21_862_772),
        (date(2001, 10, 25), 21_862_772),
        (date(2001, 10, 26), 21_927_372),
        (date(2001, 11, 14), 22_032_172),
        (date(2001, 11, 15), 23_001_882),
        (date(2002, 9, 5), 23_001_882),
        (date(2002, 9, 6), 920_075),
    ],
)
def test_a_day_has_the_count_of_its_end(day: date, count: int | None) -> None:
    assert outstanding(roll_forward(STATED, SETTLED, [REVERSE]), day) == count


def test_a_reverse_split_drops_the_fraction_of_a_share() -> None:
    row = roll_forward(STATED, SETTLED, [REVERSE])[-1]  # 23,001,882 / 25 = 920,075.28
    assert (row.event, row.kind) == ("1-for-25 stock split", RowKind.SPLIT)
    assert (row.change, row.outstanding) == (-22_081_807, 920_075)
    assert row.source == "Stockholders' meeting of Sep 5, 2002"


def test_a_split_comes_before_what_its_day_brings_in_new_shares() -> None:
    issued = Change(REVERSE.on, ChangeKind.CONVERSION, 25)
    counted = Count(REVERSE.on, 877_119)
    rows = roll_forward([STATED[1], counted], [issued], [REVERSE])  # 21,927,372 / 25 = 877,094.88
    assert [(row.kind, row.outstanding) for row in rows[1:]] == [
        (RowKind.SPLIT, 877_094),
        (ChangeKind.CONVERSION, 877_119),
        (RowKind.COUNT, 877_119),
    ]
    assert rows[-1].change == 0


def test_canceled_shares_reduce_the_count() -> None:
    canceled = Change(date(2001, 11, 20), ChangeKind.CANCELLATION, -1_000)
    row = roll_forward(STATED, [canceled], [])[-1]
    assert (row.event, row.change, row.outstanding) == ("Canceled", -1_000, 21_926_372)


def test_the_transfer_agents_count_is_compared_and_changes_nothing() -> None:
    agents = Count(date(2001, 10, 31), 22_032_000, stated_by=StatedBy.TRANSFER_AGENT)
    rows = roll_forward([*STATED, agents], SETTLED, [])
    [compared] = [row for row in rows if row.kind == RowKind.COMPARISON]
    assert compared.event == (
        "Count of 22,032,000 stated by the transfer agent differs by -172 from the "
        "22,032,172 carried"
    )
    assert (compared.change, compared.difference, compared.outstanding) == (0, -172, 22_032_172)
    assert rows[-1].outstanding == 23_001_882


def test_the_transfer_agents_count_does_not_open_the_ledger() -> None:
    agents = Count(date(2001, 9, 28), 21_800_000, stated_by=StatedBy.TRANSFER_AGENT)
    first, second = roll_forward([agents, STATED[0]], [], [])
    assert first.event == "Count of 21,800,000 stated by the transfer agent, not compared"
    assert (first.change, first.difference, first.outstanding) == (0, None, None)
    assert second.kind == RowKind.OPENING


def test_the_transfer_agents_count_is_compared_with_the_companys_of_its_day() -> None:
    agents = Count(STATED[1].on, 21_927_372, stated_by=StatedBy.TRANSFER_AGENT)
    assert roll_forward([agents, *STATED], [], [])[-1].event.endswith("transfer agent agrees")


def test_every_kind_of_change_has_its_words() -> None:
    assert list(CHANGE_KINDS) == list(ChangeKind)
    with pytest.raises(ValueError, match="dividend"):
        roll_forward(STATED, [Change(date(2001, 11, 1), "dividend", 1)], [])


DAYS = st.dates(date(2001, 10, 1), date(2001, 10, 20))
COUNTS = st.lists(
    st.builds(Count, DAYS, st.integers(0, 10**8), stated_by=st.sampled_from(StatedBy)), max_size=5
)
CHANGES = st.lists(
    st.builds(Change, DAYS, st.sampled_from(ChangeKind), st.integers(-(10**4), 10**6)), max_size=8
)
SPLITS = st.lists(
    st.builds(Split, DAYS, st.builds(Ratio, st.integers(1, 30), st.integers(1, 30))), max_size=3
)


@given(COUNTS, CHANGES, SPLITS)
def test_every_row_changes_the_count_before_by_its_change(
    counts: list[Count], changes: list[Change], splits: list[Split]
) -> None:
    rows = roll_forward(counts, changes, splits)
    assert len(rows) == len(counts) + len(changes) + len(splits)
    assert [row.on for row in rows] == sorted(row.on for row in rows)
    for before, row in pairwise(rows):
        if before.outstanding is not None:
            assert row.change is not None
            assert row.outstanding == before.outstanding + row.change


@given(COUNTS, CHANGES, SPLITS)
def test_the_company_is_taken_at_its_word(
    counts: list[Count], changes: list[Change], splits: list[Split]
) -> None:
    rows = roll_forward(counts, changes, splits)
    stated = {each.on: each.shares for each in counts if each.stated_by == StatedBy.COMPANY}
    assert all(outstanding(rows, day) == shares for day, shares in stated.items())


@given(COUNTS, CHANGES, SPLITS, DAYS, st.integers(-(10**4), 10**6))
def test_what_is_found_out_late_moves_no_count_stated_since(
    counts: list[Count], changes: list[Change], splits: list[Split], day: date, late: int
) -> None:
    stated = [each.on for each in counts if each.stated_by == StatedBy.COMPANY]
    if not stated or max(stated) < day:
        return
    found = [*changes, Change(day, ChangeKind.SALE, late)]
    ends = (max(stated), date(2002, 1, 1))
    was, now = (roll_forward(counts, each, splits) for each in (changes, found))
    assert [outstanding(was, end) for end in ends] == [outstanding(now, end) for end in ends]


@given(COUNTS, CHANGES, SPLITS, st.lists(st.tuples(DAYS, st.integers(0, 10**8)), max_size=3))
def test_no_count_of_the_transfer_agent_moves_the_ledger(
    counts: list[Count],
    changes: list[Change],
    splits: list[Split],
    agents: list[tuple[date, int]],
) -> None:
    theirs = [Count(on, shares, stated_by=StatedBy.TRANSFER_AGENT) for on, shares in agents]
    was = roll_forward(counts, changes, splits)
    now = roll_forward([*theirs, *counts], changes, splits)
    days = [date(2001, 10, day) for day in range(1, 21)]
    assert [outstanding(was, day) for day in days] == [outstanding(now, day) for day in days]
