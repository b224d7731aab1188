"""The periods that a page of a report offers."""

from datetime import date

from neoequity.reports.presets import presets


def _spans(as_of: date) -> dict[str, tuple[date, date]]:
    return {preset.title: (preset.since, preset.until) for preset in presets(as_of)}


def test_the_two_weeks_end_on_the_last_friday() -> None:
    tuesday, friday = date(2001, 11, 13), date(2001, 11, 9)
    assert _spans(tuesday)["Two weeks to Friday"] == (date(2001, 10, 29), friday)
    assert _spans(friday)["Two weeks to Friday"] == (date(2001, 10, 29), friday)


def test_what_is_not_over_ends_on_the_day_and_what_is_over_on_its_last() -> None:
    spans = _spans(date(2002, 1, 10))
    assert spans["This month"] == (date(2002, 1, 1), date(2002, 1, 10))
    assert spans["This quarter"] == (date(2002, 1, 1), date(2002, 1, 10))
    assert spans["Year to date"] == (date(2002, 1, 1), date(2002, 1, 10))
    assert spans["Last month"] == (date(2001, 12, 1), date(2001, 12, 31))
    assert spans["Last quarter"] == (date(2001, 10, 1), date(2001, 12, 31))
