"""The letters about notices: the digest of a morning, and one notice by itself."""

from collections.abc import Iterable
from datetime import date

from neoequity.books.days import on_page, written
from neoequity.mail.addresses import absolute
from neoequity.mail.letters import Letter, Line, Section
from neoequity.notices.notice import Notice, Urgency, number_of

_WHY = "You asked for {what} by mail."


def digest_of(notices: Iterable[Notice], day: date) -> Letter:
    """What needs a person on the day, by urgency; the subject counts what needs them."""
    found = list(notices)
    needed = [each for each in found if each.urgency is not Urgency.INFORMATION]
    return Letter(
        subject=f"{_counted(found, needed)}, {written(day)}",
        lead="",
        sections=[
            Section(urgency.label if needed else "", lines, urgent=urgency is Urgency.URGENT)
            for urgency in Urgency
            if (lines := [_line(each) for each in found if each.urgency is urgency])
        ],
        why=_WHY.format(what="the morning digest"),
    )


def letter_about(notice: Notice) -> Letter:
    """One notice by itself: its sentence is the subject, too."""
    return Letter(
        subject=on_page(notice.text),
        lead="",
        sections=[Section("", [Line("", absolute(notice.href), "Open the page")])],
        why=_WHY.format(what=f"notices of this kind ({notice.kind.heading.lower()}) at once"),
    )


def _line(notice: Notice) -> Line:
    return Line(on_page(notice.text), absolute(notice.href))


def _counted(found: list[Notice], needed: list[Notice]) -> str:
    if not needed:
        number = number_of(found)
        return f"{number} {'thing' if number == 1 else 'things'} for your information"
    number = number_of(needed)
    return f"{number} {'thing needs' if number == 1 else 'things need'} you today"
