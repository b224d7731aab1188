"""Filings as of a day, made and due, and the supplement that each placement needs (p. S-11)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from neoequity.books.documents.models import RecordAttachment
from neoequity.books.models import Issuer
from neoequity.company.models import Filing
from neoequity.company.models.standing import standing
from neoequity.company.selectors.documents import documents_of
from placements.models import PlacementEvent, Sale
from placements.selectors.counted import Splits
from placements.selectors.placements import placements_as_of
from placements.terms.reference import reference_key

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
    """A placement whose terms were agreed, and the supplements filed for it.

    A supplement is for the placement that it names, or under which a sale has its reference.
    """

    placement: PlacementEvent
    filings: list[Filed]


class Filings(NamedTuple):
    """The filings as of a day by state, and the supplements of each placement.

    `unassigned` are supplements that were filed and are for no placement.
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


def filings_on(
    issuer: Issuer, as_of: date, known_at: datetime | None = None, splits: Splits | None = None
) -> Filings:
    """What is due, overdue and filed as of the day; as many queries for any number of them.

    Reads the `splits` by the day unless they are given.
    """
    rows = standing(Filing, issuer, as_of, known_at).select_related("placement__agreement")
    rows = rows.order_by("filed_on", "due_on", "pk")
    documents = documents_of(issuer, "filing", [row.pk for row in rows])
    all_filings = [Filed(row, _state(row, as_of), documents.get(row.pk, ())) for row in rows]
    made = [each for each in all_filings if each.state == "filed"]
    due = [each for each in all_filings if each.state == "due"]
    overdue = [each for each in all_filings if each.state == "overdue"]
    papers = [each for each in made if each.row.form.upper().startswith(SUPPLEMENT)]
    placements = _placements_of(issuer, papers, as_of, known_at)
    return Filings(
        overdue=sorted(overdue, key=_by_due_day),
        due=sorted(due, key=_by_due_day),
        filed=made[::-1],
        supplements=[
            Supplement(
                each, [paper for paper in papers if each.pgh_obj_id in placements[paper.row.pk]]
            )
            for each in _agreed(issuer, placements_as_of(as_of, known_at, splits))
        ],
        unassigned=[paper for paper in papers if not placements[paper.row.pk]],
    )


def _placements_of(
    issuer: Issuer, papers: list[Filed], as_of: date, known_at: datetime | None
) -> Mapping[int, set[int]]:
    """The placements that each supplement is for, by the key of its filing."""
    keys = {reference_key(paper.row.reference) for paper in papers if paper.row.reference}
    booked = Sale.objects.filter(
        agreement__issuer=issuer, reference_key__in=keys, trade_date__lte=as_of
    )
    if known_at is not None:
        booked = booked.filter(recorded_at__lte=known_at)
    sold: dict[str, set[int]] = defaultdict(set)
    for key, placement in booked.values_list("reference_key", "placement_id"):
        sold[key].add(placement)
    return {
        row.pk: {row.placement_id}
        if row.placement_id is not None
        else sold.get(reference_key(row.reference), set())
        for row in (paper.row for paper in papers)
    }


def _by_due_day(filing: Filed) -> date:
    return filing.row.due_on or date.max


def _state(row: Filing, as_of: date) -> str:
    if row.filed_on is not None and row.filed_on <= as_of:
        return "filed"
    return "overdue" if row.due_on is not None and row.due_on < as_of else "due"


def _agreed(issuer: Issuer, placements: QuerySet[PlacementEvent]) -> list[PlacementEvent]:
    rows = placements.filter(agreement__issuer=issuer, status__in=_AGREED)
    return list(rows.select_related("agreement").order_by("agreement__name", "number"))
