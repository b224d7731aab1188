"""The letters about notices: the digest of a morning, and one notice by itself."""

from collections.abc import Iterable
from datetime import date

from neoequity.books.days import on_page, written
from neoequity.mail.addresses import absolute
from neoequity.mail.letters import Letter, Line, Section
from neoequity.notices.notice import Notice, Urgency, number_of


def digest_of(notices: Iterable[Notice], day: date) -> Letter:
    """What needs a person on the day, by urgency; the subject counts what needs them."""
    found = list(notices)
    needed = [each for each in found if each.urgency is not Urgency.INFORMATION]
    return Letter(
        about=f"{_counted(found, needed)}, {written(day)}",
        lead="",
        sections=[
            Section(urgency.label if needed else "", lines, urgent=urgency is Urgency.URGENT)
            for urgency in Urgency
            if (lines := [_line(each) for each in found if each.urgency is urgency])
        ],
        why="You chose to receive the morning digest by mail.",
    )


def letter_about(notice: Notice) -> Letter:
    """One notice by itself: its sentence is the subject, too."""
    return Letter(
        about=on_page(notice.text),
        lead="",
        sections=[Section("", [Line("", absolute(notice.href), "Open page")])],
        why=f"You chose to receive these notices at once by mail: {notice.kind.heading}.",
    )


def _line(notice: Notice) -> Line:
    return Line(on_page(notice.text), absolute(notice.href))


def _counted(found: list[Notice], needed: list[Notice]) -> str:
    if not needed:
        number = number_of(found)
        return f"{number} {'item' if number == 1 else 'items'} for your information"
    number = number_of(needed)
    return f"{number} {'item needs' if number == 1 else 'items need'} your attention"
