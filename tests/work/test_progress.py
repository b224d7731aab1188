"""Progress: told to whoever listens, and only once for each piece of work."""

from neoequity.books.progress import listened, saying, steps


def test_without_a_listener_nothing_is_counted_and_no_total_is_looked_up() -> None:
    def look_up() -> int:
        raise AssertionError("It costs a query.")

    with steps(look_up) as counted:
        counted.did()
        assert not counted.is_heard


def test_a_listener_hears_how_much_is_done_of_how_much() -> None:
    told: list[tuple[int, int | None, str]] = []
    with listened(lambda *progress: told.append(progress)), steps(2) as counted:
        counted.doing("Reading")
        counted.did()
        counted.did()
    assert told == [(0, 2, ""), (0, 2, "Reading"), (1, 2, "Reading"), (2, 2, "Reading")]


def test_work_inside_counted_work_is_not_counted_again() -> None:
    told: list[tuple[int, int | None, str]] = []
    with listened(lambda *progress: told.append(progress)), steps(1):
        with steps(1_000) as inner:
            inner.did(500)
            saying("unheard")
        assert told == [(0, 1, "")]


def test_more_than_was_expected_does_not_pass_the_end() -> None:
    told: list[tuple[int, int | None, str]] = []
    with listened(lambda *progress: told.append(progress)), steps(1) as counted:
        counted.did(3)
    assert told[-1] == (1, 1, "")
