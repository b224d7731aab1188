"""Filings as of a day, made and due, and the supplement that each placement needs (p. S-11)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from neoequity.books.documents.models import RecordAttachment
from neoequity.books.models import Issuer
from neoequity.company.models import Filing
from neoequity.company.models.standing import standing
from neoequity.company.selectors.documents import documents_of
from placements.models import PlacementEvent
from placements.selectors.placements import placements_as_of

#: How the forms of prospectus supplements begin.
SUPPLEMENT = "424B"
#: Statuses of placements whose terms were agreed.
_AGREED = ("accepted", "suspended", "closed")


class Filed(NamedTuple):
    """A filing with its documents; `state` is filed, due or overdue."""

    row: Filing
    state: str
    documents: Sequence[RecordAttachment]


class Supplement(NamedTuple):
    """A placement whose terms were agreed, and the supplements filed for it."""

    placement: PlacementEvent
    filings: list[Filed]


class Filings(NamedTuple):
    """The filings as of a day by state, and the supplements of each placement.

    `unassigned` are supplements that were filed and name no placement.
    """

    overdue: list[Filed]
    due: list[Filed]
    filed: list[Filed]
    supplements: list[Supplement]
    unassigned: list[Filed]

    @property
    def missing(self) -> list[Supplement]:
        """The placements for which no supplement is recorded as filed."""
        return [each for each in self.supplements if not each.filings]


def filings_on(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Filings:
    """What is due, overdue and filed as of the day; four queries, however many there are."""
    rows = standing(Filing, issuer, as_of, known_at).select_related("placement__agreement")
    rows = rows.order_by("filed_on", "due_on", "pk")
    documents = documents_of(issuer, "filing", [row.pk for row in rows])
    all_filings = [Filed(row, _state(row, as_of), documents.get(row.pk, ())) for row in rows]
    made = [each for each in all_filings if each.state == "filed"]
    supplements = [each for each in made if each.row.form.upper().startswith(SUPPLEMENT)]
    due = [each for each in all_filings if each.state == "due"]
    overdue = [each for each in all_filings if each.state == "overdue"]
    return Filings(
        overdue=sorted(overdue, key=_by_due_day),
        due=sorted(due, key=_by_due_day),
        filed=made[::-1],
        supplements=[
            Supplement(
                placement,
                [each for each in supplements if each.row.placement_id == placement.pgh_obj_id],
            )
            for placement in _agreed(issuer, as_of, known_at)
        ],
        unassigned=[each for each in supplements if each.row.placement_id is None],
    )


def _by_due_day(filing: Filed) -> date:
    return filing.row.due_on or date.max


def _state(row: Filing, as_of: date) -> str:
    if row.filed_on is not None and row.filed_on <= as_of:
        return "filed"
    return "overdue" if row.due_on is not None and row.due_on < as_of else "due"


def _agreed(issuer: Issuer, as_of: date, known_at: datetime | None) -> list[PlacementEvent]:
    rows = placements_as_of(as_of, known_at).filter(agreement__issuer=issuer, status__in=_AGREED)
    return list(rows.select_related("agreement").order_by("agreement__name", "number"))
