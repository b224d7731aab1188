"""A term added to the product later: requests from before it, and versions that do not state it."""

from placements.models import Agreement, Placement
from placements.models.terms import LATER_TERMS
from tests.amendments.changing import ask_for
from tests.constraints.rows import run
from tests.factories import PlacementFactory, UserFactory, approved
from tests.roles import unguarded
from tests.worlds import built_once


@built_once
def drafted(db: None) -> Placement:
    """The Sales Agreement, in use by a draft."""
    draft: Placement = PlacementFactory()
    return draft


def test_a_request_from_before_the_term_was_added_is_approved(drafted: Placement) -> None:
    request = ask_for(drafted.agreement, agent="Acme & Co.", by=UserFactory())
    with unguarded():
        for term in LATER_TERMS:
            run("UPDATE books_approval SET asked = asked - %s WHERE id = %s", [term, request.pk])
    request.refresh_from_db()
    approved(request)
    agreement = Agreement.objects.get()
    assert (agreement.agent, agreement.notice_needed) == ("Acme & Co.", None)


def test_a_later_term_is_amended_as_any_other(drafted: Placement) -> None:
    request = ask_for(drafted.agreement, notice_needed="not_needed", by=UserFactory())
    approved(request)
    assert Agreement.objects.get().notice_needed == "not_needed"
